// The text that `pkg-template/inline.js` decodes: a character for a byte that is frequent in wasm, and two for any
// other. The digits are the characters of ASCII from the space to |, but for the four that a literal would have to
// escape.

import { bytesByDigit } from '../pkg-template/inline.js';

const DIGITS = Array.from({ length: 93 }, (_, at) => String.fromCharCode(32 + at)).filter(
  (character) => !'"$\\`'.includes(character),
);
const LINE = 1_000;

/**
 * A text of few kinds of characters for `bytes`, in lines: Node.js prints the line of an error that
 * nothing catches. The code around it stands on lines of its own.
 */
export function encode(bytes) {
  const digits = new Map(bytesByDigit().map((byte, digit) => [byte, digit]));
  const lines = Array.from(bytes, (byte) => encodeDigit(digits.get(byte)))
    .join('')
    .match(new RegExp(`.{1,${LINE}}`, 'g'));
  return ['', ...lines, ''].join('\n');
}

function encodeDigit(digit) {
  return ['', '}', '~'][Math.floor(digit / DIGITS.length)] + DIGITS[digit % DIGITS.length];
}

// The text that `pkg-template/inline.js` decodes: a digit for a byte below 88, as most bytes of wasm are,
// and two characters for any other. The digits are the characters of ASCII from ! to |, but for the four
// that a literal would have to escape.

const DIGITS = Array.from({ length: 92 }, (_, at) => String.fromCharCode(33 + at)).filter(
  (character) => !'"$\\`'.includes(character),
);
const LINE = 1_000;

/**
 * A text of few kinds of characters for `bytes`, in lines: Node.js prints the line of an error that
 * nothing catches. The code around it stands on lines of its own.
 */
export function encode(bytes) {
  const lines = Array.from(bytes, encodeByte)
    .join('')
    .match(new RegExp(`.{1,${LINE}}`, 'g'));
  return ['', ...lines, ''].join('\n');
}

function encodeByte(byte) {
  return ['', '}', '~'][Math.floor(byte / DIGITS.length)] + DIGITS[byte % DIGITS.length];
}

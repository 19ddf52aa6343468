// Bytes as text that any encoding carries and that compresses nearly as well as the bytes themselves:
// one character for a byte below 89, as most bytes of wasm are, and two for any other. The characters
// are those of ASCII from # to ~, but for the backslash.

const BASE = 91;
const FEW = 89;

/** The bytes that `encode` made `text` of. */
export function decode(text) {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = digitAt(text, at);
    bytes[length++] = digit < FEW ? digit : FEW + (digit - FEW) * BASE + digitAt(text, ++at);
  }
  return bytes.subarray(0, length);
}

/** A text of few kinds of characters for `bytes`. */
export function encode(bytes) {
  const textOf = (byte) => (byte < FEW ? character(byte) : character(FEW + Math.floor((byte - FEW) / BASE)) + character((byte - FEW) % BASE));
  return Array.from(bytes, textOf).join('');
}

function digitAt(text, at) {
  const code = text.charCodeAt(at) - 35;
  return code < 57 ? code : code - 1;
}

function character(digit) {
  return String.fromCharCode(digit < 57 ? digit + 35 : digit + 36);
}

// Bytes as text that any encoding carries and that compresses nearly as well as the bytes themselves:
// one character for a byte below 89, as most bytes of wasm are, and two for any other. The characters
// are those of ASCII from # to ~, but for the backslash.

const BASE = 91;
const FEW = 89;

/** The bytes that `encode` made `text` of. Runs once and cold, so it calls nothing that it need not. */
export function decode(text) {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let above = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const digit = code < 92 ? code - 35 : code - 36;
    if (above) {
      bytes[length++] = above + digit;
      above = 0;
    } else if (digit < FEW) bytes[length++] = digit;
    else above = FEW + (digit - FEW) * BASE;
  }
  return bytes.subarray(0, length);
}

/** A text of few kinds of characters for `bytes`. */
export function encode(bytes) {
  const textOf = (byte) => (byte < FEW ? character(byte) : character(FEW + Math.floor((byte - FEW) / BASE)) + character((byte - FEW) % BASE));
  return Array.from(bytes, textOf).join('');
}

function character(digit) {
  return String.fromCharCode(digit < 57 ? digit + 35 : digit + 36);
}

// Bytes from a text that survives any encoding and compresses nearly as well as the bytes themselves;
// `xtask/inline.mjs` makes it.

/**
 * The bytes by their digit: first those of one character, of which letters and the space stand for themselves, as
 * compressors know the words of English and of JavaScript. The others are the most frequent ones in wasm.
 */
export function bytesByDigit() {
  const bytes = new Set([32]);
  for (const [from, to] of [
    [0, 45],
    [54, 58],
    [64, 71],
    [95, 122],
    [127, 128],
    [0, 255],
  ]) {
    for (let byte = from; byte <= to; byte++) bytes.add(byte);
  }
  return [...bytes];
}

/** Decodes `text`. This runs once and cold, so it does little for a character. */
export function decode(text) {
  const byDigit = bytesByDigit();
  // Decoded in place: there are never more bytes than characters.
  const bytes = new TextEncoder().encode(text);
  let length = 0;
  // What the first of two characters stands for.
  let high = 0;
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes[at];
    if (code > 124) high = code > 125 ? 178 : 89;
    else if (code > 31) {
      // Four characters are no digits.
      bytes[length++] = byDigit[high + code - (code > 96 ? 36 : code > 92 ? 35 : code > 36 ? 34 : code > 34 ? 33 : 32)];
      high = 0;
    }
    // Anything else is the end of a line.
  }
  return bytes.subarray(0, length);
}

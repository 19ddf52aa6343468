// Bytes from a text that survives any encoding and compresses nearly as well as the bytes themselves;
// `xtask/inline.mjs` makes it.

/** Decodes `text`. This runs once and cold, so it does little for a character. */
export function decode(text) {
  // Decoded in place: there are never more bytes than characters.
  const bytes = new TextEncoder().encode(text);
  let length = 0;
  // What the first of two characters stands for.
  let high = 0;
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes[at];
    if (code > 124) high = code > 125 ? 176 : 88;
    else if (code > 32) {
      // Four characters are no digits.
      bytes[length++] = high + code - (code > 96 ? 37 : code > 92 ? 36 : code > 36 ? 35 : code > 34 ? 34 : 33);
      high = 0;
    }
    // Anything else is the end of a line.
  }
  return bytes.subarray(0, length);
}

// Bytes out of a text that any encoding carries and that compresses nearly as well as the bytes
// themselves; `xtask/inline.mjs` makes it.

/** The bytes of `text`, by a small wasm of their own: `decoder` is its base64. */
export function decode(text, decoder) {
  const module = new WebAssembly.Module(Uint8Array.from(atob(decoder), (byte) => byte.charCodeAt(0)));
  const { memory, decode } = new WebAssembly.Instance(module).exports;
  const bytes = new Uint8Array(memory.buffer);
  new TextEncoder().encodeInto(text, bytes);
  return bytes.subarray(0, decode(text.length));
}

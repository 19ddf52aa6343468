// The default entry: the wasm is inlined as hex, which compresses better than base64, and compiled
// when it is imported. No file to serve, no top-level await, nothing to initialise.

import hex from 'bindgen:hex';
import { instantiate } from './instantiate.js';

const half = (at) => {
  const code = hex.charCodeAt(at);
  return code < 58 ? code - 48 : code - 87;
};

instantiate(new WebAssembly.Module(Uint8Array.from({ length: hex.length / 2 }, (_, at) => half(2 * at) * 16 + half(2 * at + 1))));

export * from './surface.js';
export { default } from './surface.js';

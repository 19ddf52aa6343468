// The default entry: the wasm is inlined as text and compiled when the first client is constructed. No
// file to serve, no top-level await, nothing to initialise.

import { decode } from './inline.js';
import { instantiateLazily, unavailable } from './instantiate.js';

// The text is a constant of this name that `xtask/package.mjs` puts in front of the bundle.
instantiateLazily(() => {
  try {
    return new WebAssembly.Module(decode(wasmText));
  } catch (cause) {
    throw unavailable(cause);
  }
});

export * from './surface.js';
export { default } from './surface.js';

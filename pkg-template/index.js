// The default entry: the wasm is inlined as text and compiled when the first client is constructed. No
// file to serve, no top-level await, nothing to initialise.

import { decode } from './inline.js';
import { instantiateLazily } from './instantiate.js';

// The text is a constant of this name that `xtask/package.mjs` puts in front of the bundle.
instantiateLazily(() => new WebAssembly.Module(decode(wasmText)));

export * from './surface.js';
export { default } from './surface.js';

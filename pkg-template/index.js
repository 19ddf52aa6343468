// The default entry: the wasm is inlined as text and compiled when it is imported. No file to serve,
// no top-level await, nothing to initialise.

import text from 'bindgen:text';
import { decode } from './inline.js';
import { instantiate } from './instantiate.js';

instantiate(new WebAssembly.Module(decode(text)));

export * from './surface.js';
export { default } from './surface.js';

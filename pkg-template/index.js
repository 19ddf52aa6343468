// The default entry: the wasm is inlined as text and compiled when the first client is made. No file
// to serve, no top-level await, nothing to initialise.

import decoder from 'bindgen:decoder';
import text from 'bindgen:text';
import { decode } from './inline.js';
import { instantiateLater } from './instantiate.js';

instantiateLater(() => new WebAssembly.Module(decode(text, decoder)));

export * from './surface.js';
export { default } from './surface.js';

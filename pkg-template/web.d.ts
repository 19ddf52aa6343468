/**
 * Loads the wasm; nothing works before its promise resolves. Called again, it answers the same
 * promise. Without an argument it fetches the file beside this module, which needs a browser or a
 * bundler; elsewhere pass an address, a response, the bytes or a compiled module.
 */
export default function init(source?: WasmSource | Promise<WasmSource>): Promise<void>;

/** Where wasm can come from: an address, a `Response`, the bytes, or a `WebAssembly.Module`. */
export type WasmSource = string | ArrayBuffer | ArrayBufferView | object;

export * from './index.js';

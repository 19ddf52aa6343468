import { __wbg_set_wasm } from 'bindgen:glue';
import imports, { start } from 'bindgen:imports';

/** Brings the wasm to life. Called once, before anything else. */
export function instantiate(module) {
  const { exports } = new WebAssembly.Instance(module, imports);
  __wbg_set_wasm(exports);
  exports[start]();
}

import { __wbg_set_wasm } from 'bindgen:glue';
import imports, { first, start } from 'bindgen:imports';

/** Brings the wasm to life, once, and gives what it exports. */
export function instantiate(module) {
  const { exports } = new WebAssembly.Instance(module, imports);
  __wbg_set_wasm(exports);
  exports[start]();
  return exports;
}

/**
 * Brings the wasm to life when the first client is made, which is the only way to it: who imports the
 * package and makes none does not pay for compiling.
 */
export function instantiateLater(compile) {
  __wbg_set_wasm({
    get [first]() {
      return instantiate(compile())[first];
    },
  });
}

import { __wbg_set_wasm } from 'bindgen:glue';
import imports, { firstExport, startExport } from 'bindgen:imports';

/** Instantiates the module, once, and returns its exports. */
export function instantiate(module) {
  const { exports } = new WebAssembly.Instance(module, imports);
  __wbg_set_wasm(exports);
  exports[startExport]();
  return exports;
}

/**
 * Instantiates the module when the first client is constructed, before which nothing calls it, so
 * importing the package is cheap.
 */
export function instantiateLazily(compile) {
  __wbg_set_wasm({
    get [firstExport]() {
      return instantiate(compile())[firstExport];
    },
  });
}

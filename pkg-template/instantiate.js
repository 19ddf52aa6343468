import { __wbg_set_wasm } from 'bindgen:glue';
import imports, { firstExport, startExport } from 'bindgen:imports';
import { LlamaCloudError } from '../src/js/errors.js';

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

/** The error of a host that compiles no wasm: it knows none, or a policy forbids it, of which the cause tells. */
export function unavailable(cause) {
  const why = globalThis.WebAssembly
    ? "could not be compiled; a content security policy must allow 'wasm-unsafe-eval'"
    : 'is missing in this runtime';
  return new LlamaCloudError(
    `WebAssembly ${why}: see https://github.com/llama-cloud-batches/llama-cloud-batches#webassembly`,
    { cause },
  );
}

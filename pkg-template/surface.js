// What every entry exports, once the wasm is there.

import * as glue from 'bindgen:glue';
import imports from 'bindgen:imports';
import { errors } from './errors.js';
import { APIPromise, PagePromise, PaginatedCursor } from './list.js';

const { LlamaCloud, Batches } = glue;

/** Brings the wasm to life. Called once, before anything else. */
export function instantiate(module) {
  const { exports } = new WebAssembly.Instance(module, imports);
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
}

// A minifier renames classes; these keep the names that users see.
for (const [name, value] of Object.entries({ LlamaCloud, Batches, APIPromise, PagePromise, PaginatedCursor })) {
  Object.defineProperty(value, 'name', { value: name });
}
Object.assign(LlamaCloud, errors, { LlamaCloud, Batches, PaginatedCursor, DEFAULT_TIMEOUT: 60_000 });

export { LlamaCloud, LlamaCloud as default, Batches, APIPromise, PagePromise, PaginatedCursor };
export {
  LlamaCloudError,
  APIError,
  APIConnectionError,
  APIConnectionTimeoutError,
  APIUserAbortError,
  BadRequestError,
  AuthenticationError,
  PermissionDeniedError,
  NotFoundError,
  ConflictError,
  UnprocessableEntityError,
  RateLimitError,
  InternalServerError,
  BatchWaitError,
} from './errors.js';

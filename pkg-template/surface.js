// What every entry exports, once the wasm is there.

import { Batches } from '../src/js/batches.js';
import { LlamaCloud } from '../src/js/client.js';
import { errors } from '../src/js/errors.js';
import { PaginatedCursor } from '../src/js/page.js';
import { APIPromise, PagePromise } from '../src/js/promises.js';

// A minifier renames classes; these keep the names that users see.
for (const [name, value] of Object.entries({ LlamaCloud, Batches, APIPromise, PagePromise, PaginatedCursor })) {
  Object.defineProperty(value, 'name', { value: name });
}
Object.assign(LlamaCloud, errors, { LlamaCloud, Batches, PaginatedCursor, DEFAULT_TIMEOUT: 60_000 });

export { LlamaCloud, LlamaCloud as default, Batches, APIPromise, PagePromise, PaginatedCursor };
export { PaginatedCursor as AbstractPage };
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
} from '../src/js/errors.js';

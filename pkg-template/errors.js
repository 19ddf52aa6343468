/** What every error of this package is. Bad arguments are of this class itself. */
export class LlamaCloudError extends Error {}

/** The server answered with an error, or with something that is not what the API promises. */
export class APIError extends LlamaCloudError {
  constructor(status, error, message, headers) {
    super(describe(status, error, message));
    this.status = status;
    this.headers = headers;
    this.error = error;
  }
}

export class BadRequestError extends APIError {}
export class AuthenticationError extends APIError {}
export class PermissionDeniedError extends APIError {}
export class NotFoundError extends APIError {}
export class ConflictError extends APIError {}
export class UnprocessableEntityError extends APIError {}
export class RateLimitError extends APIError {}
export class InternalServerError extends APIError {}

export class APIConnectionError extends APIError {
  constructor({ message, cause } = {}) {
    super(undefined, undefined, message ?? 'Connection error.', undefined);
    if (cause !== undefined) hide(this, 'cause', cause);
  }
}

export class APIConnectionTimeoutError extends APIConnectionError {
  constructor({ message = 'Request timed out.' } = {}) {
    super({ message });
  }
}

export class APIUserAbortError extends APIError {
  constructor({ message = 'Request was aborted.' } = {}) {
    super(undefined, undefined, message, undefined);
  }
}

export class BatchWaitError extends LlamaCloudError {
  constructor(message, batch) {
    super(message);
    this.batch = batch;
  }
}

export const errors = {
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
};

// A minifier renames classes; an error keeps its name.
for (const [name, Class] of Object.entries(errors)) {
  hide(Class, 'name', name);
  hide(Class.prototype, 'name', name);
}

const byStatus = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  422: UnprocessableEntityError,
  429: RateLimitError,
};

/**
 * The error that Rust describes. `detail` is what the kind is about: an answer's body, the cause of
 * a lost connection, the reason of an abort, or the batch that was waited for.
 */
export function makeError(kind, message, detail, status, headers, method, path) {
  const error = {
    argument: () => new LlamaCloudError(message),
    response: () => {
      const Class = byStatus[status] ?? (status >= 500 ? InternalServerError : APIError);
      return new Class(status, detail, message, headers);
    },
    connection: () => new APIConnectionError({ message: message ? `Connection error: ${message}.` : undefined, cause: detail }),
    timeout: () => new APIConnectionTimeoutError(),
    abort: () => new APIUserAbortError(),
    wait: () => new BatchWaitError(message, detail),
  }[kind]();
  if (kind === 'abort' || (kind === 'argument' && detail !== undefined)) hide(error, 'cause', detail);
  if (method) {
    hide(error, 'method', method);
    hide(error, 'path', path);
  }
  return error;
}

function describe(status, error, message) {
  const said = message || detail(error);
  if (!status) return said || 'The request failed.';
  return `${status} ${said || 'status code (no body)'}`;
}

// FastAPI says `{"detail": "text"}` or `{"detail": [{"loc": ["query", "page_size"], "msg": "…"}]}`.
function detail(error) {
  const said = error?.detail ?? error?.message ?? error;
  if (Array.isArray(said) && said.length && said.every((each) => each?.msg)) {
    return said.map(({ loc, msg }) => (Array.isArray(loc) ? `${loc.join('.')}: ${msg}` : msg)).join('; ');
  }
  return typeof said === 'string' || said === undefined ? said : JSON.stringify(said);
}

function hide(object, name, value) {
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
}

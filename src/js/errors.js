// The error classes, and how Rust's failures become errors.

import { orUndefined } from '../host/environment.js';

/** How many characters of what a server says are printed, where an error is; all of it is in `error.error`. */
const MAX_PRINTED = 1_000;

/** What every error of this package is. Bad arguments are of this class itself. */
export class LlamaCloudError extends Error {}

/** An error response, an unexpected response, or no response. */
export class APIError extends LlamaCloudError {
  constructor(status, error, message, headers) {
    super(describe(status, error, message));
    this.status = status;
    this.headers = headers;
    this.error = error;
  }

  /** The error of a response, or of none. */
  static generate(status, error, message, headers) {
    if (status && headers) return new (classOf(status))(status, error, message, headers);
    const cause = error instanceof Error ? error : new Error(orUndefined(() => JSON.stringify(error)));
    return new APIConnectionError({ message, cause });
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
    super(undefined, undefined, message || 'Connection error.', undefined);
    if (cause !== undefined) hide(this, 'cause', cause);
  }
}

export class APIConnectionTimeoutError extends APIConnectionError {
  constructor({ message = 'Request timed out.' } = {}) {
    super({ message });
  }
}

export class APIUserAbortError extends APIError {
  constructor({ message } = {}) {
    super(undefined, undefined, message || 'Request was aborted.', undefined);
  }
}

export class BatchWaitError extends LlamaCloudError {
  constructor(message, batch) {
    super(message);
    // Printed, it would fill the screen.
    hide(this, 'batch', batch);
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

/** The class of an error response. */
function classOf(status) {
  return byStatus[status] ?? (status >= 500 ? InternalServerError : APIError);
}

/**
 * What Rust says of a failure. The error is made of it later, in a function whose stack names the
 * caller. `detail` is what the kind is about: an exchange with the server, the operation's scope, the
 * batch that was waited for, or the task of a caller's function that threw.
 */
export class Failure {
  constructor(kind, message, status, detail, method, path) {
    Object.assign(this, { kind, message, status, detail, method, path });
  }

  /** The error; `caller` is the stack of the call, where that of an error does not lead to it. */
  error(caller) {
    const { kind, detail, method, path } = this;
    const error = this[kind]();
    if (kind === 'abort')
      hide(
        error,
        'cause',
        orUndefined(() => detail.signal.reason),
      );
    if (kind === 'callback') hide(error, 'cause', detail.error);
    if (method) {
      hide(error, 'method', method);
      hide(error, 'path', path);
    }
    // Firefox does follow promises while it is debugged.
    // The stack is what the host, or a library in it, makes of it.
    const stack = String(error.stack);
    if (caller && !stack.includes('async*')) hide(error, 'stack', `${stack.trimEnd()}\n${caller}`);
    return error;
  }

  response() {
    const { status, detail: exchange, message } = this;
    const headers = orUndefined(() => exchange.response.headers);
    const body = exchange && bodyOf(exchange);
    // What is wrong with a body is not what it says.
    const error = new (classOf(status))(status, message ? undefined : body, message, headers);
    if (exchange?.text?.length > MAX_PRINTED) hide(error, 'error', body);
    else error.error = body;
    return error;
  }

  connection() {
    const { error: cause, reason } = this.detail;
    if (orUndefined(() => isTimeout(cause))) return new APIConnectionTimeoutError();
    return new APIConnectionError({ message: reason ? `Connection error: ${reason}.` : undefined, cause });
  }

  timeout() {
    return new APIConnectionTimeoutError();
  }

  abort() {
    return new APIUserAbortError();
  }

  wait() {
    return new BatchWaitError(this.message, this.detail);
  }

  callback() {
    return new LlamaCloudError(this.message);
  }
}

/** Whether `fetch` itself ran out of time: to connect, or by a signal of its own. No `setTimeout`, or setting a timeout, is that. */
function isTimeout({ name, message, cause }) {
  const said = `${message} ${cause?.message} ${cause?.code}`;
  return /^(Abort|Timeout)Error$/.test(name) || /(^|[^ t]|[^a] )timed? ?out/i.test(said);
}

/** What the body of a response says: JSON, else its text, if there is any; without secrets, but for names of fields. */
function bodyOf(exchange) {
  const redact = (_, value) => (typeof value === 'string' ? exchange.redact(value) : value);
  return orUndefined(() => JSON.parse(exchange.text, redact)) ?? (exchange.errorText || undefined);
}

function describe(status, error, message) {
  let said = orUndefined(() => detail(error)) || message;
  if (said?.length > MAX_PRINTED) said = `${said.slice(0, MAX_PRINTED)}…`;
  if (!status) return said || '(no status code or body)';
  return `${status} ${said || 'status code (no body)'}`;
}

/** FastAPI says `{"detail": "text"}` or `{"detail": [{"loc": ["query", "page_size"], "msg": "…"}]}`. */
function detail(error) {
  const said = error?.detail ?? error?.message ?? error;
  if (Array.isArray(said) && said.length && said.every((each) => typeof each?.msg === 'string')) {
    return said.map(({ loc, msg }) => (Array.isArray(loc) ? `${loc.join('.')}: ${msg}` : msg)).join('; ');
  }
  return typeof said === 'string' || said === undefined ? said : JSON.stringify(said);
}

/** Sets a property that `Object.keys`, JSON and the console do not show. */
export function hide(object, name, value) {
  Object.defineProperty(object, name, {
    __proto__: null,
    value,
    configurable: true,
    enumerable: false,
    writable: true,
  });
}

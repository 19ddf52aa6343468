// What an operation has under way: requests, sleeps, and calls of the caller's functions. Rust starts
// them and reads what became of them; nothing here calls into Rust. Nothing stays behind: timers,
// listeners and connections end with their task.

import { LOG_LEVELS } from './arguments.js';
import { orUndefined } from './environment.js';

/** What became of a task; Rust knows the numbers. */
const [PENDING, DONE, TIMED_OUT, FAILED] = [0, 1, 2, 3];

/** Headers that hold secrets. */
const SECRET = /auth|cookie|key|token|secret|pass|session/i;

/** The tasks of one operation. */
export class Scope {
  /** The last exchange with the server. */
  exchange;
  #cancelled = false;
  #options;
  #given;
  #tasks = new Set();
  #wake;
  #onAbort = () => this.cancel();

  /**
   * `options` are those of the client and of the call, of which the host uses `fetch`, `fetchOptions`, `logger`,
   * `signal` and the callbacks. `given` is an earlier exchange whose body is still to be read.
   */
  constructor(client, options, given) {
    this.#options = { __proto__: null, client: client.values, ...options.values };
    this.#given = given;
  }

  /** Whether the operation was given up: the caller's signal aborted, or an iterator was closed. */
  get cancelled() {
    return this.#cancelled || isAborted(this.signal);
  }

  get signal() {
    return this.#options.signal;
  }

  /** The stack of the call, where later ones do not lead to it. */
  get caller() {
    return this.#options.caller;
  }

  /** A promise that resolves when the next task ends. */
  get changed() {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  /** Sends a request. Without `reads`, the body of a successful response is left to the caller. */
  fetch(url, method, headers, body, reads, withCookies, timeout) {
    const { client, signal, fetchOptions } = this.#options;
    const exchange = this.#given ?? new Exchange();
    this.exchange = exchange;
    Object.assign(exchange, { url, headers });
    // Getters of the caller's run once Rust has returned, and what their fetch changes is not sent again.
    const init = () => ({
      __proto__: null,
      redirect: 'manual',
      ...(withCookies && { credentials: 'include' }),
      ...client.fetchOptions,
      ...fetchOptions,
      method,
      headers: new Headers(headers),
      ...(body !== undefined && { body }),
    });
    this.#start(exchange, timeout);
    if (this.#given) exchange.read();
    else exchange.send(client.fetch, url, init, reads, signal);
    return exchange;
  }

  /** Sleeps for `ms` milliseconds. */
  sleep(ms) {
    const task = new Task();
    this.#start(task, ms);
    return task;
  }

  /** Calls the caller's function `name`, and waits for it; undefined if there is none. */
  notify(name, argument) {
    const callback = this.#options[name];
    if (!callback) return undefined;
    const task = new Task();
    this.#start(task, Infinity);
    // Not before Rust has returned.
    Promise.resolve(argument)
      .then(callback)
      .then(
        () => task.end(DONE),
        (error) => task.end(FAILED, error),
      );
    return task;
  }

  /**
   * Logs what happened to a request once Rust has returned; a logger that throws must not break it. At the level
   * `debug` the headers come along: those of the request, and those of a response.
   */
  log(level, verb, path, outcome, status, attempt, attempts, took, delay, exchange) {
    const { logger, logLevel } = this.#options.client;
    const method = LOG_LEVELS[level];
    const parts = [
      `${verb} ${path}: ${outcome}`,
      status && ` with ${status}`,
      attempt && ` (attempt ${attempt} of ${attempts}${outcome === 'sent' ? '' : `, ${Math.round(took)} ms`})`,
      delay >= 0 && `, retrying in ${delay} ms`,
    ];
    // Not by `queueMicrotask`, which test libraries replace.
    Promise.resolve()
      .then(() => {
        // All requests of an operation have the same headers.
        const { exchange: sent } = this;
        const headers =
          logLevel === 'debug' && orUndefined(() => sent.show((method === 'debug' ? sent : exchange.response).headers));
        return logger[method](`llama-cloud-batches: ${parts.filter(Boolean).join('')}`, ...(headers ? [headers] : []));
      })
      .catch(() => {});
  }

  /** Gives up all that is under way, and all that would follow. */
  cancel() {
    this.#cancelled = true;
    this.close();
  }

  /** Ends all that is under way, as the operation is over. */
  close() {
    for (const task of this.#tasks) task.abort();
    this.#wake?.();
  }

  #start(task, ms) {
    const { signal } = this.#options;
    if (!this.#tasks.size && signal) orUndefined(() => signal.addEventListener('abort', this.#onAbort));
    this.#tasks.add(task);
    task.start(ms, () => {
      this.#tasks.delete(task);
      if (!this.#tasks.size && signal) orUndefined(() => signal.removeEventListener('abort', this.#onAbort));
      this.#wake?.();
    });
  }
}

/** Something that ends by itself, by its time, or because it is given up. */
class Task {
  outcome = PENDING;
  /** What was thrown, if it failed. */
  error;
  /** Of a request: its address. */
  url;
  /** Of a request: its headers, for errors that must not quote its secrets. */
  headers;
  #timer;
  #onEnd;

  start(ms, onEnd) {
    this.outcome = PENDING;
    this.#onEnd = onEnd;
    try {
      if (ms < Infinity) this.#timer = setTimeout(() => this.end(TIMED_OUT), ms);
    } catch (error) {
      // Workers have no timers where their modules are loaded.
      this.end(FAILED, error);
    }
  }

  end(outcome, error) {
    if (this.outcome !== PENDING) return;
    clearTimeout(this.#timer);
    this.outcome = outcome;
    this.error = error;
    this.#onEnd();
  }

  /** Why it failed, as far as the host says so: without secrets; empty if it says nothing. */
  get reason() {
    const said = orUndefined(() => {
      const { message, cause } = this.error;
      // Node's fetch says "fetch failed" and hides why in its cause, whose message has the code where it also says where.
      const { message: why, code } = cause ?? {};
      return [
        message,
        String(why).includes(code) ? why : (code ?? why),
        // Browsers do not tell scripts of CORS.
        globalThis.location &&
          !this.url.startsWith(`${location.origin}/`) &&
          'CORS may forbid it: see https://github.com/llama-cloud-batches/llama-cloud-batches#proxy',
      ];
    });
    return this.redact((said ?? []).filter((each) => each && typeof each === 'string').join(', '));
  }

  /**
   * `text` without the secrets that the headers of the request hold: whole values of at least 8 characters, as a
   * shorter one is too likely to be a word of the text.
   */
  redact(text) {
    const headers = orUndefined(() => [...this.headers]) ?? [];
    const secrets = headers.flatMap(([name, value]) =>
      SECRET.test(name) ? [value, value.replace(/^\S+\s+/, '')] : [],
    );
    return secrets.reduce((cut, secret) => (secret.length < 8 ? cut : cut.split(secret).join('[redacted]')), text);
  }

  /** Gives it up. */
  abort() {
    this.end(FAILED);
  }
}

/** A request and its response, of any realm, or what a caller's `fetch` takes for one. */
export class Exchange extends Task {
  response;
  /** The status; 0 for a redirect that the host hides, as browsers do; undefined without a response. */
  status;
  text;
  #controller;
  #body;

  async send(fetch, url, prepare, reads, signal) {
    try {
      // The caller's function runs once Rust has returned.
      await undefined;
      if (this.outcome !== PENDING) return;
      this.#controller = new AbortController();
      const init = prepare();
      init.signal = reads ? this.#controller.signal : anySignal(this.#controller.signal, signal);
      const response = await (fetch ?? globalThis.fetch)(url, init);
      const { status, type } = response;
      if (type !== 'opaqueredirect' && !(Number.isInteger(status) && status >= 100 && status < 600)) {
        throw new TypeError('fetch did not resolve to a Response');
      }
      this.response = response;
      this.status = type === 'opaqueredirect' ? 0 : status;
      if (reads || this.isError) await this.read();
      else this.end(DONE);
    } catch (error) {
      this.end(FAILED, error);
    }
  }

  /** Reads the body: whole, whatever a caller's response takes for one. */
  async read() {
    try {
      const { response } = this;
      // A test's response may have `json` alone.
      this.text = String(response.text ? await response.text() : JSON.stringify(await response.json()));
      this.end(DONE);
    } catch (error) {
      this.end(FAILED, error);
    }
  }

  end(outcome, error) {
    if (this.outcome !== PENDING) return;
    if (outcome !== DONE) this.#controller?.abort();
    // The status is known: a body that breaks off does not make an error a lost connection.
    super.end(this.isError ? DONE : outcome, error);
  }

  get isError() {
    return this.status !== undefined && (this.status < 200 || this.status > 299);
  }

  /** What the body says: parsed JSON; undefined if it is not JSON. */
  get body() {
    return (this.#body ??= orUndefined(() => JSON.parse(this.text)));
  }

  /** Whether the body begins as JSON does, or not at all: it may be cut off. */
  get isCutOff() {
    return this.body === undefined && /^\s*([[{]|$)/.test(this.text);
  }

  /** What the body says, without secrets: its text. */
  get errorText() {
    return this.text === undefined ? undefined : this.redact(this.text);
  }

  /** Headers as an object, without secrets. */
  show(headers) {
    return Object.fromEntries(
      Array.from(headers, ([name, value]) => [name, SECRET.test(name) ? '[redacted]' : this.redact(value)]),
    );
  }

  /** A header of the response. */
  header(name) {
    return orUndefined(() => String(this.response.headers.get(name) ?? '')) || undefined;
  }
}

/** Whether `signal` has aborted. */
export function isAborted(signal) {
  return Boolean(orUndefined(() => signal?.aborted));
}

/** A signal that aborts when one of two does; the second may be absent, or of another realm. */
function anySignal(own, theirs) {
  return (theirs && orUndefined(() => AbortSignal.any([own, theirs]))) ?? own;
}

// What an attempt or a pause holds on to. Rust lets go of each when it is done or given up, so that
// no timer, listener or connection stays behind.

/** Whether anybody still waits: a caller's signal may fire, an iterator may be closed. */
export class Stop {
  fired = false;
  ends = new Set();

  /** Ends whatever is under way, and all that would follow. */
  fire() {
    this.fired = true;
    for (const end of this.ends) end();
    this.ends.clear();
  }
}

/** The moment at which an attempt or a pause ends: after `ms`, or when nobody waits any more. */
export class Deadline {
  timedOut = false;
  response;
  #stop;
  #end;
  #timer;
  #controller;

  /** With `ends`, its time ends all that `stop` would end. */
  constructor(stop, ms, ends) {
    this.#stop = stop;
    this.reached = new Promise((resolve) => (this.#end = resolve));
    if (stop.fired) this.#end();
    stop.ends.add(this.#end);
    if (ms === undefined) return;
    this.#timer = setTimeout(() => {
      this.timedOut = true;
      if (ends) stop.fire();
      this.#end();
    }, ms);
  }

  /** What `promise` settles to, if it does in time; it is left alone otherwise. */
  before(promise) {
    return Promise.race([promise, this.reached]);
  }

  /** The text of the answer in time, if it is wanted or explains an error; `response` as soon as there is one. */
  exchange(...request) {
    return this.before(this.#exchange(...request));
  }

  /** Calls `fetch` without a `this`. */
  async #exchange(whole, fetch, url, method, headers, body, signal, withCookies, options, more) {
    this.#controller = new AbortController();
    const response = await (fetch ?? globalThis.fetch)(url, {
      redirect: 'manual',
      ...(withCookies && { credentials: 'include' }),
      ...options,
      ...more,
      method,
      headers,
      signal: either(this.#controller.signal, signal),
      ...(body !== undefined && { body }),
    });
    const status = statusOf(response);
    if (status === undefined) throw new TypeError('fetch did not resolve to a Response');
    this.response = response;
    if (whole || status < 200 || status >= 300) return text(response);
  }

  /** Ends the clock, and the connection unless all of the answer is there. */
  close(finished) {
    clearTimeout(this.#timer);
    this.#stop.ends.delete(this.#end);
    if (!finished) this.#controller?.abort();
  }
}

/** Fires `stop` when `signal` fires, or at once if it has. Gives what unlinks them; nothing if it is no signal. */
export function link(signal, stop) {
  try {
    const fire = () => stop.fire();
    signal.addEventListener('abort', fire);
    if (signal.aborted) fire();
    return () => signal.removeEventListener('abort', fire);
  } catch {}
}

/** Calls what `link` gave. */
export function unlink(link) {
  try {
    link();
  } catch {}
}

/** Why `signal` fired: any value at all. */
export function reason(signal) {
  try {
    return signal.reason;
  } catch {}
}

/** Whether `signal` has fired. */
export function isAborted(signal) {
  try {
    return Boolean(signal?.aborted);
  } catch {
    return false;
  }
}

/** What fires when one of two signals does; the second may be absent, or of another realm. */
function either(own, theirs) {
  try {
    return theirs ? AbortSignal.any([own, theirs]) : own;
  } catch {
    return own;
  }
}

/** The status of a response: 0 for a redirect that the host hides, as browsers do; undefined for what is no response. */
export function statusOf(response) {
  try {
    const { status, type } = response;
    if (type === 'opaqueredirect') return 0;
    if (Number.isInteger(status) && status >= 100 && status < 600) return status;
  } catch {}
}

/** The headers of a response, for the caller. */
export function headersOf(response) {
  try {
    return response.headers;
  } catch {}
}

/** A header of a response. */
export function header(response, name) {
  try {
    return String(response.headers.get(name) ?? '') || undefined;
  } catch {}
}

/** The whole body as text, whatever a caller's response takes for one. */
export async function text(response) {
  return String(await response.text());
}

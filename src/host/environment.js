// What Rust asks of its surroundings.

/** Returns whether we run in a browser page, where cookies can replace an API key. */
export function inBrowserPage() {
  return globalThis.document !== undefined && globalThis.navigator !== undefined;
}

/** Milliseconds on a clock that does not go back, where the runtime has one. */
export function now() {
  return clock(() => performance.now()) ?? wall();
}

/** Milliseconds since 1970, by the wall clock. */
export function wall() {
  return clock(() => Date.now()) ?? 0;
}

/** How many milliseconds from now a date is; NaN if it is none. */
export function msUntil(date) {
  return Date.parse(date) - wall();
}

/** What `read` says, as a number: a test or a page may have put anything in the place of a clock. */
function clock(read) {
  return orUndefined(() => Number(read()));
}

/** What `work` returns, or undefined if it throws. */
export function orUndefined(work) {
  try {
    return work();
  } catch {}
}

/** `text` itself, if it is a string without half a character, which an URL cannot hold. */
export function wellFormed(text) {
  return orUndefined(() => (typeof text === 'string' && encodeURIComponent(text) ? text : undefined));
}

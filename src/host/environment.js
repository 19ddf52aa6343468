// What Rust asks of its surroundings.

/** Returns whether we run in a browser page, where cookies can replace an API key. */
export function inBrowserPage() {
  return globalThis.document !== undefined && globalThis.navigator !== undefined;
}

/** How far the runtime's clock is behind, and the time that was read last. */
let behind = 0;
let latest = 0;

/**
 * Milliseconds on a clock that does not go back, though a test may set that of the runtime back. It is `least` now, or
 * later: a timer that fired is a clock, too, where the runtime's own stands still.
 */
export function now(least) {
  const time = (number(() => performance.now()) ?? wall()) + behind;
  latest = Math.max(least, latest);
  if (time > latest) latest = time;
  else if (time < latest) behind += latest - time;
  return latest;
}

/** Milliseconds since 1970, by the wall clock. */
export function wall() {
  return number(() => Date.now()) ?? 0;
}

/** A number from 0 to 1, by chance where the runtime allows it. */
export function random() {
  return number(() => Math.random()) ?? 0;
}

/** How many milliseconds from now a date is; NaN if it is none. */
export function msUntil(date) {
  return Date.parse(date) - wall();
}

/** What `read` says, as a number: a test or a page may have put anything in the place of what is read. */
function number(read) {
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

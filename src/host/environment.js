// What Rust asks of its surroundings.

/** Returns whether we run in a browser page, where cookies can replace an API key. */
export function inBrowserPage() {
  return globalThis.document !== undefined && globalThis.navigator !== undefined;
}

/** Milliseconds on a clock that does not go back, where the runtime has one. */
export function now() {
  return (globalThis.performance ?? Date).now();
}

/** How many milliseconds from now a date is; NaN if it is none. */
export function msUntil(date) {
  return Date.parse(date) - Date.now();
}

/** `text` itself, if it is a string without half a character, which an URL cannot hold. */
export function wellFormed(text) {
  try {
    return typeof text === 'string' && encodeURIComponent(text) ? text : undefined;
  } catch {}
}

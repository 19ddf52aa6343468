// What Rust asks of the JavaScript host, each in one call.

/** An environment variable, where the runtime has them and lets us see them; blank counts as unset. */
export function env(name) {
  try {
    return globalThis.process?.env?.[name]?.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Whether there is a page around us, whose user's cookies may stand in for a key. */
export function inPage() {
  return globalThis.document !== undefined && globalThis.navigator !== undefined;
}

/** Calls `fetch` without a `this`. Async, so that whatever it throws or returns becomes a promise. */
export async function send(fetch, url, init) {
  return (fetch ?? globalThis.fetch)(url, init);
}

/** The whole body as text. */
export async function text(response) {
  return response.text();
}

/** A header of a response. */
export function header(response, name) {
  try {
    return String(response.headers.get(name) ?? '') || undefined;
  } catch {
    return undefined;
  }
}

/** What JSON says; undefined for what is no JSON. */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {}
}

/** The JSON text of the fields that `rule` takes as `any`; undefined for what cannot be written. */
export function writeBody(value, rule) {
  try {
    const names = rule.split(' ').flatMap((each) => (each.endsWith(':any') ? each.slice(0, -4) : []));
    const given = names.map((name) => [name, value?.[name] ?? undefined]);
    return JSON.stringify(Object.fromEntries(given));
  } catch {}
}

/** Calls a caller's function. */
export function call(callback, argument) {
  callback(argument);
}

/** `text` with every `key` in it blotted out. */
export function redacted(text, key) {
  return key ? String(text).split(key).join('[API key]') : text;
}

/** Objects merged into a new one, the later ones winning. */
export function merged(...objects) {
  return Object.assign({}, ...objects);
}

/** The absolute form of a base URL; a page may give one relative to itself. */
export function absolute(url) {
  return new URL(url, globalThis.location?.href).href;
}

/** The next cursor of a checked page. */
export function nextPageToken(page) {
  return page.next_page_token || undefined;
}

/** The items of a checked page. */
export function items(page) {
  return page.items;
}

/** The id of a checked batch. */
export function id(batch) {
  return batch.id;
}

/** The status of a checked batch. */
export function status(batch) {
  return batch.status;
}

/** When a checked batch was created. */
export function createdAt(batch) {
  return batch.created_at ?? undefined;
}

/** How many items there are in all, if a checked page says so. */
export function totalSize(page) {
  return page.total_size ?? undefined;
}

/** ISO 8601 for milliseconds since 1970, as far as dates go. */
export function iso(ms) {
  return new Date(Math.max(-864e13, Math.min(864e13, ms))).toISOString();
}

/** The times of the first and the last item, and the last as text, if all are in order, up or down. */
export function span(items) {
  const times = items.map(({ created_at }) => Date.parse(created_at));
  const [first, last] = [times[0], times.at(-1)];
  const inOrder = times.every((time, at) => at === 0 || (time - times[at - 1]) * (last - first) >= 0);
  return inOrder && first !== last ? [first, last, items.at(-1).created_at] : undefined;
}

/** `items` without those not created between two times, or just then, whose ids are `seen`. */
export function fresh(items, one, other, seen) {
  return items.filter(({ id, created_at }) => {
    const time = Date.parse(created_at);
    const isBetween = (time - one) * (other - time) > 0;
    return isBetween || (!seen.has(id) && seen.add(id));
  });
}

/** The kind of `value` as the bit that the shape rules use. */
function kindOf(value) {
  switch (typeof value) {
    case 'undefined':
      return 1;
    case 'string':
      return 4;
    case 'number':
      return 32;
    case 'boolean':
      return 64;
    default:
      return value === null ? 2 : Array.isArray(value) ? 8 : 16;
  }
}

/** The kinds of all `values`, or of their field `name`. */
export function kinds(values, name) {
  let seen = 0;
  for (const value of values) seen |= kindOf(name === undefined ? value : value[name]);
  return seen;
}

/** Field `name` of all `values`: the elements of arrays, null left out. */
export function field(values, name) {
  return values.flatMap((value) => value[name] ?? []);
}

/** Logs a line; a logger that throws must not break a request. */
export function log(logger, level, line) {
  try {
    (logger ?? console)[level](`llama-cloud-batches: ${line}`);
  } catch {}
}

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

/** What JSON says; undefined for what is no JSON. */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {}
}

/** Calls a caller's function, and waits if it takes its time. */
export async function call(callback, argument) {
  await callback(argument);
}

/** `text` with the key that `headers` carry blotted out, as it is and as JSON writes it. */
export function redacted(text, headers) {
  const key = headers.get('authorization')?.replace(/^\S+ /, '');
  if (!key || !text) return text;
  return [key, JSON.stringify(key).slice(1, -1)].reduce((cut, form) => cut.split(form).join('[API key]'), String(text));
}

/** What a body says: parsed JSON, else the text, if there is any. */
export function bodyOf(text) {
  return parseJson(text) ?? (text || undefined);
}

/** What an error that was thrown says. Node's fetch says «fetch failed» and hides why in its cause. */
export function words(thrown) {
  try {
    return [thrown?.message, thrown?.cause?.code ?? thrown?.cause?.message].filter(Boolean).join(', ');
  } catch {
    return '';
  }
}

/**
 * The absolute form of a base URL without a slash at its end; a page may give one relative to itself.
 * Undefined for what is none, or holds more than an address.
 */
export function baseUrl(text) {
  try {
    const { href, protocol, username, password, search, hash } = new URL(text, globalThis.location?.href);
    const isPlain = /^https?:$/.test(protocol) && !(username || password || search || hash);
    return isPlain ? href.replace(/[/?#]+$/, '') : undefined;
  } catch {}
}

/**
 * The next cursor of a page that is not yet parsed, where it is its last member or the last but the
 * total: in JSON, no comma with these names behind it can be inside of a string, and nothing that is
 * nested ends like this.
 */
export function earlyCursor(text) {
  return /,\s*"next_page_token"\s*:\s*"([^"\\]+)"\s*(,\s*"total_size"\s*:\s*(\d+|null)\s*)?\}\s*$/.exec(text.slice(-2_000))?.[1];
}

/** The next cursor of a checked page. */
export function nextPageToken(page) {
  return page.next_page_token || undefined;
}

/** The items of a checked page. */
export function items(page) {
  return page.items;
}

/** The status of a checked batch. */
export function status(batch) {
  return batch.status;
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

/** The kind of `value`, which is no string, as the bit that the shape rules use. */
function kindOf(value) {
  switch (typeof value) {
    case 'undefined':
      return 1;
    case 'number':
      return 32;
    case 'boolean':
      return 64;
    default:
      return value === null ? 2 : Array.isArray(value) ? 8 : 16;
  }
}

// These two look at every batch: plain loops are three times as fast as what reads better.

/** The kinds of all `values`, or of their field `name`. */
export function kinds(values, name) {
  let seen = 0;
  for (let at = 0; at < values.length; at++) {
    const value = name === undefined ? values[at] : values[at][name];
    seen |= typeof value === 'string' ? 4 : kindOf(value);
  }
  return seen;
}

/** Field `name` of all `values`: the elements of arrays, null left out. */
export function field(values, name) {
  const found = [];
  for (let at = 0; at < values.length; at++) {
    const value = values[at][name] ?? [];
    if (!Array.isArray(value)) found.push(value);
    else for (const each of value) found.push(each);
  }
  return found;
}

/** Logs a line; a logger that throws must not break a request. */
export function log(logger, level, line) {
  try {
    (logger ?? console)[level](`llama-cloud-batches: ${line}`);
  } catch {}
}

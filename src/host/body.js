// Facts of parsed bodies: plain objects that came out of JSON, so that reading them runs no code of
// the caller's. Each is read in one call for a whole page.

/**
 * A parsed body, with the batches of a page, or the one batch. What it is is known from the request: a page may have
 * the fields of a batch, and a batch those of a page.
 */
export class Body {
  constructor(value, isBatch) {
    this.value = value;
    this.items = isBatch ? [value] : value.items;
  }
}

/** The next cursor of a page, if there is a next page. */
export function nextCursor({ value }) {
  return value.next_page_token || undefined;
}

/** How many items there are in all, if a page says so. */
export function totalSize({ value }) {
  return value.total_size ?? NaN;
}

/** The id of the item at `index`. */
export function idAt({ items }, index) {
  return items[index].id;
}

/** A text field of all items, each as JSON on a line of its own. */
export function column({ items }, name) {
  return items.map((item) => `${JSON.stringify(item[name])}\n`).join('');
}

/** When the item at `index` was created, in milliseconds since 1970; NaN if that shows no seconds, or no time at all. */
export function timeAt({ items }, index) {
  const { created_at } = items[index];
  return /:\d\d:\d/.test(created_at) ? parseTime(created_at) : NaN;
}

/** A page without items. */
export function emptyPage() {
  return { items: [] };
}

/** Adds the item at `index` to `page`. */
export function copyItem({ items }, index, page) {
  page.items.push(items[index]);
}

/** Milliseconds since 1970 of an ISO 8601 time, or NaN. Without a zone it is UTC, as the API means it. */
export function parseTime(text) {
  const iso = String(text).replace(',', '.');
  return Date.parse(/[T ][\d:.]+$/i.test(iso) ? `${iso}Z` : iso);
}

/** ISO 8601 for milliseconds since 1970; of the years 1970 to 9999, the nearest. */
export function isoTime(ms) {
  return new Date(Math.max(0, Math.min(253_402_300_799_999, ms))).toISOString();
}

/** The type of a value, as the bit that the schema uses. */
export function jsonType(value) {
  if (value === undefined) return 1;
  if (value === null) return 2;
  if (Array.isArray(value)) return 8;
  return { string: 4, object: 16, number: 32, boolean: 64 }[typeof value];
}

/** A field of an object. */
export function field(value, name) {
  return value[name];
}

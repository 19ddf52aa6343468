// Long lists of batches, newest first, as pages of JSON whose items are written once and kept.

import { createHash } from 'node:crypto';

const NEWEST = Date.UTC(2026, 10, 1);
const MINUTE = 60_000;
const STATUSES = ['COMPLETED', 'COMPLETED', 'COMPLETED', 'FAILED', 'RUNNING', 'PENDING', 'CANCELLED', 'THROTTLED'];

/** More batches than these are the same ones again, so that a million of them fit into memory. */
const DISTINCT = 100_000;

/** The time that a list of `items` batches spans, as filters of a list. */
export function bounds(items) {
  return {
    created_at_on_or_after: new Date(NEWEST - items * MINUTE).toISOString(),
    created_at_on_or_before: new Date(NEWEST).toISOString(),
  };
}

/**
 * A list whose `page(query)` is the body of a page. A `skew` of 1 spreads the batches evenly over
 * time; with more they were rare once and are many now.
 */
export function createList(items, skew) {
  const kept = new Map();
  return { page };

  function page(query) {
    const size = Number(query.get('page_size') ?? 100);
    const [after, before] = ['created_at_on_or_after', 'created_at_on_or_before'].map((name) => query.get(name));
    const first = before === null ? 0 : firstCreatedBefore(Date.parse(before) + 1);
    const end = after === null ? items : firstCreatedBefore(Date.parse(after));
    const start = first + Number(query.get('page_token') ?? 0);
    const next = Math.min(start + size, end);
    const token = next < end ? `"${next - first}"` : null;
    const rest = `],"next_page_token":${token},"total_size":${Math.max(end - first, 0)}}`;
    return Buffer.concat([written(start % DISTINCT, next - start), Buffer.from(rest)]);
  }

  /** The index of the first batch that is older than `limit`. */
  function firstCreatedBefore(limit) {
    let [low, high] = [0, items];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (createdAt(middle) < limit) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  function written(start, count) {
    const key = `${start} ${count}`;
    if (!kept.has(key)) {
      const batches = Array.from({ length: Math.max(count, 0) }, (_, at) => batch(start + at, createdAt(start + at)));
      kept.set(key, Buffer.from(`{"items":[${batches.map((each) => JSON.stringify(each)).join()}`));
    }
    return kept.get(key);
  }

  /** Batches come by two in the same second. */
  function createdAt(at) {
    const age = ((at - (at % 2)) / items) ** skew * items * MINUTE;
    return NEWEST - Math.floor(age / 1_000) * 1_000;
  }
}

function batch(at, created) {
  return {
    id: `bat-${uuid(at)}`,
    config: { job: { configuration_id: 'cfg-PARSE_AGENTIC', type: 'parse_v2' } },
    project_id: `prj-${uuid(-1 - (at % 5))}`,
    source_directory_id: `dir-${uuid(-10 - (at % 40))}`,
    status: STATUSES[at % STATUSES.length],
    created_at: new Date(created).toISOString(),
    updated_at: new Date(created + 90_000).toISOString(),
    results: null,
  };
}

function uuid(seed) {
  const hex = createHash('sha256').update(String(seed)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

// Batches whose time is far from that of all others: beside them, all others would share one bar.

import type { Row } from '../rows.ts';

/** How many batches a picture of time leaves out. */
export interface Apart {
  earlier: number;
  later: number;
  /** Those that have no time. */
  timeless: number;
}

const HOUR = 3_600_000;
/** Of fewer than so many batches, none is far from the others. */
const LEAST = 5;
/** Which part of all may be far from the others, at each end. */
const PART = 0.05;
/** Far is what is so many times as long away as the others last. */
const FAR = 8;

/** The rows that belong together in time, and how many do not. */
export function together(rows: readonly Row[]): { near: readonly Row[]; apart: Apart } {
  const times = Float64Array.from(rows.flatMap(({ created }) => created ?? [])).sort();
  const at = (place: number) => times[place] as number;
  const end = times.length - 1;
  const most = times.length < LEAST ? 0 : Math.max(1, Math.floor(times.length * PART));
  let [first, last] = [most, end - most];
  const isNear = (gap: number) => gap <= FAR * Math.max(at(last) - at(first), HOUR);
  // From the middle on, as far as the next one is near.
  for (;;) {
    if (first > 0 && isNear(at(first) - at(first - 1))) first--;
    else if (last < end && isNear(at(last + 1) - at(last))) last++;
    else break;
  }
  const apart = { earlier: first, later: end - last, timeless: rows.length - times.length };
  const [from, to] = [at(first), at(last)];
  const near =
    apart.earlier || apart.later
      ? rows.filter(({ created }) => created !== undefined && created >= from && created <= to)
      : rows;
  return { near, apart };
}

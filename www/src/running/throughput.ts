// How many batches end in a time.

import { endedOverTime, type Series } from '../charts/series.ts';
import type { Row } from '../rows.ts';

const DAY = 86_400_000;

/** The batches that ended within the last two days of what is listed, by when they did. */
export function throughput(rows: readonly Row[], now: number): Series {
  return endedOverTime(rows.filter(({ updated }) => updated !== undefined && Math.abs(now - updated) < 2 * DAY));
}

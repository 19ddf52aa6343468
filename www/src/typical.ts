// How long batches of a kind took, so that one that is under way for much longer stands out.

import { computed } from '@preact/signals';
import type { Batch } from 'llama-cloud-batches';
import { duration, rows, version } from './rows.ts';

/** How long the middle one took, and how long nine of ten took at most, in milliseconds. */
export interface Typical {
  median: number;
  most: number;
  /** How many were counted. */
  count: number;
}

/** With fewer that were completed, nothing is usual. */
const LEAST = 8;

/** From how many times the time of nine of ten on a batch is called slow. */
const SLOW = 1;
/** And from how many it may be stuck. */
const STUCK = 3;

/** How long such batches took, by what is listed. */
export function typicalOf(batch: Batch): Typical | undefined {
  const { configuration_id, type } = batch.config.job;
  return usual.value.get(configuration_id) ?? usual.value.get(type);
}

/** How a batch that runs since `ms` milliseconds compares. */
export function pace(ms: number, { most }: Typical): 'usual' | 'slow' | 'stuck' {
  if (ms > STUCK * most) return 'stuck';
  return ms > SLOW * most ? 'slow' : 'usual';
}

const usual = computed(() => {
  void version.value;
  const times = new Map<string, number[]>();
  for (const row of rows()) {
    if (row.batch.status !== 'COMPLETED') continue;
    const took = duration(row, 0);
    if (took === undefined) continue;
    const { configuration_id, type } = row.batch.config.job;
    for (const key of [configuration_id, type]) {
      const list = times.get(key);
      if (list) list.push(took);
      else times.set(key, [took]);
    }
  }
  const result = new Map<string, Typical>();
  for (const [key, list] of times) {
    if (list.length < LEAST) continue;
    const sorted = Float64Array.from(list).sort();
    const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] as number;
    result.set(key, { median: at(0.5), most: at(0.9), count: list.length });
  }
  return result;
});

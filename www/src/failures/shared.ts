// What the batches of a message have in common: where its cause is to be looked for.

import { valueOf } from '../filter.ts';
import type { Row } from '../rows.ts';
import { type Cause, CAUSES } from './groups.ts';

export interface Shared {
  facet: Cause;
  value: string;
  count: number;
}

/** From so many batches on, from this part of them on, and up to this part of all that were read. */
const LEAST = 3;
const MOST_OF_THESE = 0.8;
const FEW_OF_ALL = 0.5;

/** A value that most of these batches have, and few of all others. */
export function sharedBy(these: readonly Row[], all: readonly Row[]): Shared | undefined {
  if (these.length < LEAST) return undefined;
  const found = CAUSES.flatMap((facet) => {
    const [value = '', count = 0] = mostOften(these, facet);
    const ofAll = all.filter(({ batch }) => valueOf(batch, facet) === value).length / all.length;
    return count / these.length >= MOST_OF_THESE && ofAll <= FEW_OF_ALL ? [{ facet, value, count, ofAll }] : [];
  });
  // The rarest among all says most.
  return found.sort((a, b) => a.ofAll - b.ofAll)[0];
}

function mostOften(rows: readonly Row[], facet: Cause): [string, number] | [] {
  const counts = new Map<string, number>();
  for (const { batch } of rows) counts.set(valueOf(batch, facet), (counts.get(valueOf(batch, facet)) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
}

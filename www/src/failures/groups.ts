// Batches that failed, by what they have in common, against how often that fails at all.

import { type Facet, valueOf } from '../filter.ts';
import type { Row } from '../rows.ts';
import { hasEnded } from '../status.tsx';

/** Batches with a value in common, of those that have ended. */
export interface Group {
  value: string;
  ended: number;
  failed: number;
  /** Which part failed. */
  rate: number;
  /** Which part of all others failed. */
  rest: number;
  /** By how many standard errors the two differ. */
  score: number;
}

/** A group that fails far more often than the others do; its counts are those since that began, if that is known. */
export interface Finding extends Group {
  facet: Facet;
  /** Since when, in milliseconds since 1970, and which part failed before that. */
  since?: { at: number; before: number } | undefined;
}

/** What failures are grouped by, beside the hour. The status is what they have in common. */
export const CAUSES = ['configuration_id', 'source_directory_id', 'project_id', 'job_type'] as const satisfies readonly Facet[];

const HOUR = 3_600_000;
/** A group stands out from so many failures, standard errors, and times the rate of the others on. */
const LEAST_FAILED = 4;
const LEAST_SCORE = 4;
const LEAST_TIMES = 1.7;
/** A change over time is one from so many standard errors on. */
const LEAST_CHANGE = 3;
const MOST_FINDINGS = 5;

/** The groups with a failure, those that stand out most first. */
export function groupBy(rows: readonly Row[], keyOf: (row: Row) => string | undefined): Group[] {
  const counts = new Map<string, { ended: number; failed: number }>();
  const all = { ended: 0, failed: 0 };
  for (const row of rows) {
    const { status } = row.batch;
    const key = hasEnded(status) ? keyOf(row) : undefined;
    if (key === undefined) continue;
    let count = counts.get(key);
    if (!count) counts.set(key, (count = { ended: 0, failed: 0 }));
    for (const each of [count, all]) {
      each.ended++;
      if (status === 'FAILED') each.failed++;
    }
  }
  const groups = [...counts].filter(([, { failed }]) => failed).map(([value, count]) => ({ value, ...compare(count, all) }));
  return groups.sort((a, b) => b.score - a.score);
}

/** The hour in which a batch was created, as text, in milliseconds since 1970. */
export function hourOf({ created }: Row): string | undefined {
  return created === undefined ? undefined : String(new Date(created).setMinutes(0, 0, 0));
}

/** Whether a group is far from what the others do. */
export function standsOut({ failed, rate, rest, score }: Group): boolean {
  return failed >= LEAST_FAILED && score >= LEAST_SCORE && rate >= LEAST_TIMES * rest;
}

/**
 * What stands out, one after another: what a finding explains is left out before the next is looked
 * for, so that a project does not stand out for a directory that is in it.
 */
export function findings(rows: readonly Row[]): Finding[] {
  const found: Finding[] = [];
  const isUsable = ({ batch, created }: Row) => created !== undefined && hasEnded(batch.status);
  let rest = rows.filter(isUsable).sort((a, b) => (a.created as number) - (b.created as number));
  while (found.length < MOST_FINDINGS) {
    const [best] = candidates(rest).sort((a, b) => b.score - a.score);
    if (!best) break;
    found.push(best);
    rest = rest.filter(({ batch }) => valueOf(batch, best.facet) !== best.value);
  }
  return found;
}

/** Every group that stands out, of rows in order of creation. */
function candidates(rows: readonly Row[]): Finding[] {
  const failedBefore = new Uint32Array(rows.length + 1);
  for (const [at, row] of rows.entries()) failedBefore[at + 1] = (failedBefore[at] as number) + Number(isFailed(row));
  const since = (at: number): Count => ({ ended: rows.length - at, failed: (failedBefore[rows.length] as number) - (failedBefore[at] as number) });
  return CAUSES.flatMap((facet) => {
    const places = new Map<string, number[]>();
    for (const [at, { batch }] of rows.entries()) {
      const value = valueOf(batch, facet);
      const there = places.get(value);
      if (there) there.push(at);
      else places.set(value, [at]);
    }
    return [...places].map(([value, of]) => ({ facet, value, ...beside(rows, of, since) })).filter(standsOut);
  });
}

/** A group, by its places in rows, beside all others: since its own rate changed, if that tells more. */
function beside(rows: readonly Row[], places: readonly number[], since: (at: number) => Count): Omit<Finding, 'facet' | 'value'> {
  const all = { ended: places.length, failed: places.filter((at) => isFailed(rows[at] as Row)).length };
  const whole = compare(all, since(0));
  let best = { likelihood: -Infinity, at: -1, before: { ended: 0, failed: 0 } };
  const before = { ended: 0, failed: 0 };
  for (const at of all.failed >= LEAST_FAILED ? places : []) {
    const failed = isFailed(rows[at] as Row);
    // A change begins with a failure.
    if (failed && before.ended >= LEAST_FAILED) {
      const likelihood = likelihoodOf(before) + likelihoodOf(minus(all, before));
      if (likelihood > best.likelihood) best = { likelihood, at, before: { ...before } };
    }
    before.ended++;
    if (failed) before.failed++;
  }
  if (best.at < 0) return whole;
  const after = minus(all, best.before);
  const recent = compare(after, since(best.at));
  if (compare(after, all).score < LEAST_CHANGE || recent.score < whole.score) return whole;
  const hour = Math.floor((rows[best.at]?.created as number) / HOUR) * HOUR;
  return { ...recent, since: { at: hour, before: best.before.failed / best.before.ended } };
}

type Count = { ended: number; failed: number };

/** A part beside the rest of all: a test of two proportions. */
function compare(part: Count, all: Count): Omit<Group, 'value'> {
  const others = minus(all, part);
  const rate = part.failed / part.ended;
  const rest = others.ended ? others.failed / others.ended : 0;
  const mean = all.failed / all.ended;
  const error = Math.sqrt(mean * (1 - mean) * (1 / part.ended + 1 / others.ended));
  return { ...part, rate, rest, score: others.ended && error ? (rate - rest) / error : 0 };
}

/** How well one rate explains a count: the logarithm of its likelihood. */
function likelihoodOf({ ended, failed }: Count): number {
  const part = (count: number) => (count ? count * Math.log(count / ended) : 0);
  return part(failed) + part(ended - failed);
}

function minus(a: Count, b: Count): Count {
  return { ended: a.ended - b.ended, failed: a.failed - b.failed };
}

function isFailed({ batch }: Row): boolean {
  return batch.status === 'FAILED';
}

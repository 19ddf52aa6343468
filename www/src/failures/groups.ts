// Batches that failed, by what they have in common, against how often that fails at all.

import { type Facet, valueOf } from '../filter.ts';
import type { Row } from '../rows.ts';

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
  facet: Cause;
  /** Since when, in milliseconds since 1970, and which part failed before that. */
  since?: { at: number; before: number } | undefined;
}

/** What failures are grouped by, beside the hour. The status is what they have in common. */
export const CAUSES = [
  'configuration_id',
  'source_directory_id',
  'project_id',
  'job_type',
] as const satisfies readonly Facet[];
export type Cause = (typeof CAUSES)[number];

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
    const key = row.hasEnded ? keyOf(row) : undefined;
    if (key === undefined) continue;
    const hasFailed = isFailed(row);
    let count = counts.get(key);
    if (!count) counts.set(key, (count = { ended: 0, failed: 0 }));
    for (const each of [count, all]) {
      each.ended++;
      if (hasFailed) each.failed++;
    }
  }
  const groups = [...counts]
    .filter(([, { failed }]) => failed)
    .map(([value, count]) => ({ value, ...compare(count, all) }));
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
 * for, so that a project does not stand out for a directory that is in it. It comes in steps.
 */
export function* findings(rows: readonly Row[]): Generator<Finding[] | undefined> {
  const found: Finding[] = [];
  yield undefined;
  const table = tabulate(rows);
  let rest = Uint32Array.from(table.created, (_, at) => at);
  while (found.length < MOST_FINDINGS) {
    const all: Finding[] = [];
    for (const facet of CAUSES) {
      yield undefined;
      all.push(...candidates(table, rest, facet));
    }
    const [best] = all.sort((a, b) => b.score - a.score);
    if (!best) break;
    found.push(best);
    const { numbers, names } = table.columns[best.facet];
    const number = names.indexOf(best.value);
    rest = rest.filter((at) => numbers[at] !== number);
  }
  yield found;
}

/** Ended batches in order of creation, column by column: strings are slow to compare a hundred thousand times. */
interface Table {
  created: Float64Array;
  failed: Uint8Array;
  /** For each cause, the number of each batch's value, and the values by number. */
  columns: Record<Cause, { numbers: Uint32Array; names: string[] }>;
}

function tabulate(rows: readonly Row[]): Table {
  const usable = rows.filter(({ created, hasEnded: isOver }) => isOver && created !== undefined);
  usable.sort((a, b) => (a.created as number) - (b.created as number));
  const columns = CAUSES.map((facet) => {
    const known = new Map<string, number>();
    const numbers = Uint32Array.from(usable, ({ batch }) => {
      const value = valueOf(batch, facet);
      let number = known.get(value);
      if (number === undefined) known.set(value, (number = known.size));
      return number;
    });
    return [facet, { numbers, names: [...known.keys()] }];
  });
  return {
    created: Float64Array.from(usable, ({ created }) => created as number),
    failed: Uint8Array.from(usable, (row) => Number(isFailed(row))),
    columns: Object.fromEntries(columns),
  };
}

/** Every group of a kind that stands out among some batches. */
function candidates(table: Table, rest: Uint32Array, facet: Cause): Finding[] {
  const failedBefore = new Uint32Array(rest.length + 1);
  for (let at = 0; at < rest.length; at++)
    failedBefore[at + 1] = (failedBefore[at] as number) + (table.failed[rest[at] as number] as number);
  const since = (at: number): Count => ({
    ended: rest.length - at,
    failed: (failedBefore[rest.length] as number) - (failedBefore[at] as number),
  });
  const { numbers, names } = table.columns[facet];
  const places = names.map((): number[] => []);
  for (let at = 0; at < rest.length; at++) places[numbers[rest[at] as number] as number]?.push(at);
  const groups = places.flatMap((of, number) =>
    of.length ? [{ facet, value: names[number] as string, ...beside(table, rest, of, since) }] : [],
  );
  return groups.filter(standsOut);
}

/** A group, by its places among the rest, beside all others: since its own rate changed, if that says more. */
function beside(
  { created, failed }: Table,
  rest: Uint32Array,
  places: readonly number[],
  since: (at: number) => Count,
): Omit<Finding, 'facet' | 'value'> {
  const isFailure = (place: number) => failed[rest[place] as number] === 1;
  const all = { ended: places.length, failed: places.filter(isFailure).length };
  const whole = compare(all, since(0));
  let best = { likelihood: -Infinity, at: -1, before: { ended: 0, failed: 0 } };
  const before = { ended: 0, failed: 0 };
  for (const at of all.failed >= LEAST_FAILED ? places : []) {
    const isOne = isFailure(at);
    // A change begins with a failure.
    if (isOne && before.ended >= LEAST_FAILED) {
      const likelihood = likelihoodOf(before) + likelihoodOf(minus(all, before));
      if (likelihood > best.likelihood) best = { likelihood, at, before: { ...before } };
    }
    before.ended++;
    if (isOne) before.failed++;
  }
  if (best.at < 0) return whole;
  const after = minus(all, best.before);
  const recent = compare(after, since(best.at));
  if (compare(after, all).score < LEAST_CHANGE || recent.score < whole.score) return whole;
  const hour = Math.floor((created[rest[best.at] as number] as number) / HOUR) * HOUR;
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

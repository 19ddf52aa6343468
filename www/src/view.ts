// What is shown of the rows: filtered, searched and sorted. Each filter also counts without itself, so
// that a chart or a menu of its values shows what picking another one would bring.

import { computed } from '@preact/signals';
import { filter, search, sort } from './address.ts';
import { clock } from './clock.ts';
import { type Facet, FACETS, type Filter, valueOf } from './filter.ts';
import { boundsAt } from './period.ts';
import { finalDuration, type Row, rows, version } from './rows.ts';
import { sorted } from './sorting.ts';

/** The filters that this page applies, also those that the API has applied already. */
const PARTS = [...FACETS, 'created', 'took', 'ids', 'search'] as const;
export type Part = (typeof PARTS)[number];
type Test = (row: Row) => boolean;

/** The span that a relative filter comes to moves on with time: a minute is as exact as it has to be. */
const minute = computed(() => Math.floor(clock.value / 60_000) * 60_000);

/** Bit after bit, what each row does not fit. */
const misses = computed(() => {
  void version.value;
  const all = rows();
  const tests = testsOf(filter.value, search.value, isRelative.value ? minute.value : 0);
  const result = new Uint16Array(all.length);
  for (const [part, fits] of tests) {
    const bit = 1 << PARTS.indexOf(part);
    for (let at = 0; at < all.length; at++) if (!fits(all[at] as Row)) result[at]! |= bit;
  }
  return { all, result };
});
const isRelative = computed(() => filter.value.created !== undefined && 'period' in filter.value.created);

/** The rows that fit, in the order of the list. */
export const matching = computed<readonly Row[]>(() => select(0));

/** The rows that the table shows, in order. */
export const shown = computed<readonly Row[]>(() => {
  return sort.value ? sorted(matching.value, sort.value.column, sort.value.descending) : matching.value;
});

const others = Object.fromEntries(PARTS.map((part) => [part, computed(() => select(1 << PARTS.indexOf(part)))]));

/** The rows that fit everything but this filter. */
export function except(part: Part): readonly Row[] {
  return (others[part] as typeof matching).value;
}

/** The rows that fit everything but the status: those that failed, and those that did not. */
export const anyStatus = others['status'] as typeof matching;

function select(but: number): readonly Row[] {
  const { all, result } = misses.value;
  const fitting: Row[] = [];
  for (let at = 0; at < all.length; at++) if (!((result[at] as number) & ~but)) fitting.push(all[at] as Row);
  return fitting;
}

function testsOf(by: Filter, text: string, now: number): [Part, Test][] {
  const tests: [Part, Test][] = [];
  for (const facet of FACETS) {
    const values = new Set(by[facet]);
    if (values.size) tests.push([facet, ({ batch }) => values.has(valueOf(batch, facet))]);
  }
  const { from = -Infinity, to = Infinity } = boundsAt(by.created, now);
  if (by.created) tests.push(['created', ({ created }) => created === undefined || (created >= from && created <= to)]);
  const { took } = by;
  if (took) {
    tests.push([
      'took',
      (row) => {
        const value = finalDuration(row);
        return value !== undefined && value >= took.from && value < took.to;
      },
    ]);
  }
  const ids = new Set(by.ids);
  if (ids.size) tests.push(['ids', ({ batch }) => ids.has(batch.id)]);
  for (const word of new Set(text.toLowerCase().split(/\s+/).filter(Boolean))) tests.push(['search', holds(word)]);
  return tests;
}

/** Whether a row holds a word. All but its id is of few values, each of which is searched once. */
function holds(word: string): Test {
  const known = new Map<string, boolean>();
  const has = (facet: Facet, row: Row) => {
    const value = valueOf(row.batch, facet);
    let answer = known.get(value);
    if (answer === undefined) known.set(value, (answer = value.toLowerCase().includes(word)));
    return answer;
  };
  return (row) => row.batch.id.toLowerCase().includes(word) || FACETS.some((facet) => has(facet, row));
}

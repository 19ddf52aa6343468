// What the pictures show: rows counted into bars.

import { number, range, share, spanRange, tick, tiny } from '../format.ts';
import { finalDuration, type Row } from '../rows.ts';
import { known, STATUSES, statusName } from '../status.tsx';
import { type Apart, together } from './apart.ts';

/** Bars of one picture, in the order in which they are drawn. */
export interface Series {
  bars: Bar[];
  /** Stacked from the bottom up, or one for all, in one colour or in one for each bar. */
  layers: Layer[];
  /** What is far from the bars, or has no place among them. */
  apart?: Apart;
}

interface Layer {
  name: string;
  /** The status that is counted, where it is one. */
  status?: string | undefined;
  colour: string | string[];
  values: number[];
}

/** One bar: what is written below it, what it says, and which batches it counts. */
export interface Bar {
  label: string;
  says: string;
  of: { kind: 'status'; status: string } | { kind: 'created' | 'took' | 'ended'; from: number; to: number };
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WIDTHS = [
  60_000,
  5 * 60_000,
  15 * 60_000,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  28 * DAY,
  91 * DAY,
  364 * DAY,
];
const MOST_BARS = 46;
const DURATIONS = [
  0,
  60_000,
  2 * 60_000,
  5 * 60_000,
  15 * 60_000,
  30 * 60_000,
  HOUR,
  3 * HOUR,
  12 * HOUR,
  DAY,
  Infinity,
];
const LAYERS = [...STATUSES, 'OTHER'] as const;

/** Batches by the time of their creation, and by status. */
export function overTime(rows: readonly Row[]): Series {
  const { near, apart } = together(rows);
  const series = inTime(
    near,
    (status) => known(status),
    (name) => statusName(name).toLowerCase(),
  );
  return { ...series, apart };
}

/** The batches that failed by the time of their creation, beside the others that ended. */
export function failuresOverTime(rows: readonly Row[]): Series {
  const { near, apart } = together(rows);
  const { bars, layers } = inTime(
    near,
    (status) => (status === 'FAILED' ? 'FAILED' : 'COMPLETED'),
    (name) => (name === 'FAILED' ? 'failed' : 'others'),
  );
  // The others have several statuses.
  return { bars, layers: layers.map((layer) => ({ ...layer, status: undefined })), apart };
}

/** Batches that have ended by when they did, and how. */
export function endedOverTime(rows: readonly Row[]): Series {
  const ended = rows.filter((row) => row.hasEnded).map((row) => ({ ...row, created: row.updated }));
  const series = inTime(
    ended,
    (status) => known(status),
    (name) => statusName(name).toLowerCase(),
  );
  return {
    ...series,
    bars: series.bars.map((bar) => ({ ...bar, of: { ...bar.of, kind: 'ended' as const } as Bar['of'] })),
  };
}

function inTime(
  rows: readonly Row[],
  layerOf: (status: string) => (typeof LAYERS)[number],
  say: (layer: string) => string,
): Series {
  let first = Infinity;
  let last = -Infinity;
  for (const { created } of rows) {
    if (created === undefined) continue;
    first = Math.min(first, created);
    last = Math.max(last, created);
  }
  if (last < first) return { bars: [], layers: [] };
  const width =
    WIDTHS.find((each) => (last - first) / each < MOST_BARS) ?? Math.ceil((last - first) / MOST_BARS / DAY) * DAY;
  const starts = roundTimes(first, last, width);
  const layers = new Map(LAYERS.map((name) => [name, new Array<number>(starts.length - 1).fill(0)]));
  for (const { batch, created } of rows) {
    if (created === undefined) continue;
    const values = layers.get(layerOf(batch.status)) as number[];
    values[placeOf(created, starts)]!++;
  }
  const used = [...layers].filter(([, values]) => values.some(Boolean));
  const bars = starts.slice(0, -1).map((from, at) => {
    const parts = used
      .filter(([, values]) => values[at])
      .map(([name, values]) => `${number(values[at] ?? 0)} ${say(name)}`);
    const to = starts[at + 1] as number;
    return {
      label: tick(from, width, last - first),
      says: `${range(from, to - 1)}: ${parts.join(', ') || 'none'}`,
      of: { kind: 'created' as const, from, to },
    };
  });
  const asStatus = (name: string) => (name === 'OTHER' ? undefined : name);
  return {
    bars,
    layers: used.map(([name, values]) => ({
      name: statusName(name),
      status: asStatus(name),
      colour: tint(name),
      values,
    })),
  };
}

/** Round local times, `width` apart, from `first` or before it until after `last`. Not every day has 24 hours. */
function roundTimes(first: number, last: number, width: number): number[] {
  const time = new Date(first);
  const [days, hours] = [width / DAY, width / HOUR];
  if (hours < 1) time.setMinutes(Math.floor(time.getMinutes() / (hours * 60)) * hours * 60, 0, 0);
  else time.setHours(days < 1 ? Math.floor(time.getHours() / hours) * hours : 0, 0, 0, 0);
  const times = [time.getTime()];
  while (time.getTime() <= last) {
    if (hours <= 1) time.setTime(time.getTime() + width);
    else if (days < 1) time.setHours(time.getHours() + hours);
    else time.setDate(time.getDate() + days);
    times.push(time.getTime());
  }
  return times;
}

/** Between which two of `starts` a time is, by halving. */
function placeOf(time: number, starts: readonly number[]): number {
  let [low, high] = [0, starts.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (time < (starts[middle] as number)) high = middle;
    else low = middle;
  }
  return low;
}

/** How many batches have each status. */
export function shares(rows: readonly Row[]): Series {
  const counts = new Map<string, number>();
  for (const { batch } of rows) counts.set(batch.status, (counts.get(batch.status) ?? 0) + 1);
  const statuses = [...counts.keys()].sort((a, b) => LAYERS.indexOf(known(a)) - LAYERS.indexOf(known(b)));
  const bars = statuses.map((status) => {
    const count = counts.get(status) ?? 0;
    const part = share(count, rows.length);
    return {
      label: `${statusName(status)} ${number(count)}`,
      says: `${statusName(status)}: ${number(count)} (${part})`,
      of: { kind: 'status' as const, status },
    };
  });
  return {
    bars,
    layers: [
      {
        name: 'Batches',
        colour: statuses.map((status) => tint(known(status))),
        values: statuses.map((status) => counts.get(status) ?? 0),
      },
    ],
  };
}

/** How long batches took that have ended. */
export function durations(rows: readonly Row[]): Series {
  const values = new Array<number>(DURATIONS.length - 1).fill(0);
  for (const row of rows) {
    const took = finalDuration(row);
    if (took !== undefined) values[DURATIONS.findLastIndex((from) => took >= from)]!++;
  }
  const bars = values.map((count, at) => {
    const [from, to] = [DURATIONS[at] as number, DURATIONS[at + 1] as number];
    const label = at === 0 ? `<${tiny(to)}` : `${tiny(from)}${to === Infinity ? '+' : ''}`;
    return { label, says: `${spanRange(from, to)}: ${number(count)}`, of: { kind: 'took' as const, from, to } };
  });
  return { bars, layers: [{ name: 'Batches', colour: 'accent-fill', values }] };
}

function tint(status: string): string {
  return `${status.toLowerCase()}-fill`;
}

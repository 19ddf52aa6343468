// What the pictures show: rows counted into bars.

import { bound, brief, number } from '../format.ts';
import type { Row } from '../rows.ts';
import { known, STATUSES, statusName } from '../status.tsx';
import { finalDuration, type Pick } from '../view.ts';

/** Bars of one picture, in the order in which they are drawn. */
export interface Series {
  bars: Bar[];
  /** Stacked from the bottom up, or one for all. */
  layers: { name: string; colour: string; values: number[] }[];
}

/** One bar: what is written below it, what it says, and what a click on it picks. */
export interface Bar {
  label: string;
  says: string;
  pick: Pick;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WIDTHS = [60_000, 5 * 60_000, 15 * 60_000, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY, 364 * DAY];
const MOST_BARS = 46;
const DURATIONS = [0, 60_000, 2 * 60_000, 5 * 60_000, 15 * 60_000, 30 * 60_000, HOUR, 3 * HOUR, 12 * HOUR, DAY, Infinity];
const LAYERS = [...STATUSES, 'OTHER'] as const;

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** Batches by the time of their creation, and by status. */
export function overTime(rows: readonly Row[]): Series {
  let first = Infinity;
  let last = -Infinity;
  for (const { created } of rows) {
    if (created === undefined) continue;
    first = Math.min(first, created);
    last = Math.max(last, created);
  }
  if (last < first) return { bars: [], layers: [] };
  const width = WIDTHS.find((each) => (last - first) / each < MOST_BARS) ?? (last - first) / MOST_BARS;
  // Bars begin at round local times.
  const zone = new Date(first).getTimezoneOffset() * 60_000;
  const start = Math.floor((first - zone) / width) * width + zone;
  const count = Math.floor((last - start) / width) + 1;
  const layers = new Map(LAYERS.map((name) => [name, new Array<number>(count).fill(0)]));
  for (const { batch, created } of rows) {
    if (created === undefined) continue;
    const values = layers.get(known(batch.status)) as number[];
    values[Math.floor((created - start) / width)]!++;
  }
  const used = [...layers].filter(([, values]) => values.some(Boolean));
  const bars = Array.from({ length: count }, (_, at) => {
    const from = start + at * width;
    const parts = used.filter(([, values]) => values[at]).map(([name, values]) => `${number(values[at] ?? 0)} ${statusName(name).toLowerCase()}`);
    const label = width >= DAY ? day.format(from) : hour.format(from);
    return { label, says: `${bound(from)}: ${parts.join(', ') || 'none'}`, pick: { kind: 'created' as const, from, to: from + width } };
  });
  return { bars, layers: used.map(([name, values]) => ({ name: statusName(name), colour: tint(name), values })) };
}

/** How many batches have each status. */
export function shares(rows: readonly Row[]): Series {
  const counts = new Map<string, number>();
  for (const { batch } of rows) counts.set(batch.status, (counts.get(batch.status) ?? 0) + 1);
  const statuses = [...counts.keys()].sort((a, b) => LAYERS.indexOf(known(a)) - LAYERS.indexOf(known(b)));
  const bars = statuses.map((status) => {
    const count = counts.get(status) ?? 0;
    return { label: `${statusName(status)} ${number(count)}`, says: `${statusName(status)}: ${number(count)} (${((100 * count) / rows.length).toFixed(1)} %)`, pick: { kind: 'status' as const, status } };
  });
  return { bars, layers: statuses.map((status, at) => ({ name: statusName(status), colour: tint(known(status)), values: statuses.map((_, each) => (each === at ? (counts.get(status) ?? 0) : 0)) })) };
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
    const label = at === 0 ? `< ${brief(to)}` : `${brief(from)}${to === Infinity ? ' +' : ''}`;
    const range = to === Infinity ? `${brief(from)} or longer` : `${brief(from)} to ${brief(to)}`;
    return { label, says: `${range}: ${number(count)}`, pick: { kind: 'duration' as const, from, to } };
  });
  return { bars, layers: [{ name: 'Batches', colour: 'accent-fill', values }] };
}

function tint(status: string): string {
  return `${status.toLowerCase()}-fill`;
}

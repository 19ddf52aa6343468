// Rows in order of a column, also many of them between two frames.

import type { Column } from './address.ts';
import { duration, find, type Row } from './rows.ts';
import { STATUSES } from './status.tsx';

/** Rows in the order of a column; those of one value stay in the order they are in. */
export function sorted(rows: readonly Row[], column: Column, descending: boolean): Row[] {
  if (column === 'id') return byId(rows, descending);
  if (column in TEXTS) return byText(rows, TEXTS[column as keyof typeof TEXTS], descending);
  return byNumber(rows, NUMBERS[column as keyof typeof NUMBERS], descending);
}

const TEXTS = {
  job: ({ batch: { config } }: Row) => `${config.job.type} ${config.job.configuration_id}`,
  directory: ({ batch }: Row) => batch.source_directory_id,
  project: ({ batch }: Row) => batch.project_id,
};

const NUMBERS = {
  status: ({ batch }: Row) => place(batch.status),
  created: ({ created }: Row) => created,
  updated: ({ updated }: Row) => updated,
  duration: (row: Row, now: number) => duration(row, now),
};

function byId(rows: readonly Row[], descending: boolean): Row[] {
  const ids = rows.map(({ batch }) => batch.id).sort();
  if (descending) ids.reverse();
  return ids.map((id) => find(id) as Row);
}

/** Each value once is sorted, and the rows follow: most columns have few values. */
function byText(rows: readonly Row[], textOf: (row: Row) => string, descending: boolean): Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const text = textOf(row);
    const group = groups.get(text);
    if (group) group.push(row);
    else groups.set(text, [row]);
  }
  const texts = [...groups.keys()].sort();
  if (descending) texts.reverse();
  return texts.flatMap((text) => groups.get(text) as Row[]);
}

/** What is not known comes last, whichever way. */
function byNumber(
  rows: readonly Row[],
  numberOf: (row: Row, now: number) => number | undefined,
  descending: boolean,
): Row[] {
  const now = Date.now();
  const sign = descending ? -1 : 1;
  const keys = Float64Array.from(rows, (row) => {
    const number = numberOf(row, now);
    return number === undefined ? Infinity : sign * number;
  });
  const order = Uint32Array.from(rows, (_, at) => at).sort((a, b) => {
    const [x, y] = [keys[a] as number, keys[b] as number];
    return x === y ? a - b : x < y ? -1 : 1;
  });
  return Array.from(order, (at) => rows[at] as Row);
}

function place(status: string): number {
  const at = STATUSES.indexOf(status as (typeof STATUSES)[number]);
  return at < 0 ? STATUSES.length : at;
}

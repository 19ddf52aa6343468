// What is shown of the rows: searched, picked in a picture, and sorted.

import { computed } from '@preact/signals';
import { type Column, type Pick, pick, search, sort } from './address.ts';
import { bound, brief } from './format.ts';
import { duration, type Row, rows, version } from './rows.ts';
import { hasEnded, STATUSES, statusName } from './status.tsx';

/** The rows that the table shows, in order. */
export const shown = computed<readonly Row[]>(() => {
  void version.value;
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const picked = pick.value;
  // A copy: the rows are changed in place, and what follows this has to see a new value.
  let result: readonly Row[] = rows().slice();
  if (words.length) result = result.filter((row) => words.every((word) => holds(row, word)));
  if (picked) result = result.filter((row) => isPicked(row, picked));
  if (sort.value) result = sorted(result, sort.value.column, sort.value.descending);
  return result;
});

/** Whether a row is part of what was picked. */
export function isPicked(row: Row, picked: Pick): boolean {
  if (picked.kind === 'status') return row.batch.status === picked.status;
  const value = picked.kind === 'created' ? row.created : finalDuration(row);
  return value !== undefined && value >= picked.from && value < picked.to;
}

/** How long a batch took that has ended. */
export function finalDuration(row: Row): number | undefined {
  return hasEnded(row.batch.status) ? duration(row, 0) : undefined;
}

/** What was picked, in words. */
export function describePick(picked: Pick): string {
  if (picked.kind === 'status') return statusName(picked.status);
  if (picked.kind === 'created') return `Created ${bound(picked.from)} to ${bound(picked.to)}`;
  if (picked.to === Infinity) return `Took ${brief(picked.from)} or longer`;
  return `Took ${brief(picked.from)} to ${brief(picked.to)}`;
}

function holds(row: Row, word: string): boolean {
  row.text ??= textOf(row);
  return row.text.includes(word);
}

function textOf({ batch }: Row): string {
  const { job } = batch.config;
  return [batch.id, batch.status, job.configuration_id, job.type, batch.source_directory_id, batch.project_id].join('\n').toLowerCase();
}

function sorted(of: readonly Row[], column: Column, descending: boolean): Row[] {
  const now = Date.now();
  const key: Record<Column, (row: Row) => string | number | undefined> = {
    status: ({ batch }) => place(batch.status),
    id: ({ batch }) => batch.id,
    job: ({ batch }) => `${batch.config.job.type} ${batch.config.job.configuration_id}`,
    directory: ({ batch }) => batch.source_directory_id,
    project: ({ batch }) => batch.project_id,
    created: ({ created }) => created,
    updated: ({ updated }) => updated,
    duration: (row) => duration(row, now),
  };
  const keyed = of.map((row) => ({ row, by: key[column](row) }));
  const sign = descending ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.by === b.by) return 0;
    // What is not known comes last, whichever way.
    if (a.by === undefined) return 1;
    if (b.by === undefined) return -1;
    return a.by < b.by ? -sign : sign;
  });
  return keyed.map(({ row }) => row);
}

function place(status: string): number {
  const at = STATUSES.indexOf(status as (typeof STATUSES)[number]);
  return at < 0 ? STATUSES.length : at;
}

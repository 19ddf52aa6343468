// Selected rows, to do something with all of them.

import { computed, signal } from '@preact/signals';
import type { Row } from './rows.ts';
import { shown } from './view.ts';

const ids = signal<ReadonlySet<string>>(new Set());
/** Where a range begins: the row that was selected last by itself. */
let anchor: string | undefined;

/** The selected rows that are shown, in their order: what is not seen is not acted on. */
export const selected = computed<readonly Row[]>(() =>
  ids.value.size ? shown.value.filter(({ batch }) => ids.value.has(batch.id)) : [],
);

export function isSelected(id: string): boolean {
  return ids.value.has(id);
}

/** Selects or deselects a row. */
export function toggleRow(id: string): void {
  const next = new Set(ids.value);
  if (!next.delete(id)) next.add(id);
  anchor = id;
  ids.value = next;
}

/** Selects all rows from the last one that was selected to this one. */
export function selectTo(at: number): void {
  const all = shown.value;
  const begun = all.findIndex(({ batch }) => batch.id === anchor);
  const from = begun < 0 ? at : begun;
  if (begun < 0) anchor = all[at]?.batch.id;
  const range = all.slice(Math.min(from, at), Math.max(from, at) + 1);
  ids.value = new Set([...ids.value, ...range.map(({ batch }) => batch.id)]);
}

/** Begins a range at a row, unless one has begun. */
export function beginRange(at: number): void {
  if (!ids.value.size || anchor === undefined) {
    anchor = shown.value[at]?.batch.id;
    selectTo(at);
  }
}

/** Selects these rows, and no others. */
export function select(chosen: readonly string[]): void {
  anchor = undefined;
  ids.value = new Set(chosen);
}

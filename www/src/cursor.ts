// The row that the keys act on. It is known by its id: what comes live moves rows.

import { computed, signal } from '@preact/signals';
import { openBatch, setOpenBatch } from './address.ts';
import { shown } from './view.ts';

const cursor = signal<{ at: number; id?: string | undefined }>({ at: 0 });

/** Grows each time that the row is to be focused, and scrolled to. */
export const moves = signal(0);

/** Where the row is now; where it was, if it is gone. */
export const cursorAt = computed(() => {
  const { at, id } = cursor.value;
  const all = shown.value;
  const found = id === undefined || all[at]?.batch.id === id ? at : placeOf(id);
  return Math.max(0, Math.min(all.length - 1, found < 0 ? at : found));
});

/** Notes which row has the focus. */
export function setCursor(at: number): void {
  cursor.value = { at, id: shown.value[at]?.batch.id };
}

/** Goes to a row, and takes the focus there. */
export function moveTo(at: number): void {
  setCursor(Math.max(0, Math.min(shown.value.length - 1, at)));
  moves.value++;
}

/** Goes to a batch's row; says whether there is one. */
export function moveToBatch(id: string): boolean {
  const at = placeOf(id);
  if (at >= 0) moveTo(at);
  return at >= 0;
}

/** Goes some rows on: with the open detail, if there is one, else with the focus. */
export function step(by: number): void {
  const { value: id } = openBatch;
  if (id === undefined) return moveTo(moves.value ? cursorAt.value + by : cursorAt.value);
  const there = placeOf(id);
  const next = shown.value[there < 0 ? cursorAt.value : there + by];
  if (!next) return;
  setCursor(shown.value.indexOf(next));
  setOpenBatch(next.batch.id);
}

/** Where the open batch is among the rows, from 0. */
export const openAt = computed(() => (openBatch.value === undefined ? -1 : placeOf(openBatch.value)));

function placeOf(id: string): number {
  return shown.value.findIndex(({ batch }) => batch.id === id);
}

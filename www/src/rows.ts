// The batches that were fetched, in the server's order, and after them those of the list before that
// have not come again yet: they stay on the screen until the new list is whole.

import { signal } from '@preact/signals';
import type { Batch } from 'llama-cloud-batches';
import { parse } from './format.ts';
import { hasEnded } from './status.tsx';

/** A batch, and its times in milliseconds since 1970. */
export interface Row {
  batch: Batch;
  created: number | undefined;
  updated: number | undefined;
  hasEnded: boolean;
  /** When its status was last seen to change, by this page's watch. */
  changed?: number;
}

/** Grows with every change that is to be seen; read it to follow `rows`. */
export const version = signal(0);

/** How long the view waits for more rows while pages stream in, in milliseconds; longer where there is much to sort. */
const PACE = 120;
const PACE_OF_MANY = 500;
const MANY = 20_000;

let order: Row[] = [];
let byId = new Map<string, Row>();
/** Rows of the list before. */
let stale = new Map<string, Row>();
/** All of them; none if that has to be put together anew. */
let all: readonly Row[] | undefined;
/** Whether several lists come one after another, to be put in order of creation. */
let isMerged = false;
let pending: ReturnType<typeof setTimeout> | undefined;

/** All rows; not to be changed. */
export function rows(): readonly Row[] {
  if (!all && isMerged) order.sort((a, b) => (b.created ?? 0) - (a.created ?? 0));
  all ??= stale.size ? [...order, ...stale.values()] : order.slice();
  return all;
}

/** How many rows the present list brought. */
export function fetched(): number {
  return order.length;
}

export function find(id: string): Row | undefined {
  return byId.get(id) ?? stale.get(id);
}

/** Forgets all: the next list is of another server. */
export function clear(): void {
  begin(false);
  stale.clear();
  show();
}

/** Begins a list; the rows there are stay until `finish`, or until they come again. */
export function begin(merged: boolean): void {
  const before = rows();
  stale = new Map(before.map((row) => [row.batch.id, row]));
  order = [];
  byId = new Map();
  isMerged = merged;
  show();
}

/** Adds batches; one that moved to a later page while the list was fetched comes once. */
export function append(batches: readonly Batch[]): void {
  const isFirst = order.length === 0;
  for (const batch of batches) {
    if (byId.has(batch.id)) continue;
    const row = makeRow(batch);
    stale.delete(batch.id);
    byId.set(batch.id, row);
    order.push(row);
  }
  pending ??= setTimeout(show, isFirst ? 0 : order.length < MANY ? PACE : PACE_OF_MANY);
}

/** The list is whole: what is left of the one before is gone. */
export function finish(): void {
  stale.clear();
  show();
}

/** Puts a batch in its place: on top if it is new. Returns the row that was there before. */
export function put(batch: Batch): Row | undefined {
  const before = find(batch.id);
  const row = { ...makeRow(batch), changed: Date.now() };
  if (stale.has(batch.id)) stale.set(batch.id, row);
  else {
    byId.set(batch.id, row);
    if (before) order[order.indexOf(before)] = row;
    else order.unshift(row);
  }
  pending ??= setTimeout(show, 0);
  return before;
}

export function remove(id: string): void {
  const row = byId.get(id);
  stale.delete(id);
  if (row) {
    byId.delete(id);
    order.splice(order.indexOf(row), 1);
  }
  pending ??= setTimeout(show, 0);
}

/** Shows now what was added. */
export function show(): void {
  clearTimeout(pending);
  pending = undefined;
  all = undefined;
  version.value++;
}

/** When the oldest batch was made that can still change, or else the newest of all: but for one from the future. */
export function changesSince(): number | undefined {
  const now = Date.now();
  let open = Infinity;
  let newest = -Infinity;
  for (const { hasEnded: isOver, created } of order) {
    if (created === undefined) return undefined;
    if (created <= now) newest = Math.max(newest, created);
    if (!isOver) open = Math.min(open, created);
  }
  const since = Math.min(open, newest);
  return Number.isFinite(since) ? since : undefined;
}

/** From creation to the last change, or to now while a batch has not ended. */
export function duration({ hasEnded: isOver, created, updated }: Row, now: number): number | undefined {
  if (created === undefined) return undefined;
  const end = isOver ? updated : now;
  return end === undefined ? undefined : Math.max(0, end - created);
}

/** How long a batch took that has ended. */
export function finalDuration(row: Row): number | undefined {
  return row.hasEnded ? duration(row, 0) : undefined;
}

function makeRow(batch: Batch): Row {
  return {
    batch,
    created: parse(batch.created_at),
    updated: parse(batch.updated_at),
    hasEnded: hasEnded(batch.status),
  };
}

// The batches that were fetched, in the server's order.

import { signal } from '@preact/signals';
import type { Batch } from 'llama-cloud-batches';
import { parse } from './format.ts';
import { hasEnded } from './status.tsx';

/** A batch, and its times in milliseconds since 1970. */
export interface Row {
  batch: Batch;
  created: number | undefined;
  updated: number | undefined;
  /** When its status was last seen to change, by this page's watch. */
  changed?: number;
  /** What a search looks through, once there was one. */
  text?: string;
}

/** Grows with every change that is to be seen; read it to follow `rows`. */
export const version = signal(0);

/** How long the view waits for more rows while pages stream in, in milliseconds; longer where there is much to sort. */
const PACE = 120;
const PACE_OF_MANY = 500;
const MANY = 20_000;

let order: Row[] = [];
let byId = new Map<string, Row>();
let pending: ReturnType<typeof setTimeout> | undefined;

/** All rows; not to be changed. */
export function rows(): readonly Row[] {
  return order;
}

export function find(id: string): Row | undefined {
  return byId.get(id);
}

export function clear(): void {
  order = [];
  byId = new Map();
  show();
}

/** Adds a page; a batch that moved to it while the list was walked through comes once. */
export function append(batches: readonly Batch[]): void {
  for (const batch of batches) {
    if (byId.has(batch.id)) continue;
    const row = makeRow(batch);
    byId.set(batch.id, row);
    order.push(row);
  }
  const isFirst = order.length <= batches.length;
  pending ??= setTimeout(show, isFirst ? 0 : order.length < MANY ? PACE : PACE_OF_MANY);
}

/** Puts a batch in its place: on top if it is new. Gives what was there before. */
export function put(batch: Batch): Row | undefined {
  const before = byId.get(batch.id);
  const row = { ...makeRow(batch), changed: Date.now() };
  byId.set(batch.id, row);
  if (before) order[order.indexOf(before)] = row;
  else order.unshift(row);
  pending ??= setTimeout(show, 0);
  return before;
}

export function remove(id: string): void {
  const row = byId.get(id);
  if (!row) return;
  byId.delete(id);
  order.splice(order.indexOf(row), 1);
  pending ??= setTimeout(show, 0);
}

/** Shows now what was added. */
export function show(): void {
  clearTimeout(pending);
  pending = undefined;
  version.value++;
}

/** When the oldest batch was made that can still change, or else the newest of all. */
export function changesSince(): number | undefined {
  let open = Infinity;
  let newest = -Infinity;
  for (const { batch, created } of order) {
    if (created === undefined) return undefined;
    newest = Math.max(newest, created);
    if (!hasEnded(batch.status)) open = Math.min(open, created);
  }
  const since = Math.min(open, newest);
  return Number.isFinite(since) ? since : undefined;
}

/** From creation to the last change, or to now while a batch has not ended. */
export function duration({ batch, created, updated }: Row, now: number): number | undefined {
  if (created === undefined) return undefined;
  const end = hasEnded(batch.status) ? updated : now;
  return end === undefined ? undefined : Math.max(0, end - created);
}

function makeRow(batch: Batch): Row {
  return { batch, created: parse(batch.created_at), updated: parse(batch.updated_at) };
}

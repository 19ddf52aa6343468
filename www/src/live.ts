// Live: what changes after the list was fetched, by `watch`.

import { effect, signal, untracked } from '@preact/signals';
import type { Batch } from 'llama-cloud-batches';
import { pageSize } from './address.ts';
import { isInScope, paramsOf } from './filter.ts';
import { listing, scope, total } from './listing.ts';
import { announce } from './news.tsx';
import { explain, type Problem } from './problem.ts';
import { changesSince, fetched, find, put, remove } from './rows.ts';
import { save, saved } from './settings.ts';
import { source, type Source } from './source.ts';

/** How often to poll, in seconds, that one can choose from. */
export const INTERVALS = [2, 5, 15, 60] as const;

/** Whether to watch, and how often to poll. */
export const wanted = signal(true);
export const interval = signal(INTERVALS.find((each) => each === saved('interval')) ?? 5);
/** How many polls succeeded. */
export const polls = signal(0);

export type Live = { state: 'off' | 'on' } | { state: 'reconnecting' | 'ended'; problem: Problem };
export const live = signal<Live>({ state: 'off' });

/** Watches while that is wanted and the list is there. */
export function startWatching(): void {
  effect(() => {
    const from = source.value;
    const seconds = interval.value;
    live.value = { state: 'off' };
    if (!wanted.value || !from || listing.value.state !== 'done') return;
    const controller = new AbortController();
    untracked(() => void watch(from, seconds, controller.signal));
    return () => controller.abort();
  });
}

export function setPollInterval(seconds: number): void {
  interval.value = seconds as (typeof INTERVALS)[number];
  save('interval', seconds);
}

/** Begins anew after a watch that ended. */
export function watchAgain(): void {
  wanted.value = false;
  wanted.value = true;
}

/** Takes a batch in that was created or changed here, and says so. */
export function take(batch: Batch): void {
  const before = find(batch.id);
  if (before?.batch.status === batch.status) return;
  if (isInScope(batch, scope.value)) put(batch);
  else if (before) remove(batch.id);
  else return;
  if (listing.value.state === 'done') total.value = fetched();
  announce({ batch, isNew: !before });
}

async function watch({ client }: Source, seconds: number, signal: AbortSignal): Promise<void> {
  // The status is left out, so that a batch is also seen to leave it, and new ones have no upper bound.
  const [params = {}] = paramsOf({ ...scope.value, statuses: [] }, pageSize.value);
  const since = changesSince();
  if (since !== undefined) params.created_at_on_or_after = new Date(since);
  live.value = { state: 'on' };
  const onError = (error: unknown) => {
    if (!signal.aborted) live.value = { state: 'reconnecting', problem: explain(error) };
  };
  const onPoll = () => {
    if (signal.aborted) return;
    if (live.value.state !== 'on') live.value = { state: 'on' };
    polls.value++;
  };
  try {
    for await (const batch of client.batches.watch(params, { interval: seconds * 1_000, signal, onError, onPoll })) {
      if (signal.aborted) return;
      take(batch);
    }
  } catch (error) {
    if (!signal.aborted) live.value = { state: 'ended', problem: explain(error) };
  }
}

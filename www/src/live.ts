// Live: what changes after the list was fetched, by `watch`.

import { effect, signal, untracked } from '@preact/signals';
import type { Batch } from 'llama-cloud-batches';
import { filters, listParams } from './address.ts';
import { batches, parse, short } from './format.ts';
import { listing, total } from './listing.ts';
import { explain, type Problem } from './problem.ts';
import { changesSince, find, put, remove, rows } from './rows.ts';
import { source, type Source } from './source.ts';
import { statusName } from './status.tsx';
import { tell } from './toasts.tsx';

/** How often to look, in seconds, that one can choose from. */
export const INTERVALS = [2, 5, 15, 60] as const;

/** Changes that come within so many milliseconds are told together. */
const TOGETHER = 60;

/** Whether to watch, and how often to look. */
export const wanted = signal(true);
export const interval = signal(5);

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

/** Begins anew after a watch that ended. */
export function watchAgain(): void {
  wanted.value = false;
  wanted.value = true;
}

/** Takes a batch in that was created or changed here, and says so. */
export function take(batch: Batch): void {
  const before = find(batch.id);
  if (before?.batch.status === batch.status) return;
  if (!fits(batch)) {
    if (!before) return;
    remove(batch.id);
  } else {
    put(batch);
  }
  if (listing.value.state === 'done') total.value = rows().length;
  announce({ batch, isNew: !before });
}

/** Whether the filters let a batch through, as far as a batch tells: of its organization it does not. */
function fits({ status, source_directory_id, project_id, created_at }: Batch): boolean {
  const by = filters.value;
  const created = parse(created_at);
  return (
    (!by.status || status === by.status) &&
    (!by.source_directory_id || source_directory_id === by.source_directory_id) &&
    (!by.project_id || project_id === by.project_id) &&
    (created === undefined || ((!by.created_at_on_or_after || created >= Date.parse(by.created_at_on_or_after)) && (!by.created_at_on_or_before || created <= Date.parse(by.created_at_on_or_before))))
  );
}

async function watch({ client }: Source, seconds: number, signal: AbortSignal): Promise<void> {
  // The status is left out, so that a batch is also seen to leave it.
  const { status: _, ...params } = listParams(filters.value);
  const since = changesSince();
  if (since !== undefined) params.created_at_on_or_after = new Date(since);
  live.value = { state: 'on' };
  const onError = (error: unknown) => {
    if (!signal.aborted) live.value = { state: 'reconnecting', problem: explain(error) };
  };
  try {
    for await (const batch of client.batches.watch(params, { interval: seconds * 1_000, signal, onError })) {
      if (signal.aborted) return;
      live.value = { state: 'on' };
      take(batch);
    }
  } catch (error) {
    if (!signal.aborted) live.value = { state: 'ended', problem: explain(error) };
  }
}

/** What was taken in since the last toast. */
let news: { batch: Batch; isNew: boolean }[] = [];

/** One toast for each batch, or one for all if many come at once. */
function announce(each: (typeof news)[number]): void {
  if (news.push(each) > 1) return;
  setTimeout(() => {
    const all = news;
    news = [];
    if (all.length > 2) return tell({ text: summary(all) });
    for (const { batch, isNew } of all) {
      const what = isNew ? `New: ${short(batch.id)}` : `${short(batch.id)} is now ${statusName(batch.status).toLowerCase()}`;
      tell({ text: what, status: batch.status, batch: batch.id });
    }
  }, TOGETHER);
}

/** `4 batches now running`, `6 batches: 2 new, 3 now running, 1 now failed` */
function summary(all: typeof news): string {
  const counts = new Map<string, number>();
  for (const { batch, isNew } of all) {
    const what = isNew ? 'new' : `now ${statusName(batch.status).toLowerCase()}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const [[only] = ['new']] = counts;
  if (counts.size === 1) return only === 'new' ? `${all.length} new batches` : `${batches(all.length)} ${only}`;
  return `${batches(all.length)}: ${[...counts].map(([what, count]) => `${count} ${what}`).join(', ')}`;
}

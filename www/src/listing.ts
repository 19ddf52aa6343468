// The list, streaming in page by page. What was fetched stays, whatever happens to the next page.

import { computed, signal } from '@preact/signals';
import { type Batch, type BatchListParams, RateLimitError } from 'llama-cloud-batches';
import { filter, pageSize, view } from './address.ts';
import { waitAfter } from './busy.ts';
import { setClock } from './clock.ts';
import { covers, paramsOf, type Scope, scopeOf } from './filter.ts';
import { parse } from './format.ts';
import { explain, type Problem } from './problem.ts';
import { append, begin, clear, fetched, finish, show } from './rows.ts';
import { source, type Source } from './source.ts';

export type Listing =
  | { state: 'loading' | 'done' | 'stopped' }
  /** Goes on by itself: at a time, or when the network is back. */
  | { state: 'waiting'; problem: Problem; until?: number }
  /** Resumes the list. */
  | { state: 'failed'; problem: Problem };

export const listing = signal<Listing>({ state: 'loading' });

/** What is to be said of a count of batches while they are not all here; nothing once they are. */
export const unfinished = computed(() => {
  const { state } = listing.value;
  if (state === 'done') return '';
  return state === 'loading' ? 'The list is still coming.' : 'The list is not whole.';
});
/** What the present list was requested with. */
export const scope = signal<Scope>({ statuses: [] });
/** How many batches match in all, where the server says so. */
export const total = signal<number | undefined>(undefined);
/** How many batches there were when the list was done. */
export const listed = signal(0);

/** How many requests are sent at a time once both ends of a list's time are known. */
const CONCURRENCY = 4;

/** One of the lists that a scope takes, and how far it is. */
interface Part {
  params: BatchListParams;
  /** Where to go on: at a page, or, in a list whose time is split, at a time. */
  next?: { page_token: string } | { created_at_on_or_before: string };
  total?: number | undefined;
  isDone?: boolean;
}

let run: { source: Source; pageSize: string; parts: Part[] } | undefined;
let current: AbortController | undefined;

/** Lists what the filters want, unless all of that is there: then they filter what is listed. */
export function follow(from: Source): void {
  const wanted = wantedScope();
  const there = scope.peek();
  // While it still comes, a list that begins later would come sooner by itself, unless it is the same but for that.
  const isComing = JSON.stringify({ ...wanted, from: 0 }) === JSON.stringify({ ...there, from: 0 });
  const isThere = covers(there, wanted) && (listing.peek().state === 'done' || isComing);
  if (run?.source === from && run.pageSize === pageSize.value && isThere) return;
  load(from, wanted);
}

/** Lists anew. */
export function reload(): void {
  if (source.value) load(source.value, wantedScope());
}

/** Stops; what was fetched stays. */
export function stop(): void {
  current?.abort();
  show();
  listing.value = { state: 'stopped' };
}

/** Goes on from the first page that is not there yet. */
export function resume(): void {
  current?.abort();
  if (run) void go(run);
  // A part of this page itself did not come.
  else location.reload();
}

function wantedScope(): Scope {
  // Rates of failures and usual durations need the batches that went well, too.
  return scopeOf(filter.value, Date.now(), { anyStatus: view.value !== 'batches' });
}

function load(from: Source, wanted: Scope): void {
  current?.abort();
  const parts = paramsOf(wanted, pageSize.value).map((params) => ({ params }));
  if (run && run.source !== from) clear();
  begin(parts.length > 1);
  scope.value = wanted;
  total.value = undefined;
  run = { source: from, pageSize: pageSize.value, parts };
  void go(run);
}

async function go({ source: { client }, parts }: NonNullable<typeof run>): Promise<void> {
  const { signal } = (current = new AbortController());
  listing.value = { state: 'loading' };
  try {
    for (const part of parts) {
      if (!part.isDone) for await (const items of pages(client, part, signal)) await take(items, parts, signal);
      part.isDone = true;
    }
    signal.throwIfAborted();
    finish();
    total.value = listed.value = fetched();
    listing.value = { state: 'done' };
  } catch (error) {
    if (!signal.aborted) recover(error, signal);
  }
}

async function take(items: readonly Batch[], parts: readonly Part[], signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  append(items);
  const totals = parts.map((part) => part.total);
  total.value = totals.every((each) => each !== undefined) ? totals.reduce((sum, each) => sum + each, 0) : undefined;
  // The sandbox answers within this very page: let it paint and listen between two answers.
  await new Promise((resolve) => setTimeout(resolve));
}

/** The pages of a list from where it was left. Where both ends of its time are known, several come at a time. */
async function* pages(
  { batches }: Source['client'],
  part: Part,
  signal: AbortSignal,
): AsyncGenerator<readonly Batch[]> {
  if (!part.next) {
    const first = await batches.list(part.params, { signal });
    part.total = first.total_size ?? undefined;
    yield first.items;
    part.next = nextOf(part.params, first.items, first.next_page_token);
    if (!first.hasNextPage()) return;
  }
  const params = { ...part.params, ...part.next };
  if ('page_token' in (part.next as object)) {
    for await (const page of batches.list(params, { signal }).iterPages()) {
      yield page.items;
      part.next = { page_token: page.next_page_token };
    }
    return;
  }
  const chunk = Math.max(part.params.page_size ?? 0, 100);
  const items: Batch[] = [];
  const flush = () => {
    const last = items.at(-1)?.created_at;
    if (last) part.next = { created_at_on_or_before: last };
    return items.splice(0);
  };
  try {
    for await (const batch of batches.list(params, { signal, concurrency: CONCURRENCY })) {
      if (items.push(batch) >= chunk) yield flush();
    }
  } finally {
    if (!signal.aborted) append(flush());
  }
}

/** Where a list continues after its first page. */
function nextOf(
  { created_at_on_or_after: from }: BatchListParams,
  items: readonly Batch[],
  page_token: string,
): NonNullable<Part['next']> {
  const times = items.map(({ created_at }) => parse(created_at) ?? NaN);
  const isNewestFirst = times.every((time, at) => at === 0 || time <= (times[at - 1] as number));
  const last = items.at(-1)?.created_at;
  return from && last && isNewestFirst ? { created_at_on_or_before: last } : { page_token };
}

function recover(error: unknown, signal: AbortSignal): void {
  const problem = explain(error);
  show();
  if (error instanceof RateLimitError) {
    const wait = waitAfter(error.headers);
    listing.value = { state: 'waiting', problem, until: setClock() + wait };
    const timer = setTimeout(resume, wait);
    signal.addEventListener('abort', () => clearTimeout(timer));
  } else if (!navigator.onLine) {
    listing.value = { state: 'waiting', problem };
    addEventListener('online', resume, { once: true, signal });
  } else {
    listing.value = { state: 'failed', problem };
  }
}

// The list, streaming in page by page. What was fetched stays, whatever happens to the next page.

import { signal } from '@preact/signals';
import { RateLimitError } from 'llama-cloud-batches';
import { type Filters, listParams } from './address.ts';
import { waitAfter } from './busy.ts';
import { setClock } from './clock.ts';
import { explain, type Problem } from './problem.ts';
import { append, clear, rows, show } from './rows.ts';
import type { Source } from './source.ts';

export type Listing =
  | { state: 'loading' | 'done' | 'stopped' }
  /** Goes on by itself: at a time, or when the network is back. */
  | { state: 'waiting'; problem: Problem; until?: number }
  /** Goes on when it is told to. */
  | { state: 'failed'; problem: Problem };

export const listing = signal<Listing>({ state: 'loading' });
/** How many batches match in all, where the server says so. */
export const total = signal<number | undefined>(undefined);
/** How many batches there were when the list was done. */
export const listed = signal(0);

let walk: { source: Source; filters: Filters; next: string | null } | undefined;
let current: AbortController | undefined;

/** Begins anew. */
export function load(source: Source, filters: Filters): void {
  current?.abort();
  clear();
  total.value = undefined;
  walk = { source, filters, next: null };
  void go(walk);
}

/** Stops; what was fetched stays. */
export function stop(): void {
  current?.abort();
  listing.value = { state: 'stopped' };
}

/** Goes on from the first page that is not there yet. */
export function resume(): void {
  current?.abort();
  if (walk) void go(walk);
  // A part of this page itself did not come.
  else location.reload();
}

async function go(on: NonNullable<typeof walk>): Promise<void> {
  const { signal } = (current = new AbortController());
  listing.value = { state: 'loading' };
  try {
    const params = { ...listParams(on.filters), page_token: on.next };
    for await (const page of on.source.client.batches.list(params, { signal }).iterPages()) {
      if (signal.aborted) return;
      append(page.items);
      on.next = page.next_page_token;
      total.value = page.total_size ?? undefined;
      // The sandbox answers within this very page: let it paint and listen between two answers.
      await new Promise((resolve) => setTimeout(resolve));
    }
    if (signal.aborted) return;
    show();
    total.value = listed.value = rows().length;
    listing.value = { state: 'done' };
  } catch (error) {
    if (!signal.aborted) recover(error, signal);
  }
}

function recover(error: unknown, signal: AbortSignal): void {
  const problem = explain(error);
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

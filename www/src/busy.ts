// Servers that ask to wait: seen on every response, while the client waits and retries by itself.

import { signal } from '@preact/signals';
import { setClock } from './clock.ts';
import type { Fetch, HeadersHost } from 'llama-cloud-batches';

/** Until when the server asked to wait, in milliseconds since 1970. */
export const busyUntil = signal<number | undefined>(undefined);

/** Without a word from the server: the free tier counts requests by the minute. */
const A_MINUTE = 60_000;

/** A `fetch` that notices 429s, and that they have passed. */
export function noticeBusy(fetch: Fetch): Fetch {
  return async (url, init) => {
    const response = await fetch(url, init);
    const wait = response.status === 429 ? askedWait(response.headers) : undefined;
    busyUntil.value = wait === undefined ? undefined : setClock() + wait;
    return response;
  };
}

/** How long a 429 asks to wait, in milliseconds, where it says so. */
export function askedWait(headers: HeadersHost | undefined): number | undefined {
  const ms = Number(headers?.get('retry-after-ms') ?? NaN);
  if (ms >= 0) return ms;
  const after = headers?.get('retry-after');
  if (!after) return undefined;
  const seconds = Number(after);
  const wait = Number.isNaN(seconds) ? Date.parse(after) - Date.now() : seconds * 1_000;
  return wait >= 0 ? wait : undefined;
}

/** How long to wait before asking again after a 429 that the client gave up on. */
export function waitAfter(headers: HeadersHost | undefined): number {
  return askedWait(headers) ?? A_MINUTE;
}

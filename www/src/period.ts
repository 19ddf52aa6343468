// Times of creation to filter by: spans that end now and stay relative in an address, or fixed bounds.

import { bound, range } from './format.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The relative spans, by their names in the address. */
export const PERIODS = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  today: 'Today',
  yesterday: 'Yesterday',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
} as const;
export type Period = keyof typeof PERIODS;

/** A relative span, or bounds in milliseconds since 1970, both of which belong to it. */
export type Created = { period: Period } | { from?: number; to?: number };

/** Bounds in milliseconds since 1970, both included. */
export interface Bounds {
  from?: number | undefined;
  to?: number | undefined;
}

const SPANS: Record<string, number> = { '1h': HOUR, '24h': DAY, '7d': 7 * DAY, '30d': 30 * DAY };

export function isPeriod(text: string): text is Period {
  return Object.hasOwn(PERIODS, text);
}

/** What a filter by creation comes to at a time. Days are those of the user's own zone. */
export function boundsAt(created: Created | undefined, now: number): Bounds {
  if (!created) return {};
  if (!('period' in created)) return created;
  const midnight = (days: number) => {
    const day = new Date(now);
    day.setHours(0, 0, 0, 0);
    day.setDate(day.getDate() + days);
    return day.getTime();
  };
  if (created.period === 'today') return { from: midnight(0) };
  if (created.period === 'yesterday') return { from: midnight(-1), to: midnight(0) - 1 };
  return { from: now - (SPANS[created.period] as number) };
}

/** `Last 24 hours`, `24 Nov, 14:00 – 15:00`, `Since 24 Nov`, `Until 24 Nov` */
export function describeCreated(created: Created): string {
  if ('period' in created) return PERIODS[created.period];
  const { from, to } = created;
  if (from !== undefined && to !== undefined) return range(from, to);
  return from !== undefined ? `Since ${bound(from)}` : `Until ${bound(to ?? 0)}`;
}

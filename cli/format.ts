import prettyMs from 'pretty-ms';
import type { Batch } from 'llama-cloud-batches';
import type { Paint, Style } from './terminal.ts';

const STYLES: Record<string, Style> = {
  PENDING: 'gray',
  THROTTLED: 'yellow',
  RUNNING: 'cyan',
  COMPLETED: 'green',
  FAILED: 'red',
  CANCELLED: 'magenta',
};
const SYMBOLS: Record<string, string> = {
  PENDING: '○',
  THROTTLED: '◔',
  RUNNING: '◐',
  COMPLETED: '●',
  FAILED: '✖',
  CANCELLED: '◌',
};
const AGES: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];
const ages = new Intl.RelativeTimeFormat('en', { style: 'narrow', numeric: 'always' });
const numbers = new Intl.NumberFormat('en');

export const NONE = '–';

/** Whether the status of a batch is terminal. */
export function ended(batch: Batch): boolean {
  return ['COMPLETED', 'FAILED', 'CANCELLED'].includes(batch.status);
}

/** The colour of a status; an unknown one has none. */
export function statusStyle(status: string): Style {
  return STYLES[status] ?? 'reset';
}

export function status(value: string): string {
  return `${SYMBOLS[value] ?? '·'} ${plain(value)}`;
}

export function paintStatus(paint: Paint, value: string): string {
  return paint(statusStyle(value), status(value));
}

/** How long ago a time was. */
export function age(time: string | null | undefined): string {
  const ms = Date.now() - Date.parse(time ?? '');
  if (Number.isNaN(ms)) return NONE;
  const [unit, size] = AGES.find(([, size]) => Math.abs(ms) >= size) ?? AGES[AGES.length - 1]!;
  return ages.format(-Math.trunc(ms / size), unit);
}

/** How long a batch took, or how long it has been open, in milliseconds. */
export function durationMs(batch: Batch): number | undefined {
  const from = Date.parse(batch.created_at ?? '');
  const to = ended(batch) ? Date.parse(batch.updated_at ?? '') : Date.now();
  return Number.isNaN(to - from) ? undefined : Math.max(0, to - from);
}

/** The same in words, with an ellipsis if the batch is still open. */
export function duration(batch: Batch): string {
  const ms = durationMs(batch);
  return ms === undefined ? NONE : span(ms) + (ended(batch) ? '' : '…');
}

/** A length of time: `0.4s`, `12s`, `3m 5s`, `4h 10m`. */
export function span(ms: number): string {
  return ms < 10_000 ? `${(ms / 1_000).toFixed(1)}s` : prettyMs(ms, { secondsDecimalDigits: 0, unitCount: 2 });
}

export function number(value: number): string {
  return numbers.format(value);
}

/** `1 batch`, `2 batches`. */
export function batches(amount: number): string {
  return `${number(amount)} ${amount === 1 ? 'batch' : 'batches'}`;
}

/** Text from the server as one line without control characters, which must not reach a terminal. */
export function plain(text: string): string {
  return harmless(text.replace(/[\t\n\v\f\r]+/g, ' '));
}

/** Control characters but for line breaks and tabs, and characters that reverse a line. */
export const HARMFUL = /[^\P{Cc}\n\t]|\p{Bidi_Control}/gu;

/** Text without what is harmful to a terminal. */
export function harmless(text: string): string {
  return text.replace(HARMFUL, '');
}

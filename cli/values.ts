import { InvalidArgumentError } from 'commander';
import { splitValues } from './joined-values.ts';

const UNITS_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
/** The longest delay of a timer. */
const MAX_SECONDS = 2_147_483;

/** A time that was given on the command line. */
export interface Moment {
  /** As it was given: an age such as `7d` means another time on another day. */
  given: string;
  date: Date;
}

/** A positive integer. */
export function count(text: string): number {
  return wholeNumber(text, 1);
}

/** A non-negative integer. */
export function countOrZero(text: string): number {
  return wholeNumber(text, 0);
}

/** A length of time, in milliseconds: a number of seconds, or `90s`, `10m`, `2h`. */
export function lengthOfTime(text: string): number {
  const [, amount = '', unit = 's'] = /^(\d*\.?\d+)([smhd]?)$/.exec(text) ?? [];
  const ms = Number(amount) * (UNITS_MS[unit || 's'] ?? NaN);
  if (!(ms > 0 && ms <= MAX_SECONDS * 1_000)) {
    throw new InvalidArgumentError(
      'It must be a number of seconds above 0, or a length of time such as 90s, 10m or 2h.',
    );
  }
  return Math.max(1, Math.round(ms));
}

/** An ISO 8601 date or time, or an age: `90s`, `30m`, `24h`, `7d`, `2w`. */
export function moment(text: string): Moment {
  const [, amount, unit = ''] = /^(\d+)([smhdw])$/.exec(text) ?? [];
  const value = amount ? Date.now() - Number(amount) * UNITS_MS[unit]! : iso(text);
  if (Number.isNaN(value) || Math.abs(value) > 8.64e15) {
    throw new InvalidArgumentError('It must be a time such as 2026-11-01, 2026-11-01T09:30:00Z or 7d.');
  }
  return { given: text, date: new Date(value) };
}

/** Text that is not blank. */
export function text(value: string): string {
  if (!value.trim()) throw new InvalidArgumentError('It must not be empty.');
  return value;
}

/** The address of a server. */
export function url(value: string): string {
  const parsed = URL.canParse(value) ? new URL(value) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new InvalidArgumentError('It must begin with https:// or http://.');
  }
  return value;
}

/** One of these names, in upper or lower case. */
export function oneOf<Name extends string>(names: readonly Name[]) {
  return (text: string): Name => {
    const found = names.find((name) => name.toLowerCase() === text.trim().toLowerCase());
    if (!found) throw new InvalidArgumentError(`It must be one of ${names.join(', ')}.`);
    return found;
  };
}

/** For an option that may be repeated, and whose values may be separated by commas. */
export function list<Value>(parse: (text: string) => Value) {
  return (text: string, before: Value[] = []): Value[] => [...new Set([...before, ...splitValues(text).map(parse)])];
}

function wholeNumber(text: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > 0x7fff_ffff) {
    throw new InvalidArgumentError(`It must be a whole number from ${least} on.`);
  }
  return value;
}

// `Date.parse` accepts much that is no date, such as "batch 5", and makes 2 March of 30 February.
function iso(text: string): number {
  const [, day = ''] = /^(\d{4}-\d\d-\d\d)([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text) ?? [];
  const midnight = new Date(day);
  const isDay = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
  return isDay ? Date.parse(text) : NaN;
}

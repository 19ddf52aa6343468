import { InvalidArgumentError } from 'commander';

const UNITS_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
/** The longest that a timer of the host can run. */
const LONGEST_SECONDS = 2_147_483;

/** A positive whole number. */
export function count(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 0x7fff_ffff) {
    throw new InvalidArgumentError('It must be a whole number from 1 on.');
  }
  return value;
}

/** A whole number, zero too. */
export function countOrZero(text: string): number {
  return text === '0' ? 0 : count(text);
}

/** A number of seconds, as milliseconds. */
export function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value <= 0 || value > LONGEST_SECONDS) {
    throw new InvalidArgumentError('It must be a number of seconds above 0.');
  }
  return Math.max(1, Math.round(value * 1_000));
}

/** An ISO 8601 date or time, or how long ago: `90s`, `30m`, `24h`, `7d`, `2w`. */
export function time(text: string): Date {
  const [, amount, unit = ''] = /^(\d+)([smhdw])$/.exec(text) ?? [];
  const value = amount ? Date.now() - Number(amount) * UNITS_MS[unit]! : iso(text);
  if (Number.isNaN(value) || Math.abs(value) > 8.64e15) {
    throw new InvalidArgumentError('It must be a time such as 2026-11-01, 2026-11-01T09:30:00Z or 7d.');
  }
  return new Date(value);
}

/** Text with something in it. */
export function text(value: string): string {
  if (!value.trim()) throw new InvalidArgumentError('It is empty.');
  return value;
}

/** An address of a server. */
export function url(value: string): string {
  const parsed = URL.canParse(value) ? new URL(value) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new InvalidArgumentError('It must begin with https:// or http://.');
  }
  return value;
}

/** One of these names, in capitals or not. */
export function oneOf<Name extends string>(names: readonly Name[]) {
  return (text: string): Name => {
    const found = names.find((name) => name.toLowerCase() === text.toLowerCase());
    if (!found) throw new InvalidArgumentError(`It must be one of ${names.join(', ')}.`);
    return found;
  };
}

/** For an option that may be given several times. */
export function gathered(parse: (text: string) => string) {
  return (value: string, before: string[] = []) => [...before, parse(value)];
}

// `Date.parse` takes much that is no date, such as «batch 5».
function iso(text: string): number {
  return /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i.test(text) ? Date.parse(text) : NaN;
}

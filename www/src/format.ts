const HOUR = 3_600_000;
const DAY = 24 * HOUR;

// Numbers and times as the browser's user writes them.
const count = new Intl.NumberFormat();
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumSignificantDigits: 2 });
const date = { day: 'numeric', month: 'short' } as const;
const time = { hour: 'numeric', minute: '2-digit' } as const;
const year = { year: 'numeric' } as const;
const hour = new Intl.DateTimeFormat(undefined, time);
const day = new Intl.DateTimeFormat(undefined, date);
const dayOfYear = new Intl.DateTimeFormat(undefined, { ...date, ...year });
const month = new Intl.DateTimeFormat(undefined, { month: 'short', ...year });
const minute = new Intl.DateTimeFormat(undefined, { ...date, ...time });
const second = new Intl.DateTimeFormat(undefined, { ...date, ...time, second: '2-digit' });
const minuteOfYear = new Intl.DateTimeFormat(undefined, { ...date, ...year, ...time });
const zoned = new Intl.DateTimeFormat(undefined, { ...date, ...time, timeZoneName: 'short' });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

/** `12,345` */
export function number(value: number): string {
  return count.format(value);
}

/** `6.3%`; what is not all is never 100%. */
export function share(part: number, of: number): string {
  return percent.format(part < of ? Math.min(part / of, 0.99) : 1);
}

/** `1 batch`, `2 batches` */
export function batches(value: number): string {
  return `${number(value)} ${value === 1 ? 'batch' : 'batches'}`;
}

/** Where JavaScript's dates end is at twice that: what is later or earlier has no place on an axis. */
const FARTHEST = 4e15;

/** A time of the API in milliseconds since 1970, if it is one. */
export function parse(text: string | null | undefined): number | undefined {
  const ms = Date.parse(text ?? '');
  return Math.abs(ms) < FARTHEST ? ms : undefined;
}

/** `23 Nov, 22:41:30`, or `23 Nov 2019` of another year and long ago, in local time: a column has room for either */
export function moment(ms: number | undefined): string {
  if (ms === undefined) return '–';
  const isNear = isThisYear(ms) || Math.abs(Date.now() - ms) < 180 * DAY;
  return (isNear ? second : dayOfYear).format(ms);
}

/** A time with its day, year and zone. */
export function wholeMoment(ms: number | undefined): string {
  return ms === undefined ? 'not known' : whole.format(ms);
}

/** `42 s`, `5 min 03 s`, `2 h 07 min`, `3 d 04 h`, `120 d` */
export function span(ms: number | undefined): string {
  if (ms === undefined) return '–';
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ${two(Math.floor(seconds / 60) % 60)} min`;
  const days = Math.floor(seconds / 86_400);
  return days >= 100 ? `${number(days)} d` : `${days} d ${two(Math.floor(seconds / 3_600) % 24)} h`;
}

/** A round length of time: `30 min`, `3 h`, `1 d` */
export function brief(ms: number): string {
  if (ms < HOUR) return `${ms / 60_000} min`;
  return ms < DAY ? `${ms / HOUR} h` : `${ms / DAY} d`;
}

/** The same between two bounds: `< 1 min`, `5–15 min`, `30 min–1 h`, `≥ 1 d` */
export function spanRange(from: number, to: number): string {
  if (from === 0) return `< ${brief(to)}`;
  if (to === Infinity) return `≥ ${brief(from)}`;
  const [start, end] = [brief(from).split(' '), brief(to)];
  return end.endsWith(` ${start[1]}`) ? `${start[0]}–${end}` : `${brief(from)}–${end}`;
}

/** A round length of time where there is no room: `30m`, `3h`, `1d` */
export function tiny(ms: number): string {
  return brief(ms).replace(/ (\w)\w*/, '$1');
}

/** `24 Sept` at midnight, else with its time, in local time */
export function bound(ms: number): string {
  if (isThisYear(ms)) return (isMidnight(ms) ? day : minute).format(ms);
  return (isMidnight(ms) ? dayOfYear : minuteOfYear).format(ms);
}

/** From one time to another that is part of it: `24 Nov`, `24–30 Nov`, `24 Nov, 14:00–15:00`, as the user's language has it. */
export function range(from: number, to: number): string {
  const isWholeDays = isMidnight(from) && isMidnight(to + 1);
  const isThis = isThisYear(from) && isThisYear(to);
  if (isWholeDays) return (isThis ? day : dayOfYear).formatRange(from, to);
  // A full minute says where the next one begins: 14:00–15:00, not 14:59.
  const end = (to + 1) % 60_000 === 0 ? to + 1 : to;
  // When clocks are put back, an hour may begin and end at 2:00.
  if (end - from <= DAY && offset(from) !== offset(end)) return `${zoned.format(from)} – ${zoned.format(end)}`;
  return (isThis ? minute : minuteOfYear).formatRange(from, end);
}

function offset(ms: number): number {
  return new Date(ms).getTimezoneOffset();
}

function isMidnight(ms: number): boolean {
  return new Date(ms).setHours(0, 0, 0, 0) === ms;
}

/** A time at an axis that shows `range` milliseconds in steps of `step`: as much of it as the others differ in. */
export function tick(ms: number, step: number, range: number): string {
  if (step >= DAY) return (range > 300 * DAY ? month : day).format(ms);
  if (range > DAY && isMidnight(ms)) return day.format(ms);
  return (range > DAY ? minute : hour).format(ms);
}

function isThisYear(ms: number): boolean {
  return new Date(ms).getFullYear() === new Date().getFullYear();
}

/** An identifier short enough to read: `bat-1234abcd…9f2c`. */
export function short(id: string): string {
  return id.length > 24 ? `${id.slice(0, 12)}…${id.slice(-4)}` : id;
}

const JOBS = new Map([
  ['parse_v2', 'Parse'],
  ['extract_v2', 'Extract'],
]);

/** A job type as people say it. */
export function job(type: string): string {
  return JOBS.get(type) ?? type;
}

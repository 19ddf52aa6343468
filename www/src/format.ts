const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const count = new Intl.NumberFormat('en');
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const stamp = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' });
const whole = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' });

/** `12,345` */
export function number(value: number): string {
  return count.format(value);
}

/** `1 batch`, `2 batches` */
export function batches(value: number): string {
  return `${number(value)} ${value === 1 ? 'batch' : 'batches'}`;
}

/** A time of the API in milliseconds since 1970, if it is one. */
export function parse(text: string | null | undefined): number | undefined {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}

/** `23 Nov, 22:41:30`, in local time */
export function moment(ms: number | undefined): string {
  return ms === undefined ? '–' : stamp.format(ms);
}

/** A time with its day, year and zone. */
export function wholeMoment(ms: number | undefined): string {
  return ms === undefined ? 'not known' : whole.format(ms);
}

/** `42 s`, `5 m 03 s`, `2 h 07 m`, `3 d 04 h` */
export function span(ms: number | undefined): string {
  if (ms === undefined) return '–';
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ${two(Math.floor(seconds / 60) % 60)} m`;
  return `${Math.floor(seconds / 86_400)} d ${two(Math.floor(seconds / 3_600) % 24)} h`;
}

/** A round length of time, such as a bound of a picture's bars: `30 m`, `3 h`, `1 d` */
export function brief(ms: number): string {
  if (ms < HOUR) return `${ms / 60_000} m`;
  return ms < DAY ? `${ms / HOUR} h` : `${ms / DAY} d`;
}

/** `24 Sept` at midnight, else the whole moment, in local time */
export function bound(ms: number): string {
  const isMidnight = new Date(ms).setHours(0, 0, 0, 0) === ms;
  return isMidnight ? day.format(ms) : moment(ms);
}

/** An identifier short enough to read: `bat-1234abcd…9f2c`. */
export function short(id: string): string {
  return id.length > 24 ? `${id.slice(0, 12)}…${id.slice(-4)}` : id;
}

/** A job type as people say it. */
export function job(type: string): string {
  return { parse_v2: 'Parse', extract_v2: 'Extract' }[type] ?? type;
}

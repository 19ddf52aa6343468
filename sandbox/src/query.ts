import type { Filter } from './batches.ts';
import type { Problem } from './errors.ts';
import { STATUSES, type Status } from './life.ts';

/** The default and the maximum of `page_size` are not documented by the API: these are the sandbox's. */
const DEFAULT_PAGE_SIZE = 100;
const LARGEST_PAGE_SIZE = 1_000;

/** A checked list request. */
export interface ListQuery {
  filter: Filter;
  size: number;
  start: number | undefined;
}

/** Reads the query of a list, or says what is wrong with it. */
export function readListQuery(query: URLSearchParams): ListQuery | Problem[] {
  const problems: Problem[] = [];
  const wrong = (name: string, msg: string, type: string) => {
    problems.push({ loc: ['query', name], msg, type });
    return undefined;
  };
  const text = (name: string) => query.get(name) ?? undefined;
  const time = (name: string) => {
    const value = query.get(name);
    if (value === null) return undefined;
    const ms = Date.parse(value);
    return Number.isNaN(ms) ? wrong(name, 'Input should be a valid datetime', 'datetime_parsing') : ms;
  };
  const status = () => {
    const value = query.get('status');
    if (value === null) return undefined;
    if (STATUSES.includes(value as Status)) return value as Status;
    return wrong('status', `Input should be ${STATUSES.map((each) => `'${each}'`).join(', ')}`, 'enum');
  };
  const size = () => {
    const value = query.get('page_size');
    if (value === null) return DEFAULT_PAGE_SIZE;
    const number = /^\d+$/.test(value) ? Number(value) : NaN;
    if (Number.isNaN(number)) return wrong('page_size', 'Input should be a valid integer', 'int_parsing');
    if (number < 1) return wrong('page_size', 'Input should be greater than or equal to 1', 'greater_than_equal');
    return Math.min(number, LARGEST_PAGE_SIZE);
  };
  const start = () => {
    const token = query.get('page_token');
    if (!token) return undefined;
    return readCursor(token)?.place ?? wrong('page_token', 'Invalid page token', 'value_error');
  };
  const read: ListQuery = {
    filter: {
      from: time('created_at_on_or_after'),
      to: time('created_at_on_or_before'),
      organization: text('organization_id'),
      project: text('project_id'),
      directory: text('source_directory_id'),
      status: status(),
    },
    size: size() ?? DEFAULT_PAGE_SIZE,
    start: start(),
  };
  return problems.length ? problems : read;
}

/** The opaque form of a place in the list. A place has many forms: one for each `form`. */
export function writeCursor(place: number, form = 0): string {
  return btoa(`sandbox:${place}${form ? `:${form}` : ''}`).replaceAll('=', '');
}

/** Another cursor that leads to the same page as `token`, or, without one, to the first page. */
export function otherCursor(token: string | null): string {
  const { place = Number.MAX_SAFE_INTEGER, form = 0 } = (token && readCursor(token)) || {};
  return writeCursor(place, form + 1);
}

function readCursor(token: string): { place: number; form: number } | undefined {
  try {
    const [, place, form = 0] = /^sandbox:(\d+)(?::(\d+))?$/.exec(atob(token)) ?? [];
    return place === undefined ? undefined : { place: Number(place), form: Number(form) };
  } catch {
    return undefined;
  }
}

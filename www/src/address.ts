// What is looked at, in the address bar: a view can be shared and reloaded. Keys never come here.

import { batch, signal } from '@preact/signals';
import { joinValues, splitValues } from '../../cli/joined-values.ts';
import { type Facet, FACETS, type Filter, NO_FILTER } from './filter.ts';
import { type Created, isPeriod } from './period.ts';

/** The columns that the table can be sorted by. */
export const COLUMNS = ['status', 'id', 'job', 'directory', 'project', 'created', 'duration', 'updated'] as const;
export type Column = (typeof COLUMNS)[number];

/** How the rows are sorted: by a column, or as the server sends them. */
type Sort = { column: Column; descending: boolean } | undefined;

/** The views of the batches. */
export const VIEWS = ['batches', 'failures', 'running'] as const;
export type View = (typeof VIEWS)[number];

/** How many chosen batches an address holds. */
export const MOST_IDS = 100;

/** Query parameters that belong to a view of the batches, and not to the page that shows it. */
const OWN = [...FACETS, 'organization_id', 'created', 'created_at_on_or_after', 'created_at_on_or_before'] as const;
const ALSO_OWN = ['took', 'ids', 'page_size', 'q', 'sort', 'view'] as const;

export const filter = signal<Filter>(readFilter());
/** How many batches to fetch with one request; empty is the server's default. */
export const pageSize = signal(readPageSize());
export const search = signal(query().get('q') ?? '');
export const sort = signal<Sort>(readSort());
export const view = signal<View>(readView());
/** The batch whose detail is open. */
export const openBatch = signal<string | undefined>(query().get('batch') || undefined);

/** Changes filters, as a step that the Back button takes back. */
export function setFilter(changes: Partial<Filter>): void {
  filter.value = { ...filter.value, ...changes };
  write('push');
}

/** Adds a value to a filter, or removes it. */
export function toggleValue(facet: Facet, value: string): void {
  const there = filter.value[facet];
  setFilter({ [facet]: there.includes(value) ? there.filter((each) => each !== value) : [...there, value] });
}

export function setPageSize(size: string): void {
  pageSize.value = size;
  write('push');
}

export function setSearch(text: string): void {
  search.value = text;
  write('replace');
}

export function setSort(value: Sort): void {
  sort.value = value;
  write('replace');
}

/** Goes to a view, with other filters if it takes them. */
export function setView(to: View, changes: Partial<Filter> = {}): void {
  batch(() => {
    view.value = to;
    filter.value = { ...filter.value, ...changes };
  });
  write('push');
}

/** Leaves a batch's detail for the failures of its configuration. */
export function showFailuresOf(configuration: string): void {
  batch(() => {
    openBatch.value = undefined;
    setView('failures', { configuration_id: [configuration] });
  });
}

/** Opens a batch's detail: a step in the history, but for going from one to another. */
export function setOpenBatch(id: string): void {
  if (openBatch.value === id) return;
  const isNext = openBatch.value !== undefined;
  openBatch.value = id;
  write(isNext ? 'replace' : 'push', { isOpened: isNext ? history.state?.isOpened : true });
}

/** Closes the detail: back to where it was opened, if that was here. */
export function closeBatch(): void {
  if (openBatch.value === undefined) return;
  if (history.state?.isOpened) {
    history.back();
    return;
  }
  openBatch.value = undefined;
  write('replace');
}

/** Goes to the view that a query describes, as a saved one does. */
export function goTo(text: string): void {
  const params = new URLSearchParams(text);
  const next = query();
  for (const name of [...OWN, ...ALSO_OWN, 'batch']) next.delete(name);
  for (const [name, value] of params) next.set(name, value);
  history.pushState(null, '', addressOf(next));
  readAll();
}

/** The query of the view of now: what a saved view and a shared address hold. */
export function viewQuery(): string {
  const all = written();
  const own = new URLSearchParams();
  for (const name of [...OWN, ...ALSO_OWN]) {
    const value = all.get(name);
    if (value !== null) own.set(name, value);
  }
  return String(own);
}

/** The address of this view with these changes: for links. */
export function linkTo(changes: Record<string, string | undefined>): string {
  const next = written();
  for (const [name, value] of Object.entries(changes)) put(next, name, value);
  return addressOf(next);
}

/** An option for those who try the sandbox: `?sandbox-batches=100000`. */
export function sandboxOption(name: string, otherwise: number): number {
  const value = Number(query().get(`sandbox-${name}`) ?? NaN);
  return Number.isFinite(value) && value >= 0 ? value : otherwise;
}

addEventListener('popstate', readAll);

function readAll(): void {
  const isOther = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  batch(() => {
    const there = readFilter();
    if (isOther(there, filter.value)) filter.value = there;
    if (isOther(readSort(), sort.value)) sort.value = readSort();
    pageSize.value = readPageSize();
    search.value = query().get('q') ?? '';
    view.value = readView();
    openBatch.value = query().get('batch') || undefined;
  });
}

function query(): URLSearchParams {
  return new URLSearchParams(location.search);
}

/** A shared address may hold anything: what cannot be meant is left out. */
function readFilter(): Filter {
  const there = query();
  const values = (name: string) => [...new Set(splitValues(there.get(name) ?? '').filter(Boolean))];
  return {
    ...NO_FILTER,
    ...(Object.fromEntries(FACETS.map((name) => [name, values(name)])) as Record<Facet, string[]>),
    organization_id: there.get('organization_id')?.trim() ?? '',
    created: readCreated(there),
    took: readTook(there.get('took') ?? ''),
    ids: values('ids').slice(0, MOST_IDS),
  };
}

function readCreated(there: URLSearchParams): Created | undefined {
  const period = there.get('created') ?? '';
  if (isPeriod(period)) return { period };
  const time = (name: string) => {
    const ms = Date.parse(there.get(name)?.trim() ?? '');
    return Number.isNaN(ms) ? undefined : ms;
  };
  const [from, to] = [time('created_at_on_or_after'), time('created_at_on_or_before')];
  if (from === undefined && to === undefined) return undefined;
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** `300000-900000`, `86400000-` */
function readTook(text: string): Filter['took'] {
  const [, from, to] = /^(\d{1,16})-(\d{1,16})?$/.exec(text) ?? [];
  return from ? { from: Number(from), to: Number(to ?? Infinity) } : undefined;
}

function readPageSize(): string {
  const text = query().get('page_size')?.trim() ?? '';
  return /^[1-9]\d{0,5}$/.test(text) ? text : '';
}

function readSort(): Sort {
  const [column, order] = (query().get('sort') ?? '').split(':');
  return COLUMNS.includes(column as Column) ? { column: column as Column, descending: order === 'desc' } : undefined;
}

function readView(): View {
  const text = query().get('view');
  return VIEWS.find((each) => each === text) ?? 'batches';
}

function written(): URLSearchParams {
  const next = query();
  const { created, took, ids, organization_id, ...facets } = filter.value;
  const bounds = created && !('period' in created) ? created : {};
  const time = (ms: number | undefined) => (ms === undefined ? '' : new Date(ms).toISOString());
  for (const name of FACETS) put(next, name, joinValues(facets[name]));
  put(next, 'organization_id', organization_id);
  put(next, 'created', created && 'period' in created ? created.period : '');
  put(next, 'created_at_on_or_after', time(bounds.from));
  put(next, 'created_at_on_or_before', time(bounds.to));
  put(next, 'took', took && `${took.from}-${took.to === Infinity ? '' : took.to}`);
  put(next, 'ids', joinValues(ids));
  put(next, 'page_size', pageSize.value);
  put(next, 'q', search.value);
  put(next, 'sort', sort.value && `${sort.value.column}:${sort.value.descending ? 'desc' : 'asc'}`);
  put(next, 'view', view.value === 'batches' ? '' : view.value);
  put(next, 'batch', openBatch.value);
  return next;
}

function put(to: URLSearchParams, name: string, value: string | undefined): void {
  if (value) to.set(name, value);
  else to.delete(name);
}

function addressOf(params: URLSearchParams): string {
  // Commas between values are easier to read as they are, and mean nothing in a query.
  return `${location.pathname}${params.size ? `?${String(params).replaceAll('%2C', ',')}` : ''}`;
}

function write(how: 'push' | 'replace', state: { isOpened?: boolean | undefined } | null = null): void {
  const address = addressOf(written());
  if (how === 'push') history.pushState(state, '', address);
  else history.replaceState(state ?? history.state, '', address);
}

// What is looked at, in the address bar: a view can be shared and reloaded. Keys never come here.

import { batch, signal } from '@preact/signals';
import type { BatchListParams } from 'llama-cloud-batches';

/** The filters of the list, by the API's own names; empty is no filter. */
export const FILTERS = ['status', 'created_at_on_or_after', 'created_at_on_or_before', 'source_directory_id', 'project_id', 'organization_id', 'page_size'] as const;
export type FilterName = (typeof FILTERS)[number];
export type Filters = Record<FilterName, string>;
export const NO_FILTERS = Object.fromEntries(FILTERS.map((name) => [name, ''])) as Filters;

/** The columns that the table can be sorted by. */
export const COLUMNS = ['status', 'id', 'job', 'directory', 'project', 'created', 'duration', 'updated'] as const;
export type Column = (typeof COLUMNS)[number];

/** How the rows are sorted: by a column, or as the server sends them. */
export type Sort = { column: Column; descending: boolean } | undefined;

/** What was picked in a picture: bounds are from (included) to (not included). */
export type Pick = { kind: 'status'; status: string } | { kind: 'created' | 'duration'; from: number; to: number };

export const filters = signal<Filters>(readFilters());
export const search = signal(query().get('q') ?? '');
export const sort = signal<Sort>(readSort());
export const pick = signal<Pick | undefined>(readPick());
/** The batch whose detail is open. */
export const openBatch = signal<string | undefined>(query().get('batch') ?? undefined);

/** Changes filters, as a step that the Back button takes back. What was picked was a part of another list. */
export function setFilters(changes: Partial<Filters>): void {
  batch(() => {
    filters.value = { ...filters.value, ...changes };
    pick.value = undefined;
  });
  write('push');
}

export function setPick(value: Pick | undefined): void {
  if (pick.value === value) return;
  pick.value = value;
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

export function setOpenBatch(id: string | undefined): void {
  if (openBatch.value === id) return;
  openBatch.value = id;
  write('push');
}

/** The filters as the client takes them. */
export function listParams(from: Filters): BatchListParams {
  const { page_size, ...texts } = from;
  const set = Object.entries(texts).filter(([, value]) => value !== '');
  return { ...Object.fromEntries(set), ...(page_size && { page_size: Number(page_size) }) };
}

/** An option for those who try the sandbox: `?sandbox-batches=100000`. */
export function sandboxOption(name: string, otherwise: number): number {
  const value = Number(query().get(`sandbox-${name}`) ?? NaN);
  return Number.isFinite(value) && value >= 0 ? value : otherwise;
}

addEventListener('popstate', () => {
  const there = readFilters();
  if (FILTERS.some((name) => there[name] !== filters.value[name])) filters.value = there;
  search.value = query().get('q') ?? '';
  sort.value = readSort();
  pick.value = readPick();
  openBatch.value = query().get('batch') ?? undefined;
});

function query(): URLSearchParams {
  return new URLSearchParams(location.search);
}

function readFilters(): Filters {
  const there = query();
  const read = FILTERS.map((name) => [name, clean(name, there.get(name)?.trim() ?? '')]);
  return Object.fromEntries(read) as Filters;
}

/** A shared address may hold anything: what cannot be meant is left out. */
function clean(name: FilterName, value: string): string {
  if (name === 'page_size') return /^[1-9]\d{0,5}$/.test(value) ? value : '';
  if (name.startsWith('created_at')) return Number.isNaN(Date.parse(value)) ? '' : new Date(value).toISOString();
  return value;
}

function readSort(): Sort {
  const [column, order] = (query().get('sort') ?? '').split(':');
  return COLUMNS.includes(column as Column) ? { column: column as Column, descending: order === 'desc' } : undefined;
}

/** `status:FAILED`, `created:1764000000000-1764086400000`, `duration:86400000-` */
function readPick(): Pick | undefined {
  const text = query().get('bar') ?? '';
  const status = /^status:(.+)$/.exec(text)?.[1];
  if (status) return { kind: 'status', status };
  const [, kind, from, to] = /^(created|duration):(\d{1,16})-(\d{1,16})?$/.exec(text) ?? [];
  return kind ? { kind: kind as 'created' | 'duration', from: Number(from), to: Number(to ?? Infinity) } : undefined;
}

function pickText(picked: Pick): string {
  if (picked.kind === 'status') return `status:${picked.status}`;
  return `${picked.kind}:${picked.from}-${picked.to === Infinity ? '' : picked.to}`;
}

function write(how: 'push' | 'replace'): void {
  const next = query();
  const set = (name: string, value: string | undefined) => (value ? next.set(name, value) : next.delete(name));
  for (const name of FILTERS) set(name, filters.value[name]);
  set('q', search.value);
  set('sort', sort.value && `${sort.value.column}:${sort.value.descending ? 'desc' : 'asc'}`);
  set('bar', pick.value && pickText(pick.value));
  set('batch', openBatch.value);
  const address = `${location.pathname}${next.size ? `?${next}` : ''}`;
  if (how === 'push') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
}

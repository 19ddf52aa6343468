// Lists, as users of the official SDK write them: see types.test.mjs.

import LlamaCloud, { type PagePromise } from 'llama-cloud-batches';
import type { AbstractPage, PaginatedCursor, PaginatedCursorParams } from 'llama-cloud-batches/pagination';
import type {
  BatchListParams,
  BatchListResponse,
  BatchListResponsesPaginatedCursor,
} from 'llama-cloud-batches/resources/batches';

const client = new LlamaCloud({ apiKey: 'llx-…' });
declare const id: string;

export async function idsOfALoop(params?: BatchListParams): Promise<string[]> {
  const ids: string[] = [];
  for await (const batch of client.batches.list(params)) ids.push(batch.id);
  return ids;
}

export async function pageByPage(): Promise<BatchListResponse[]> {
  const all: BatchListResponse[] = [];
  let page = await client.batches.list({ page_size: 50 });
  all.push(...page.items);
  while (page.hasNextPage()) {
    page = await page.getNextPage();
    all.push(...page.getPaginatedItems());
  }
  return all;
}

export async function pagesByIteration(): Promise<number> {
  let pages = 0;
  for await (const page of (await client.batches.list()).iterPages()) if (page.items.length) pages++;
  return pages;
}

export function iteratorsAreGenerators(page: BatchListResponsesPaginatedCursor): unknown[] {
  const items: AsyncGenerator<BatchListResponse> = client.batches.list()[Symbol.asyncIterator]();
  const pages: AsyncGenerator<BatchListResponsesPaginatedCursor> = page.iterPages();
  const rest: AsyncGenerator<BatchListResponse, void, unknown> = page[Symbol.asyncIterator]();
  const iterator: AsyncIterator<BatchListResponse> = client.batches.list()[Symbol.asyncIterator]();
  const iterable: AsyncIterableIterator<BatchListResponse> = page[Symbol.asyncIterator]();
  return [items, pages, rest, iterator, iterable];
}

export async function* onlyFailed(params: BatchListParams): AsyncGenerator<BatchListResponse> {
  for await (const batch of client.batches.list(params)) if (batch.status === 'FAILED') yield batch;
}

export async function* delegated(): AsyncGenerator<BatchListResponse, void> {
  yield* client.batches.list({ status: 'RUNNING' });
}

export async function byHand(): Promise<BatchListResponse | undefined> {
  const iterator = client.batches.list()[Symbol.asyncIterator]();
  const { value, done } = await iterator.next();
  await iterator.return(undefined);
  return done ? undefined : value;
}

export async function take<T>(iterable: AsyncIterable<T>, count: number): Promise<T[]> {
  const taken: T[] = [];
  for await (const each of iterable) if (taken.push(each) >= count) break;
  return taken;
}

export const firstTen = (): Promise<BatchListResponse[]> => take(client.batches.list(), 10);

export async function drain<Item>(page: AbstractPage<Item>): Promise<Item[]> {
  const items = [...page.getPaginatedItems()];
  return page.hasNextPage() ? [...items, ...(await drain(await page.getNextPage()))] : items;
}

export const drained = async (): Promise<BatchListResponse[]> => drain(await client.batches.list());

export async function genericOverIds<T extends { id: string }>(
  list: PagePromise<PaginatedCursor<T>, T>,
): Promise<Map<string, T>> {
  const byId = new Map<string, T>();
  for await (const each of list) byId.set(each.id, each);
  return byId;
}

export const byId = (): Promise<Map<string, BatchListResponse>> => genericOverIds(client.batches.list());

export type Item = Awaited<ReturnType<LlamaCloud['batches']['list']>>['items'][number];
export type ItemOfTheLoop = LlamaCloud['batches']['list'] extends (...words: never[]) => AsyncIterable<infer T>
  ? T
  : never;
export const sameItems = (item: Item): ItemOfTheLoop => item;

export function aCursor({ page_size = 100, page_token }: PaginatedCursorParams): BatchListParams {
  return { page_size, ...(page_token && { page_token }) };
}

export function groups(items: BatchListResponse[]): Record<BatchListResponse['status'], number> {
  const none = { CANCELLED: 0, COMPLETED: 0, FAILED: 0, PENDING: 0, RUNNING: 0, THROTTLED: 0 };
  return items.reduce((counts, { status }) => Object.assign(counts, { [status]: counts[status] + 1 }), none);
}

export function filtersFromASearch(search: URLSearchParams): LlamaCloud.BatchListParams {
  const params: LlamaCloud.BatchListParams = {};
  const status = search.get('status');
  if (status === 'FAILED' || status === 'RUNNING') params.status = status;
  params.created_at_on_or_after = search.get('since');
  params.project_id = search.get('project') ?? null;
  return params;
}

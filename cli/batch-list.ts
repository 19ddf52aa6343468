import type { Batch, BatchListParams, BatchStatus, LlamaCloud } from 'llama-cloud-batches';
import { type FilterOptions, filters, localFilter } from './filters.ts';
import type { Scope } from './server.ts';

/** A part of a list. */
export interface Part {
  items: Batch[];
  /** How many batches were received for it: more than there are items if some were filtered out here. */
  received: number;
  /** How many batches there are in all before filters that are applied here; null if the server does not say. */
  total: number | null;
  /** The cursor of the next part; empty at the end, and where the list is made of several. */
  next: string;
}

/** The batches that match the options. Several statuses are several lists, merged by time of creation. */
export async function* batchList(
  client: LlamaCloud,
  options: FilterOptions,
  scope: Scope,
  { signal, pageToken }: { signal: AbortSignal; pageToken?: string | undefined },
): AsyncGenerator<Part> {
  const params: BatchListParams = { ...filters(options, scope), page_token: pageToken ?? null };
  const isWanted = localFilter(options);
  const [first = null, ...others] = options.status ?? [];
  const listOf = (status: BatchStatus | null) => client.batches.list({ ...params, status }, { signal }).iterPages();
  if (!others.length) {
    for await (const { items, total_size: total, next_page_token: next } of listOf(first)) {
      yield { items: isWanted ? items.filter(isWanted) : items, received: items.length, total, next };
    }
  } else {
    for await (const { items, total } of merged([first, ...others].map(listOf))) {
      yield { items: isWanted ? items.filter(isWanted) : items, received: items.length, total, next: '' };
    }
  }
}

interface Page {
  items: Batch[];
  total_size: number | null;
}

/** Merges lists of batches by time of creation, in the order that they have themselves. */
async function* merged(lists: AsyncIterableIterator<Page>[]): AsyncGenerator<{ items: Batch[]; total: number | null }> {
  const heads = lists.map((list) => new Head(list));
  // A batch that changes its status meanwhile is in two of the lists.
  const seen = new Set<string>();
  const isNew = ({ id }: Batch) => !seen.has(id) && seen.add(id);
  try {
    await Promise.all(heads.map((head) => head.fill()));
    const isAscending = heads.some((head) => head.isAscending());
    const total = heads.reduce<number | null>(
      (sum, { total }) => (sum === null || total === null ? null : sum + total),
      0,
    );
    for (let open = heads.filter(({ batch }) => batch); open.length; open = open.filter(({ batch }) => batch)) {
      const items: Batch[] = [];
      let next: Head;
      do {
        next = open.reduce((a, b) => (a.time < b.time === isAscending || a.time === b.time ? a : b));
        items.push(next.take());
      } while (next.batch);
      yield { items: items.filter(isNew), total };
      await next.fill();
    }
  } finally {
    await Promise.allSettled(lists.map((list) => list.return?.()));
  }
}

/** The next batch of a list, and its page. */
class Head {
  total: number | null = null;
  #list: AsyncIterator<Page>;
  #items: Batch[] = [];
  #at = 0;

  constructor(list: AsyncIterator<Page>) {
    this.#list = list;
  }

  get batch(): Batch | undefined {
    return this.#items[this.#at];
  }

  get time(): number {
    return Date.parse(this.batch?.created_at ?? '') || 0;
  }

  take(): Batch {
    return this.#items[this.#at++]!;
  }

  /** Reads the next page that has batches; after the last there is no `batch`. */
  async fill(): Promise<void> {
    while (!this.batch) {
      const { value, done } = await this.#list.next();
      if (done) return;
      [this.#items, this.#at] = [value.items, 0];
      this.total = value.total_size;
    }
  }

  /** Whether the first page is sorted from the oldest batch to the newest. */
  isAscending(): boolean {
    const times = this.#items.map(({ created_at }) => Date.parse(created_at ?? ''));
    return times[0]! < times.at(-1)!;
  }
}

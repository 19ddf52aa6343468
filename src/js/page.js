// A page of a list.

import { hide, LlamaCloudError } from './errors.js';
import { ListIterator } from './iterator.js';

/** The key under which a page is told how to go on. */
const REST = Symbol('rest');

/** What makes pages of the bodies that a list yields. */
export const toPage = (prefetches) => (body, list) => {
  const rest = list.rest();
  // The cursor is that of the page as it is by then: a caller may have changed it.
  function iterate(convert, buffer) {
    const operation = rest.rest(this.next_page_token || undefined);
    return new ListIterator(operation, convert ?? toPage(prefetches), prefetches, buffer);
  }
  return [new PaginatedCursor({ [REST]: iterate }, undefined, body)];
};

/** What makes items of them. */
export const toItems = ({ items }) => items;

export class PaginatedCursor {
  /** Made by hand, a page goes on by a list of `client`, with `options` of the request that led to it. */
  constructor(client, response, body, options) {
    // A field that the server may add one day must not hide a method.
    for (const [name, value] of Object.entries(body)) if (!(name in this)) this[name] = value;
    this.items = body.items ?? [];
    this.next_page_token = body.next_page_token || '';
    this.total_size = body.total_size ?? null;
    // Not a private field: a page may be used through a proxy, such as that of a reactive framework.
    const iterate = client[REST] ?? ((convert, buffer) => walk(this, client, options, convert, buffer));
    hide(this, '_iterate', iterate);
  }

  getPaginatedItems() {
    return this.items;
  }

  hasNextPage() {
    return this.next_page_token !== '';
  }

  async getNextPage() {
    if (!this.hasNextPage())
      throw new LlamaCloudError(
        'No next page expected; please check `.hasNextPage()` before calling `.getNextPage()`.',
      );
    const { value } = await this._iterate(undefined, []).next();
    return value;
  }

  iterPages() {
    return this._iterate(undefined, [this]);
  }

  [Symbol.asyncIterator]() {
    return this._iterate(toItems, this.items);
  }
}

/** What is in `buffer`, and what follows a page that was made by hand. */
async function* walk(page, client, options, convert, buffer) {
  yield* buffer;
  if (!page.hasNextPage()) return;
  const query = { ...options?.query, page_token: page.next_page_token };
  const rest = client.batches.list(undefined, { ...options, query });
  if (convert) yield* rest;
  else for await (const body of rest.iterPages()) yield new page.constructor(client, undefined, body, options);
}

// A page of a list.

import { LlamaCloudError } from './errors.js';
import { ListIterator } from './iterator.js';

/** What makes pages of the bodies that a list yields. */
export const toPage = (prefetches) => (body, list) => [new PaginatedCursor(body, list.rest(), prefetches)];

/** What makes items of them. */
export const toItems = ({ items }) => items;

export class PaginatedCursor {
  /** `rest` is the list from the page after this one on, not yet started. */
  constructor(body, rest, prefetches) {
    // A field that the server may add one day must not hide a method.
    for (const [name, value] of Object.entries(body)) if (!(name in this)) this[name] = value;
    this.next_page_token = body.next_page_token || '';
    this.total_size ??= null;
    // Not a private field: a page may be used through a proxy, such as that of a reactive framework.
    const iterate = (convert, buffer) =>
      new ListIterator(rest.rest(), convert ?? toPage(prefetches), { prefetches, buffer });
    Object.defineProperty(this, '_iterate', { value: iterate });
  }

  getPaginatedItems() {
    return this.items;
  }

  hasNextPage() {
    return this.next_page_token !== '';
  }

  async getNextPage() {
    if (!this.hasNextPage())
      throw new LlamaCloudError('There is no next page: check hasNextPage() before getNextPage().');
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

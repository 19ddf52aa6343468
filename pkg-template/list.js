// The classes of the surface that only JavaScript can be: promises that send when they are awaited,
// a page with properties of its own, and an iterator that hands out items without leaving JavaScript.
// What to send, when to go on and when to stop is decided in Rust.

import { LlamaCloudError } from './errors.js';
import { isAborted } from './transport.js';

/**
 * The promise of an answer, sent at once. A list alone is sent only when it is awaited, iterated or
 * asked, since how it is used decides what is sent.
 */
export class APIPromise extends Promise {
  #call;
  #response;
  #answer;

  constructor(call) {
    super(() => {});
    this.#call = call;
    // Not before the caller has had the chance to ask for the response.
    if (this.isLazy) return;
    Promise.resolve().then(() => {
      if (!this.#response) this.#answers();
    });
  }

  static get [Symbol.species]() {
    return Promise;
  }

  then(fulfilled, rejected) {
    return this.#answers()
      .then(([data]) => data)
      .then(fulfilled, rejected);
  }

  asResponse() {
    return (this.#response ??= this.#answer ? this.#answer.then(([, response]) => response) : this.#call.respond());
  }

  async withResponse() {
    const [data, response] = await this.#answers();
    return { data, response };
  }

  /** For `PagePromise`: what walks through the list, by pages or by items. */
  _walk(items) {
    return this.#call.walk(items);
  }

  #answers() {
    return (this.#answer ??= this.#response ? this.#response.then((response) => this.#call.answer(response)) : this.#call.answer());
  }
}

/** The promise of a first page, and every item of the list when it is iterated. */
export class PagePromise extends APIPromise {
  get isLazy() {
    return true;
  }

  iterPages() {
    return this._walk(false);
  }

  [Symbol.asyncIterator]() {
    return this._walk(true);
  }
}

/** A promise that Rust settles. */
export class Outcome {
  constructor() {
    this.promise = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
  }
}

/** A page of a list. */
export class PaginatedCursor {
  #here;
  #cursor;

  constructor(body, here) {
    this.#here = here;
    this.#cursor = body.next_page_token || '';
    // A field that the server may add one day must not hide a method.
    for (const [name, value] of Object.entries(body)) if (!(name in this)) this[name] = value;
    this.next_page_token = this.#cursor;
    this.total_size ??= null;
  }

  getPaginatedItems() {
    return this.items;
  }

  hasNextPage() {
    return this.#cursor !== '';
  }

  async getNextPage() {
    if (!this.hasNextPage()) throw new LlamaCloudError('There is no next page: ask hasNextPage() before getNextPage().');
    const { value } = await this.#here.walk(false, []).next();
    return value;
  }

  iterPages() {
    return this.#walk(false);
  }

  [Symbol.asyncIterator]() {
    return this.#walk(true);
  }

  #walk(items) {
    return this.#here.walk(items, items ? this.items : [this]);
  }
}

/**
 * An async iterator over values that come in chunks: a value that is already here is handed out
 * without leaving JavaScript. Once a second value is asked for, the next chunk is asked for while
 * the last one is handed out. Calls of `next` that do not wait for one another take turns; after the
 * end, an error or `return` it is done.
 */
export class Walker {
  #chunks;
  #values;
  #at = 0;
  #turn;
  #done = false;
  #readsAhead;
  #signal;
  #goesOn = false;
  #ahead;

  constructor(chunks, readsAhead, signal, values) {
    this.#chunks = chunks;
    this.#readsAhead = readsAhead;
    this.#signal = signal;
    this.#values = values;
  }

  next() {
    if (!this.#turn && this.#hasValue()) return Promise.resolve(this.#hand());
    const take = () => this.#take();
    const turn = this.#turn ? this.#turn.then(take, take) : take();
    const over = () => {
      if (this.#turn === turn) this.#turn = undefined;
    };
    this.#turn = turn;
    turn.then(over, over);
    return turn;
  }

  async return(value) {
    this.#end();
    this.#chunks.stop();
    return { value, done: true };
  }

  async throw(error) {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  #hasValue() {
    return this.#at < this.#values.length && !(this.#signal && isAborted(this.#signal));
  }

  async #take() {
    while (!this.#done && !this.#hasValue()) {
      try {
        // What was asked for before an abort does not count any more.
        const asked = (!isAborted(this.#signal) && this.#ahead) || this.#chunks.next(this);
        this.#ahead = undefined;
        const values = await asked;
        if (this.#done) break;
        if (!values) this.#end();
        else [this.#values, this.#at] = [values, 0];
      } catch (error) {
        if (this.#done) break;
        this.#end();
        this.#chunks.stop();
        throw error;
      }
    }
    return this.#done ? { value: undefined, done: true } : this.#hand();
  }

  #hand() {
    this.askAhead();
    this.#goesOn = true;
    return { value: this.#values[this.#at++], done: false };
  }

  /**
   * Asks for the next chunk before it is wanted, once a loop goes on, and for one alone; whether it did. Rust
   * calls it when a chunk is coming: one that no loop waits for is itself the one ahead.
   */
  askAhead() {
    if (!this.#goesOn || !this.#readsAhead || this.#ahead) return false;
    this.#ahead = this.#chunks.next(this);
    // Whoever takes the last value hears of it.
    this.#ahead.catch(() => {});
    return true;
  }

  #end() {
    this.#done = true;
    this.#values = [];
    this.#at = 0;
  }
}

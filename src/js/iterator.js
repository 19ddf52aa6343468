// The async iterator: it hands out values that are here without leaving JavaScript.

import { settle } from './driver.js';
import { Failure } from './errors.js';

/**
 * An async iterator over values that come in chunks. Once a second value is requested, the next chunk
 * is requested while the last one is handed out. Overlapping calls of `next` take turns; after the
 * end, an error or `return` it is done.
 */
export class ListIterator {
  #operation;
  #scope;
  #convert;
  #prefetches;
  #buffer;
  #index = 0;
  /** How many calls of `next` wait for their turn, and the last of them. */
  #waiting = 0;
  #last;
  #running;
  #prefetched;
  #hasYielded = false;
  #done = false;

  /**
   * `operation` is not started yet, or the error of arguments that were refused. `convert` makes an array
   * of values of what it yields; `buffer` comes first.
   */
  constructor(operation, convert, prefetches = false, buffer = []) {
    this.#operation = operation;
    this.#scope = operation.scope;
    this.#convert = convert;
    this.#prefetches = prefetches;
    this.#buffer = buffer;
  }

  next() {
    if (!this.#waiting && this.#hasValue()) return Promise.resolve(this.#emit());
    this.#waiting++;
    return (this.#last = this.#takeTurn(this.#last));
  }

  async return(value) {
    this.#end();
    return { value: await value, done: true };
  }

  async throw(error) {
    this.#end();
    throw error;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  #hasValue() {
    return this.#index < this.#buffer.length && !this.#scope?.cancelled;
  }

  // A promise with a single reaction, so that V8 follows it to the caller.
  async #takeTurn(previous) {
    try {
      if (this.#waiting > 1) await previous.catch(() => {});
      return await this.#pull();
    } finally {
      this.#waiting--;
    }
  }

  async #pull() {
    while (!this.#done && !this.#hasValue()) {
      try {
        // After an abort, a prefetched chunk does not count.
        const chunk = (!this.#scope?.cancelled && this.#prefetched) || this.#fetch();
        this.#prefetched = undefined;
        const values = await chunk;
        if (this.#done) break;
        if (values instanceof Failure) throw values.error(this.#scope.caller);
        if (!values) this.#end();
        else [this.#buffer, this.#index] = [values, 0];
      } catch (error) {
        if (this.#done) break;
        this.#end();
        throw error;
      }
    }
    return this.#done ? { value: undefined, done: true } : this.#emit();
  }

  #emit() {
    if (this.#hasYielded && this.#prefetches && !this.#prefetched) {
      this.#prefetched = this.#fetch();
    }
    this.#hasYielded = true;
    const value = this.#buffer[this.#index++];
    // The chunk is garbage before the next one arrives.
    if (this.#index === this.#buffer.length) this.#buffer = [];
    return { value, done: false };
  }

  /** The values of the next chunk, undefined at the end, or a failure, of which an error is made when it is consumed. */
  async #fetch() {
    if (!this.#operation.step) throw this.#operation;
    this.#running = settle(this.#operation);
    const chunk = await this.#running;
    return chunk && !(chunk instanceof Failure) ? this.#convert(chunk, this.#operation) : chunk;
  }

  #end() {
    if (this.#done) return;
    this.#done = true;
    this.#buffer = [];
    this.#scope?.cancel();
    const free = () => this.#operation.free?.();
    // Not while it is stepped.
    Promise.resolve(this.#running).then(free, free);
  }
}

// For `await using`, where the host has it.
if (Symbol.asyncDispose) {
  ListIterator.prototype[Symbol.asyncDispose] = async function () {
    await this.return();
  };
}

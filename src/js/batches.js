// The class `Batches`.

import { coreOf, MODES, refuse } from './core.js';
import { hide } from './errors.js';
import { ListIterator } from './iterator.js';
import { toItems } from './page.js';
import { APIPromise, PagePromise } from './promises.js';

/** The methods, by the numbers that Rust knows. */
const METHODS = { list: 0, get: 1, create: 2, cancel: 3, wait: 4, watch: 5, createAndPoll: 6 };

export class Batches {
  constructor(client) {
    // Not a private field: see `LlamaCloud`.
    hide(this, '_client', client);
  }

  list(params, options) {
    return new PagePromise(call(this, 'list', undefined, params, options));
  }

  get(batchID, params, options) {
    return new APIPromise(call(this, 'get', batchID, params, options));
  }

  create(params, options) {
    return new APIPromise(call(this, 'create', undefined, params, options));
  }

  cancel(batchID, params, options) {
    return new APIPromise(call(this, 'cancel', batchID, params, options));
  }

  async wait(batchID, options) {
    return new APIPromise(call(this, 'wait', batchID, undefined, options));
  }

  async createAndPoll(params, options) {
    return new APIPromise(call(this, 'createAndPoll', undefined, params, options));
  }

  watch(params, options) {
    const watch = call(this, 'watch', undefined, params, options);
    return new ListIterator(watch.start?.(MODES.whole) ?? watch, toItems);
  }
}

/** An operation that may be started, or the error of arguments that were refused. */
function call({ _client }, method, batchID, params, options) {
  try {
    const core = coreOf(_client);
    const call = refuse(() => core.call(METHODS[method], batchID, params, options));
    // A list may begin when its client is gone.
    call.held = core.held;
    return call;
  } catch (error) {
    return error;
  }
}

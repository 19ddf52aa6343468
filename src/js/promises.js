// The promises of the surface.

import { MODES } from './core.js';
import { advance } from './driver.js';
import { ListIterator } from './iterator.js';
import { toItems, toPage } from './page.js';

/**
 * The promise of an answer. The request is sent once: at once, or of a list when it is first awaited, as
 * how a list is used decides what is sent.
 */
export class APIPromise extends Promise {
  #call;
  #answer;
  #head;
  #parse;

  /**
   * `call` is an operation that may be started, or the error of arguments that were refused. Made by hand, it is a
   * client; `given` is a promise of an object with the `response`, and `parse(client, given)` makes the answer of it.
   */
  constructor(call, given, parse = parseBody) {
    super(() => {});
    this.#call = call;
    this.#head = given;
    this.#parse = given && parse;
    // Not before the caller has had the chance to ask for the response alone.
    if (!this._isLazy) this.#sendSoon();
  }

  static get [Symbol.species]() {
    return Promise;
  }

  then(onFulfilled, onRejected) {
    return this.#send()
      .then(({ data }) => data)
      .then(onFulfilled, onRejected);
  }

  async asResponse() {
    const { response } = await (this.#answer ?? this.#sendHead());
    return response;
  }

  async withResponse() {
    const { data, response } = await this.#send();
    return { data, response };
  }

  /** An iterator over what a list holds. */
  _iterate(convert, items) {
    const call = this.#call;
    if (this.#parse) return walk(this, items);
    if (!call.start) return new ListIterator(call);
    const { prefetches } = call;
    return new ListIterator(call.start(items ? MODES.items : MODES.whole), convert ?? toPage(prefetches), prefetches);
  }

  /** What the answer becomes for the caller. */
  _convert(body) {
    return body;
  }

  // Firefox follows an `await` to the caller, and no callback.
  async #sendSoon() {
    await undefined;
    if (!this.#head) this.#send();
  }

  #send() {
    return (this.#answer ??= this.#receive());
  }

  #sendHead() {
    return (this.#head ??= this.#complete((call) => call.start(MODES.head)));
  }

  async #receive() {
    const head = await this.#head;
    if (this.#parse) return { ...head, data: await this.#parse(this.#call, head) };
    return this.#complete((call) => call.start(MODES.whole, head?.exchange));
  }

  async #complete(start) {
    const call = this.#call;
    if (!call.start) throw call;
    const operation = start(call);
    try {
      const body = await advance(operation);
      const { exchange } = operation.scope;
      return { data: this._convert(body, operation, call), exchange, response: exchange.response };
    } finally {
      operation.scope.cancel();
      operation.free();
    }
  }
}

/** The promise of a first page, and every item of the list when it is iterated. */
export class PagePromise extends APIPromise {
  /** Made by hand, it takes the class of its page. */
  constructor(call, given, Page) {
    super(
      call,
      given,
      async (client, { response, options }) =>
        new Page(client, response, await parseBody(client, { response }), options),
    );
  }

  get _isLazy() {
    return true;
  }

  _convert(body, operation, call) {
    // Without a body, the response alone was wanted.
    return body && toPage(call.prefetches)(body, operation)[0];
  }

  iterPages() {
    return this._iterate(undefined, false);
  }

  [Symbol.asyncIterator]() {
    return this._iterate(toItems, true);
  }
}

/** What a response says that a caller gave. */
async function parseBody(client, { response }) {
  if (response.status === 204) return null;
  return /[/+]json\b/.test(response.headers.get('content-type')) ? response.json() : response.text();
}

/** The items or the pages of a list that was made by hand. */
async function* walk(list, items) {
  const page = await list;
  yield* items ? page : page.iterPages();
}

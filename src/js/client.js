// The class `LlamaCloud`.

import { Client } from 'bindgen:glue';
import { Batches } from './batches.js';
import { cores, refuse } from './core.js';

/** The key under which a derived client is told what it shares. */
const BASE = Symbol('base');

/** The options that each client was made with. */
const given = new WeakMap();

export class LlamaCloud {
  constructor(options) {
    const base = options?.[BASE];
    cores.set(
      this,
      refuse(() => (base ? base.derive(options) : new Client(options))),
    );
    given.set(this, { ...options });
    this.batches = new Batches(this);
  }

  /** A client of the same class with these options, and those of this client for what is left out. */
  withOptions(options) {
    return new this.constructor(merge(this, options));
  }
}

for (const name of ['baseURL', 'timeout', 'maxRetries', 'logLevel', 'logger', 'fetchOptions']) {
  Object.defineProperty(LlamaCloud.prototype, name, {
    configurable: true,
    get() {
      return cores.get(this).options.values[name];
    },
    set(value) {
      const options = merge(this, { [name]: value });
      cores.set(
        this,
        refuse(() => cores.get(this).derive(options)),
      );
      given.set(this, options);
    },
  });
}

/** The options of `client`, changed by `options`. */
function merge(client, options) {
  // What is no plain object is refused by whoever reads it.
  if (typeof (options ?? {}) !== 'object' || Symbol.iterator in (options ?? {})) return options;
  const changes = Object.entries(options ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return { ...given.get(client), ...Object.fromEntries(changes), [BASE]: cores.get(client) };
}

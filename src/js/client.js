// The class `LlamaCloud`.

import { Client } from 'bindgen:glue';
import { Batches } from './batches.js';
import { coreOf, cores, refuse } from './core.js';
import { attempt, hide } from './errors.js';

/** The key under which a derived client is told what it shares. */
const BASE = Symbol('base');

/** The options that each client was made with. */
const given = new WeakMap();

export class LlamaCloud {
  constructor(options) {
    const base = attempt(() => options[BASE]);
    cores.set(
      this,
      refuse(() => (base ? base.derive(options) : new Client(options))),
    );
    given.set(this, { ...options });
    hide(this, '_self', () => this);
    this.batches = new Batches(this);
  }

  /** A client of the same class with these options, and those of this client for what is left out. */
  withOptions(options) {
    // What cannot be read is refused by whoever reads it.
    return new this.constructor(attempt(() => merge(this, options)) ?? options);
  }
}

for (const name of ['baseURL', 'timeout', 'maxRetries', 'logLevel', 'logger', 'fetchOptions']) {
  Object.defineProperty(LlamaCloud.prototype, name, {
    configurable: true,
    get() {
      return coreOf(this).options.values[name];
    },
    set(value) {
      const options = merge(this, { [name]: value });
      cores.set(
        this._self(),
        refuse(() => coreOf(this).derive(options)),
      );
      given.set(this._self(), options);
    },
  });
}

/** The options of `client`, changed by `options`. */
function merge(client, options) {
  // So is what is no plain object.
  if (typeof (options ?? {}) !== 'object' || Symbol.iterator in (options ?? {})) return options;
  const changes = Object.entries(options ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return { ...given.get(client._self()), ...Object.fromEntries(changes), [BASE]: coreOf(client) };
}

// The class `LlamaCloud`.

import { Client } from 'bindgen:glue';
import { orUndefined } from '../host/environment.js';
import { Batches } from './batches.js';
import { refuse, stateOf, states } from './core.js';
import { hide } from './errors.js';

/** The key under which a derived client is told what it shares. */
const BASE = Symbol('base');

export class LlamaCloud {
  constructor(options) {
    const base = orUndefined(() => options[BASE]);
    const core = refuse(() => (base ? base.derive(options) : new Client(options)));
    states.set(this, { core, given: { ...options } });
    // A client may be used through a proxy, such as that of a tracer.
    hide(this, '_self', () => this);
    this.batches = new Batches(this);
  }

  /** A client of the same class with these options, and those of this client for what is left out. */
  withOptions(options) {
    // What cannot be read is refused where it is read.
    return new this.constructor(orUndefined(() => merge(this, options)) ?? options);
  }
}

for (const name of ['apiKey', 'baseURL', 'timeout', 'maxRetries', 'logLevel', 'logger', 'fetchOptions']) {
  Object.defineProperty(LlamaCloud.prototype, name, {
    configurable: true,
    get() {
      // What cannot be read cannot leak.
      return name === 'apiKey' ? undefined : stateOf(this).core.options.values[name];
    },
    set(value) {
      const state = stateOf(this);
      const given = merge(this, { [name]: value });
      Object.assign(state, { core: refuse(() => state.core.derive(given)), given });
    },
  });
}

/** The options of `client`, changed by `options`. */
function merge(client, options) {
  // What is no plain object is refused where it is read.
  if (typeof (options ?? {}) !== 'object' || Symbol.iterator in (options ?? {})) return options;
  const changes = Object.entries(options ?? {}).filter(([, value]) => value !== undefined && value !== null);
  const { core, given } = stateOf(client);
  return { ...given, ...Object.fromEntries(changes), [BASE]: core };
}

// The class `LlamaCloud`.

import { Client } from 'bindgen:glue';
import { orUndefined } from '../host/environment.js';
import { Batches } from './batches.js';
import { coreOf, cores, refuse } from './core.js';
import { hide } from './errors.js';

/** The key under which a derived client is told what it shares. */
const BASE = Symbol('base');

export class LlamaCloud {
  constructor(options) {
    const base = orUndefined(() => options[BASE]);
    hold(this, () => (base ? base.derive(options) : new Client(options)));
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
      return name === 'apiKey' ? undefined : coreOf(this).held[name];
    },
    set(value) {
      const options = merge(this, { [name]: value });
      hold(this._self(), () => options[BASE].derive(options));
    },
  });
}

/** Has `client` hold what `make` makes, and its options. */
function hold(client, make) {
  const core = refuse(make);
  core.held = core.options.release();
  cores.set(client, core);
}

/** The options of `client`, changed by `options`. */
function merge(client, options) {
  const core = coreOf(client);
  return { ...core.options.merge(options), [BASE]: core };
}

// What the programs of the promises work with, wherever they run.

import { KEY, kindOf } from './operations.mjs';

/** What a program works with: the package, a server with 250 batches, and another one elsewhere. */
export function surroundings(api, url, elsewhere) {
  const ask = async (where, init) => (await fetch(`${url}/_sandbox/${where}`, init)).json();
  return {
    elsewhere,
    client: (more = {}) => new api.LlamaCloud({ apiKey: KEY, baseURL: url, logLevel: 'off', maxRetries: 2, ...more }),
    fault: (...faults) => ask('faults', { method: 'POST', body: JSON.stringify(faults) }),
    requests: () => ask('requests'),
    until: (count, state) => ask(`requests?count=${count}&state=${state}`),
    async clear() {
      await ask('faults', { method: 'DELETE' });
      await ask('requests', { method: 'DELETE' });
    },
    /** The error of a call, which must be of this name. */
    async failure(call, name, message = /./) {
      const error = await call.then(
        () => undefined,
        (error) => error,
      );
      equal(error && kindOf(error, api), name);
      check(message.test(error.message), `${error.message} does not match ${message}`);
      return error;
    },
  };
}

export function check(fact, what) {
  if (!fact) throw new Error(what);
}

export function equal(actual, expected) {
  const [one, other] = [actual, expected].map((value) => JSON.stringify(value));
  check(one === other, `${one} is not ${other}`);
}

// A sandbox of the packed package's own, served on loopback, that ends with the test.

import { importFrom, LlamaCloud } from './package.mjs';

const { serve } = await importFrom('llama-cloud-batches/sandbox/node');

export const KEY = 'llx-test-0123456789abcdef';

/** A running sandbox; `t` ends it. */
export async function startSandbox(t, options = {}) {
  const server = await serve({ batches: 250, ...options });
  t.after(() => server.close());
  return {
    ...server,
    faults: server.sandbox.faults,
    requests: server.sandbox.requests,
    /** A client of it. */
    client: (more = {}) => new LlamaCloud({ apiKey: KEY, baseURL: server.url, logLevel: 'off', ...more }),
  };
}

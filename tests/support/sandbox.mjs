// A sandbox of the packed package's own, served on loopback, that ends with the test.

import { problemOf } from './openapi.mjs';
import { KEY } from './operations.mjs';
import { importFrom, LlamaCloud } from './package.mjs';

const { serve } = await importFrom('llama-cloud-batches/sandbox/node');

export { KEY };

/** A running sandbox; `t` ends it. What it answers without a fault must be as the API's description says. */
export async function startSandbox(t, options = {}) {
  const server = await serve({ batches: 250, ...options });
  const problems = judge(server.sandbox);
  t.after(async () => {
    await server.close();
    if (problems.size) throw new Error([...problems].join('\n'));
  });
  return {
    ...server,
    faults: server.sandbox.faults,
    requests: server.sandbox.requests,
    /** A client of it. */
    client: (more = {}) => new LlamaCloud({ apiKey: KEY, baseURL: server.url, logLevel: 'off', ...more }),
  };
}

/** What turns out to be wrong with the answers of a sandbox. */
function judge(sandbox) {
  const problems = new Set();
  const { handle } = sandbox;
  sandbox.handle = async (request, wire, onSeen) => {
    let seen;
    const response = await handle(request, wire, (entry) => {
      seen = entry;
      onSeen?.(entry);
    });
    if (seen && !seen.faults.length) {
      const body = await response.clone().json();
      const problem = problemOf({ method: seen.method, path: seen.path, status: response.status, body });
      if (problem) problems.add(problem);
    }
    return response;
  };
  return problems;
}

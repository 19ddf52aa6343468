// Where a call comes to something else than with the official SDK, on purpose: what happens on the server, and what
// comes of it for both. Each name is that of a row of COMPARE.md, which tells why.

import { KEY, NEW } from '../operations.mjs';
import { batch, collect, inOrder, startPages } from '../pages.mjs';
import { startSandbox } from '../sandbox.mjs';

export const CALLS = {
  'an empty page with a token': {
    server: (t) => startPages(t, inOrder([[batch(1)], [], [batch(2)]])),
    program: async (client) => (await collect(client.batches.list())).length,
    ours: 2,
    theirs: 1,
  },
  'a cursor that comes back': {
    server: (t) =>
      startPages(t, (query) => ({ items: [batch(query.get('page_token') ?? 0)], next_page_token: 'again' })),
    program: async (client) => {
      let count = 0;
      for await (const _ of client.batches.list()) if (++count === 20) return count;
      return count;
    },
    ours: 'APIError',
    theirs: 20,
  },
  'a web page with status 200': {
    server: (t) => startPages(t, () => '<!doctype html>'),
    program: async (client) => (await collect(client.batches.list())).length,
    ours: 'APIError',
    theirs: 0,
  },
  'a body of another shape': {
    server: (t) => startPages(t, () => ({ items: [{ id: 'bat-1' }] })),
    program: async (client) => (await collect(client.batches.list())).length,
    ours: 'APIError',
    theirs: 1,
  },
  'a filter that is unknown or mistyped': {
    server: (t) => startPages(t, inOrder([[batch(1)]])),
    program: async (client) => (await client.batches.list({ pagesize: 5 })).items.length,
    ours: 'LlamaCloudError',
    theirs: 1,
  },
  '`total_size`': {
    server: (t) => startPages(t, inOrder([[batch(1)], [batch(2)]])),
    program: async (client) => (await client.batches.list()).total_size ?? 'none',
    ours: 2,
    theirs: 'none',
  },
  'a redirect': {
    server: (t) =>
      startPages(t, (query, { url }, response) => {
        if (url.includes('moved')) return { items: [] };
        response.writeHead(302, { location: '/moved' }).end();
      }),
    program: async (client) => (await client.batches.list()).items.length,
    ours: 'APIError',
    theirs: 0,
  },
  'a server that asks for more than a minute': {
    server: async (t) => {
      const sandbox = await startSandbox(t);
      sandbox.faults.add({ kind: 'status', status: 503, headers: { 'retry-after': '3600' } });
      return sandbox;
    },
    program: async (client) => {
      const { setTimeout } = globalThis;
      let longest = 0;
      // An hour passes at once.
      globalThis.setTimeout = (call, ms, ...more) => {
        longest = Math.max(longest, ms);
        return setTimeout(call, ms > 60_000 ? 0 : ms, ...more);
      };
      try {
        const { items } = await client.batches.list();
        return `${items.length} after ${longest} ms`;
      } finally {
        globalThis.setTimeout = setTimeout;
      }
    },
    ours: 'InternalServerError',
    theirs: '100 after 3600000 ms',
  },
  'the default of `maxRetries`': {
    server: (t) => startSandbox(t),
    program: (client) => new client.constructor({ apiKey: KEY }).maxRetries,
    ours: 2,
    theirs: 5,
  },
  'a signal after a call': {
    server: (t) => startPages(t, inOrder([[batch(1)]])),
    program: async (client) => {
      const { signal } = new AbortController();
      let listeners = 0;
      signal.addEventListener = new Proxy(signal.addEventListener, {
        apply: (f, self, args) => (listeners++, f.apply(self, args)),
      });
      signal.removeEventListener = new Proxy(signal.removeEventListener, {
        apply: (f, self, args) => (listeners--, f.apply(self, args)),
      });
      await client.batches.list({}, { signal });
      return listeners;
    },
    ours: 0,
    theirs: 1,
  },
  'an id that is `.` or `..`': {
    server: (t) => startSandbox(t),
    async program(client) {
      let call;
      try {
        call = client.batches.get('..');
      } catch (error) {
        return `thrown: ${error.constructor.name}`;
      }
      return call.catch((error) => `rejected: ${error.constructor.name}`);
    },
    ours: 'rejected: LlamaCloudError',
    theirs: 'thrown: LlamaCloudError',
  },
  'a list that nobody awaits or iterates': {
    server: (t) => startSandbox(t),
    program: async (client, sandbox) => {
      client.batches.list({ status: 'PENDING' });
      await client.batches.list({ status: 'RUNNING' });
      return sandbox.requests.all.length;
    },
    ours: 1,
    theirs: 2,
  },
  'a `create` that may have run': {
    server: async (t) => {
      const server = await startPages(t, () => undefined);
      return server;
    },
    program: async (client, server) => {
      await client.batches.create(NEW, { timeout: 100 }).catch(() => {});
      return server.requests.length;
    },
    ours: 1,
    theirs: 3,
  },
  'a body that stalls': {
    server: async (t) => {
      const sandbox = await startSandbox(t);
      sandbox.faults.add({ kind: 'stall' });
      return sandbox;
    },
    program: async (client, sandbox) => {
      // The official SDK waits without end: what tells is whether the server sees the client go.
      const controller = new AbortController();
      const answer = client.batches
        .list({}, { timeout: 200, signal: controller.signal })
        .then(({ items }) => items.length);
      const waits = sandbox.requests.until(1).then(() => new Promise((resolve) => setTimeout(resolve, 3_000, 'waits')));
      const first = await Promise.race([answer, waits]);
      controller.abort();
      await answer.catch(() => {});
      return first;
    },
    ours: 100,
    theirs: 'waits',
  },
  'a loop over a list that was awaited': {
    server: (t) => startPages(t, inOrder([[batch(1)]])),
    program: async (client, { requests }) => {
      const list = client.batches.list();
      await list;
      await collect(list);
      return requests.length;
    },
    ours: 2,
    theirs: 1,
  },
  'the next page of a loop': {
    server: (t) => startPages(t, inOrder([[batch(1), batch(2), batch(3)], [batch(4)]])),
    program: async (client, { requests }) => {
      const items = client.batches.list()[Symbol.asyncIterator]();
      await items.next();
      await items.next();
      const end = Date.now() + 300;
      while (requests.length < 2 && Date.now() < end) await new Promise(setImmediate);
      await items.return();
      return requests.length;
    },
    ours: 2,
    theirs: 1,
  },
  'headers that tell of the runtime': {
    server: (t) => startPages(t, inOrder([[batch(1)]])),
    program: async (client, { requests }) => {
      await client.batches.list();
      return Object.keys(requests[0].headers).filter((name) => name.startsWith('x-stainless')).length;
    },
    ours: 0,
    theirs: 7,
  },
  'an abort during a pause': {
    server: (t) => startPages(t, (_, __, response) => void response.writeHead(503, { 'retry-after-ms': '1500' }).end()),
    program: async (client, { requests }) => {
      const controller = new AbortController();
      const answer = client.batches.list({}, { signal: controller.signal }).catch(() => {});
      while (!requests.length) await new Promise(setImmediate);
      const start = performance.now();
      setTimeout(() => controller.abort(), 100);
      await answer;
      return performance.now() - start < 1_000;
    },
    ours: true,
    theirs: false,
  },
  'an abort while a body is read': {
    server: (t) =>
      startPages(t, (_, __, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).write('{"items":[');
      }),
    program: async (client, { requests }) => {
      const controller = new AbortController();
      const answer = client.batches.list({}, { signal: controller.signal });
      answer.catch(() => {});
      while (!requests.length) await new Promise(setImmediate);
      // Until the head of the response has come.
      await new Promise((resolve) => setTimeout(resolve, 300));
      controller.abort();
      await answer;
    },
    ours: 'APIUserAbortError',
    theirs: 'DOMException',
  },
  'a `fetch` that ignores its signal': {
    server: (t) => startSandbox(t),
    program: async (client) => {
      const fetch = () => new Promise(() => {});
      const list = client.withOptions({ fetch, timeout: 20, maxRetries: 0 }).batches.list();
      return Promise.race([list, new Promise((resolve) => setTimeout(resolve, 500, 'waits'))]);
    },
    ours: 'APIConnectionTimeoutError',
    theirs: 'waits',
  },
  'a `fetch` that returns no response': {
    server: (t) => startSandbox(t),
    program: (client) => client.withOptions({ fetch: async () => undefined, maxRetries: 0 }).batches.list(),
    ours: 'APIConnectionError',
    theirs: 'TypeError',
  },
  'parameters that are changed after the call': {
    server: (t) => startSandbox(t),
    program: async (client) => {
      const params = { page_size: 1 };
      const list = client.batches.list(params);
      params.page_size = 2;
      return (await list).items.length;
    },
    ours: 1,
    theirs: 2,
  },
  '`options.body` beside parameters': {
    server: (t) => startSandbox(t),
    program: async (client) => (await client.batches.create(NEW, { body: { webhook_configuration_ids: [] } })).status,
    ours: 'PENDING',
    theirs: 'UnprocessableEntityError',
  },
  '`options.path` at another host': {
    server: (t) => startPages(t, inOrder([[batch(1)]])),
    program: async (client, server) =>
      (await client.batches.list({}, { path: `${server.url}/elsewhere` })).items.length,
    ours: 'LlamaCloudError',
    theirs: 1,
  },
  '`options.method`': {
    server: (t) => startPages(t, inOrder([[batch(1)]])),
    program: async (client, server) => {
      await client.batches.list({}, { method: 'put' });
      return server.requests[0].method;
    },
    ours: 'LlamaCloudError',
    theirs: 'PUT',
  },
};

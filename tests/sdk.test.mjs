// Side by side with the official SDK, on the same server.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NEW } from './support/operations.mjs';
import { batch, collect, inOrder, startPages } from './support/pages.mjs';
import { official } from './support/sdk.mjs';
import { both, outcome, testSame } from './support/side-by-side.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';

test('all 5,000 batches of the sandbox are, one by one, what the official SDK lists', async (t) => {
  const { ours, theirs } = await both(t);
  const [a, b] = await Promise.all([collect(ours.batches.list()), collect(theirs.batches.list())]);
  assert.equal(a.length, 5_000);
  assert.deepEqual(a, b);
});

test('every filter gives what it gives the official SDK', async (t) => {
  const { ours, theirs } = await both(t);
  const { items } = await ours.batches.list();
  const [{ project_id, source_directory_id, created_at }] = items;
  const old = items.at(-1).created_at;
  for (const params of [
    ...['PENDING', 'THROTTLED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'].map((status) => ({ status })),
    { project_id },
    { source_directory_id, page_size: 33 },
    { created_at_on_or_after: old, created_at_on_or_before: created_at },
    { project_id, status: 'FAILED', page_size: 7 },
    { project_id: 'prj-none' },
    { organization_id: 'a b&c=d/ü' },
  ]) {
    const [a, b] = await Promise.all([collect(ours.batches.list(params)), collect(theirs.batches.list(params))]);
    assert.deepEqual(a, b, JSON.stringify(params));
  }
});

/** Programs that come to the same with both clients. */
const SAME = {
  'the first page': (client) =>
    client.batches.list().then(({ items, next_page_token }) => ({ items, next_page_token })),
  'page by page': async (client) => {
    const sizes = [];
    let page = await client.batches.list({ page_size: 999 });
    for (; page.hasNextPage(); page = await page.getNextPage()) sizes.push(page.items.length);
    return [...sizes, page.items.length];
  },
  'pages by iteration': async (client) =>
    (await collect((await client.batches.list({ page_size: 999 })).iterPages())).map(({ items }) => items.length),
  'the rest of a list from a page on': async (client) =>
    (await collect(await (await client.batches.list({ page_size: 900 })).getNextPage())).length,
  'a start at a cursor': async (client) => {
    const { next_page_token } = await client.batches.list({ page_size: 4_990 / 10 });
    return (await client.batches.list({ page_token: next_page_token })).items[0];
  },
  'one batch': async (client) => client.batches.get((await client.batches.list({ status: 'COMPLETED' })).items[0].id),
  'one batch with its results': async (client) =>
    client.batches.get((await client.batches.list({ status: 'COMPLETED' })).items[0].id, { expand: ['results'] }),
  'a batch that is not there': (client) => client.batches.get('bat-none'),
  'an id that must be encoded': (client) => client.batches.get('bat/../ü?x#y'),
  'a new batch': async (client) => (await client.batches.create(NEW)).status,
  'a new batch of a type that is none': (client) =>
    client.batches.create({ ...NEW, config: { job: { configuration_id: 'c', type: 'dance' } } }),
  'a cancellation': async (client) => (await client.batches.cancel((await client.batches.create(NEW)).id)).status,
  'a cancellation of what has ended': async (client) =>
    client.batches.cancel((await client.batches.list({ status: 'FAILED' })).items[0].id, {}, { maxRetries: 0 }),
  'a status that is none': (client) => client.batches.list({ status: 'DANCING' }),
  'a key that is none': (client) => client.withOptions({ apiKey: 'none' }).batches.list(),
  'the response itself': async (client) => (await client.batches.list({ page_size: 2 }).asResponse()).json(),
  'data and response': async (client) => {
    const { data, response } = await client.batches.list({ page_size: 2 }).withResponse();
    return [data.items, response.status];
  },
  'an abort': async (client) => {
    const controller = new AbortController();
    controller.abort();
    return client.batches.list({}, { signal: controller.signal });
  },
  'break, and another loop': async (client) => {
    for await (const _ of client.batches.list()) break;
    return (await collect(client.batches.list({ status: 'FAILED' }))).length;
  },
};

for (const [name, program] of Object.entries(SAME)) testSame(name, program);

/**
 * Where we differ on purpose: what happens on the server, and what comes of it for both. The README
 * tells why.
 */
const DIFFERENT = {
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
  'a batch without a status': {
    server: (t) => startPages(t, () => ({ items: [{ id: 'bat-1' }] })),
    program: async (client) => (await collect(client.batches.list())).length,
    ours: 'APIError',
    theirs: 1,
  },
  'a mistyped filter': {
    server: (t) => startPages(t, inOrder([[batch(1)]])),
    program: async (client) => (await client.batches.list({ pagesize: 5 })).items.length,
    ours: 'LlamaCloudError',
    theirs: 1,
  },
  'the total': {
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
  'the message of an error': {
    server: (t) => startSandbox(t),
    program: (client) => client.batches.get('bat-none').catch(({ message }) => message),
    ours: '404 Batch not found',
    theirs: '404 {"detail":"Batch not found"}',
  },
  'what a page tells of its request': {
    server: (t) => startSandbox(t),
    program: async (client) => {
      const page = await client.batches.list();
      return ['response', 'body', 'options'].filter((name) => name in page).join();
    },
    ours: '',
    theirs: 'response,body,options',
  },
  'some fields of the body in the options': {
    server: (t) => startSandbox(t),
    program: async (client) => (await client.batches.create(NEW, { body: { webhook_configuration_ids: [] } })).status,
    ours: 'PENDING',
    theirs: 'UnprocessableEntityError',
  },
  'a filter in the parameters and one in the options': {
    server: (t) => startSandbox(t, { batches: 1_000 }),
    program: async (client) => {
      const { items } = await client.batches.list({ status: 'FAILED' }, { query: { page_size: 500 } });
      return items.every(({ status }) => status === 'FAILED');
    },
    ours: true,
    theirs: false,
  },
  'a path at another host': {
    server: (t) => startPages(t, inOrder([[batch(1)]])),
    program: async (client, server) =>
      (await client.batches.list({}, { path: `${server.url}/elsewhere` })).items.length,
    ours: 'LlamaCloudError',
    theirs: 1,
  },
  'another method': {
    server: (t) => startPages(t, inOrder([[batch(1)]])),
    program: async (client, server) => {
      await client.batches.list({}, { method: 'put' });
      return server.requests[0].method;
    },
    ours: 'LlamaCloudError',
    theirs: 'PUT',
  },
  'the key of a client': {
    server: (t) => startSandbox(t),
    program: (client) => client.apiKey ?? 'not there',
    ours: 'not there',
    theirs: KEY,
  },
  'how often a request is sent again by default': {
    server: (t) => startSandbox(t),
    program: (client) => new client.constructor({ apiKey: KEY }).maxRetries,
    ours: 2,
    theirs: 5,
  },
  'listeners on a signal': {
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
  'requests for a create that timed out': {
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
};

for (const [name, { server, program, ours, theirs }] of Object.entries(DIFFERENT)) {
  test(`other than the official SDK, on purpose: ${name}`, async (t) => {
    const seen = async (makeClient, running) => {
      const { value, error } = await outcome((client) => program(client, running), makeClient(running));
      return error ?? value;
    };
    const first = await server(t);
    assert.equal(await seen(({ client }) => client(), first), ours);
    const second = await server(t);
    assert.equal(await seen(({ url }) => official(url), second), theirs);
  });
}

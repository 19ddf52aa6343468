// Nothing leaks, however often: what wasm holds, listeners, timers and connections end up
// where they were.

import './support/leaks.mjs';

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { collectGarbage, held } from './support/leaks.mjs';
import { batches, LlamaCloud } from './support/package.mjs';
import { batch } from './support/pages.mjs';
import { startSandbox } from './support/sandbox.mjs';

const PAGE = 500;
const items = Array.from({ length: PAGE }, (_, at) => batch(at));
const rest = JSON.stringify({ items, total_size: null }).slice(1);

/** How often a list has moved on: each time by a batch, created a minute later. */
let moves = 0;

/** What the server does with a request, by its `mode` parameter. */
const MODES = {
  pages: (query, response) => {
    const at = Number(query.get('page_token') ?? 0);
    const pages = Number(query.get('pages') ?? 1e9);
    response.end(`{"next_page_token":${at + 1 < pages ? `"${at + 1}"` : null},${rest}`);
  },
  error: (_, response) => response.writeHead(500, { 'content-type': 'application/json' }).end('{"detail":"no"}'),
  reset: (_, response) => response.destroy(),
  broken: (_, response) => response.end('{"items": ['),
  html: (_, response) => response.end('<!doctype html>'),
  misfit: (_, response) => response.end('{"items": [{}]}'),
  stalledError: (_, response) => response.writeHead(500, { 'content-type': 'application/json' }).write('{"detail":'),
  silence: () => {},
  half: (query, response) => {
    if (!query.has('page_token')) response.end(`{"next_page_token":"1",${rest}`);
  },
  stall: (_, response) => response.writeHead(200).write('{"items"'),
  later: (_, response) => response.writeHead(503, { 'retry-after': '30' }).end(),
  moving: (_, response) => {
    const shown = Array.from({ length: 100 }, (_, at) =>
      batch(moves + at, { created_at: new Date((moves + at) * 60_000).toISOString() }),
    );
    moves++;
    response.end(JSON.stringify({ items: shown }));
  },
  batch: (_, response) => response.end(JSON.stringify(items[0])),
};

async function start(t) {
  const asked = new EventTarget();
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url, 'http://host');
    MODES[searchParams.get('mode') ?? 'batch'](searchParams, response);
    asked.dispatchEvent(new Event('request'));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const client = new LlamaCloud({
    apiKey: 'llx-leaks',
    baseURL: `http://127.0.0.1:${server.address().port}`,
    logLevel: 'off',
  });
  return { server, client, asked, signal: new AbortController().signal };
}

/**
 * Calls `run` `times` times after a fifth of that to warm up, and compares what is held. What waits
 * for the garbage collector is let go after every tenth.
 */
async function leavesNothing(place, times, run) {
  const tenth = async () => {
    for (let at = 0; at < times / 10; at++) await run(at);
    return held(place);
  };
  await tenth();
  const before = await tenth();
  let after;
  for (let round = 0; round < 10; round++) after = await tenth();
  assert.equal(after.memory, before.memory, 'bytes of wasm memory');
  assert.equal(after.references, before.references, 'references that wasm holds');
  assert.equal(after.listeners, 0, 'listeners on the signal');
  assert.ok(after.timers <= before.timers, `timers: ${before.timers}, then ${after.timers}`);
  assert.ok(
    after.connections <= before.connections + 1,
    `connections: ${before.connections}, then ${after.connections}`,
  );
}

test('a million items leak nothing', async (t) => {
  const place = await start(t);
  const query = { mode: 'pages', pages: 200 };
  await leavesNothing(place, 10, async () => {
    let count = 0;
    for await (const each of place.client.batches.list({}, { query, signal: place.signal })) count += each.id ? 1 : 0;
    assert.equal(count, 100_000);
  });
});

test('concurrent windows, read to the end or left, leak nothing', async (t) => {
  const sandbox = await startSandbox(t, { batches: 1_000, days: 10 });
  const { signal } = new AbortController();
  const client = sandbox.client();
  const now = Date.now();
  const bounds = {
    created_at_on_or_after: new Date(now - 864e6),
    created_at_on_or_before: new Date(now),
    page_size: 50,
  };
  const server = { getConnections: (tell) => sandbox.connections().then((count) => tell(null, count)) };
  await leavesNothing({ server, signal }, 40, async (at) => {
    let count = 0;
    for await (const _ of client.batches.list(bounds, { signal, concurrency: 4, ordered: at % 4 > 1 })) {
      if (++count === 500 && at % 2) break;
    }
    assert.equal(count, at % 2 ? 500 : 1_000);
  });
});

test('2,000 failures leak nothing', async (t) => {
  const place = await start(t);
  const { client, signal } = place;
  const thrown = ['stop', 7, null, new RangeError('no'), Object.create(null)];
  const failures = [
    ...['error', 'reset', 'broken', 'html', 'misfit'].map(
      (mode) => () => client.batches.list({}, { query: { mode }, signal, maxRetries: 0 }),
    ),
    () => client.batches.list({}, { query: { mode: 'silence' }, signal, maxRetries: 0, timeout: 1 }),
    () => client.batches.get('', {}, { signal }),
    () => client.batches.create({ source_directory_id: 1n }, { signal }),
    () =>
      client.batches.wait('bat-1', {
        signal,
        onUpdate() {
          throw 'stop';
        },
      }),
    (at) =>
      client
        .withOptions({
          fetch: () => {
            throw thrown[at % thrown.length];
          },
        })
        .batches.cancel('bat-1', {}, { signal, maxRetries: 0 }),
  ];
  await leavesNothing(place, 2_000, (at) =>
    assert.rejects(failures[at % failures.length](at), batches.LlamaCloudError),
  );
});

test('100,000 failures without a network leak nothing', async (t) => {
  const place = await start(t);
  const { signal } = place;
  const refused = { status: 404, headers: new Map(), text: async () => '{"detail":"no"}' };
  const fetches = [
    async () => refused,
    async () => {
      throw new TypeError('no');
    },
    async () => ({ ...refused, status: 200 }),
  ];
  const clients = fetches.map((fetch) => place.client.withOptions({ fetch, maxRetries: 0 }));
  await leavesNothing(place, 100_000, async (at) => {
    const error = await clients[at % 3].batches.list({}, { signal }).catch((error) => error);
    assert.ok(error instanceof batches.APIError);
  });
});

test('200 errors whose bodies stall leak nothing', async (t) => {
  const place = await start(t);
  const { client, signal } = place;
  const fail = () => client.batches.list({}, { query: { mode: 'stalledError' }, signal, maxRetries: 0, timeout: 20 });
  await leavesNothing(place, 200, () => assert.rejects(fail(), batches.APIError));
});

test('2,000 aborted lists leak nothing', async (t) => {
  const place = await start(t);
  const moments = ['before', 'silence', 'stall', 'later'];
  await leavesNothing(place, 2_000, async (at) => {
    const controller = new AbortController();
    const mode = moments[at % moments.length];
    if (mode === 'before') controller.abort('stop');
    const asked = once(place.asked, 'request', { signal: controller.signal }).catch(() => {});
    const iterator = place.client.batches
      .list({}, { query: { mode }, signal: controller.signal })
      [Symbol.asyncIterator]();
    const rejected = assert.rejects(iterator.next(), batches.APIUserAbortError);
    await asked;
    controller.abort(at);
    await rejected;
  });
});

test('a page whose items are handed out is garbage while the next one is awaited', async (t) => {
  const { client } = await start(t);
  const iterator = client.batches.list({}, { query: { mode: 'half' } })[Symbol.asyncIterator]();
  const refs = [];
  for (let count = 0; count < PAGE; count++) refs.push(new WeakRef((await iterator.next()).value));
  const next = iterator.next();
  await collectGarbage();
  // What `next` waited for is held until it waits again.
  assert.ok(refs.filter((each) => each.deref()).length <= 1);
  await iterator.return();
  await next;
});

test('1,000 clients whose functions reach them leak nothing', async (t) => {
  const place = await start(t);
  const { baseURL } = place.client;
  await leavesNothing(place, 1_000, async () => {
    const logger = { ...console, info: () => client.timeout };
    const send = (url, init) => (client.timeout, fetch(url, init));
    const client = new LlamaCloud({ apiKey: 'llx-leaks', baseURL, logger, logLevel: 'info', fetch: send });
    await client.batches.get('bat-1');
    for await (const { id } of client
      .withOptions({ timeout: 1_000 })
      .batches.list({}, { query: { mode: 'pages', pages: 1 } }))
      if (id === 'bat-1') break;
    client.maxRetries = 0;
    await client.batches.get('bat-1');
  });
});

test('a list, its pages and its loops need no one to hold their client', async (t) => {
  const { client, asked } = await start(t);
  let [sent, received] = [0, 0];
  asked.addEventListener('request', () => received++);
  const list = () => {
    const own = client.withOptions({ fetch: (url, init) => (sent++, fetch(url, init)) });
    return own.batches.list({}, { query: { mode: 'pages' } });
  };
  const [lists, loops] = [[list(), list(), list()], [list()[Symbol.asyncIterator]()]];
  await loops[0].next();
  await collectGarbage();
  let page = await lists[0];
  for (let at = 0; at < 3; at++) {
    await collectGarbage();
    page = await page.getNextPage();
    assert.equal(page.items.length, PAGE);
  }
  for (let at = 0; at < 2 * PAGE; at++) assert.ok(!(await loops[0].next()).done);
  for await (const { id } of lists[1]) if (id === 'bat-1') break;
  assert.equal((await lists[2].asResponse()).status, 200);
  await loops[0].return();
  assert.ok(received > 6);
  assert.equal(sent, received, 'each request went by the fetch of the options');
});

test('2,000 loops that break leak nothing', async (t) => {
  const place = await start(t);
  const { client, signal } = place;
  await leavesNothing(place, 2_000, async () => {
    for await (const each of client.batches.list({}, { query: { mode: 'pages' }, signal })) {
      assert.equal(each.id, 'bat-0');
      break;
    }
  });
});

test('a watch of 2,000 polls leaks nothing, though each poll differs', async (t) => {
  const place = await start(t);
  const { signal } = place;
  const watched = place.client
    .withOptions({ defaultQuery: { mode: 'moving' } })
    .batches.watch({}, { signal, interval: 1 });
  let last;
  await leavesNothing(place, 2_000, async () => {
    const { value } = await watched.next();
    assert.notEqual(value.id, last);
    last = value.id;
  });
  await watched.return();
});

test('2,000 calls of every other method leak nothing', async (t) => {
  const place = await start(t);
  const { client, signal } = place;
  const body = { config: { job: { configuration_id: 'cfg', type: 'parse_v2' } }, source_directory_id: 'dir' };
  const calls = [
    () => client.batches.get('bat-1', { expand: ['results'] }, { signal }),
    () => client.batches.create(body, { signal }),
    () => client.batches.cancel('bat-1', {}, { signal }).withResponse(),
    () => client.batches.wait('bat-1', { signal, timeout: 60_000, onUpdate() {} }),
    () =>
      client.batches
        .get('bat-1', {}, { signal })
        .asResponse()
        .then((response) => response.text()),
    async () => {
      const changes = client.withOptions({ defaultQuery: { mode: 'pages', pages: 1 } }).batches.watch({}, { signal });
      await changes.next();
      await changes.return();
    },
    () => client.batches.list({}, { query: { mode: 'pages', pages: 2 }, signal }).then((page) => page.getNextPage()),
  ];
  await leavesNothing(place, 2_000, (at) => calls[at % calls.length]());
});

// More than one request at a time: a prefetched page, concurrent windows, and the rate limit.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { batches } from './support/package.mjs';
import { batch, collect, inOrder, startPages } from './support/pages.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { official } from './support/sdk.mjs';

const RANGE = { created_at_on_or_after: '2020-01-01T00:00:00Z', created_at_on_or_before: '2030-01-01T00:00:00Z' };

/** Pages 0 to 9 of two batches each; `held` pages are answered when they are let go. */
async function startHeld(t) {
  const held = new Map();
  const asked = new EventTarget();
  const server = await startPages(t, (query, request, response) => {
    const at = Number(query.get('page_token') ?? 0);
    const answer = () =>
      response.end(
        JSON.stringify({ items: [batch(2 * at), batch(2 * at + 1)], next_page_token: at < 9 ? `${at + 1}` : null }),
      );
    response.on('close', () => asked.dispatchEvent(new Event(`closed ${at}`)));
    held.set(at, Object.assign(answer, { response }));
    asked.dispatchEvent(new Event(`asked ${at}`));
  });
  const until = (what) => new Promise((resolve) => asked.addEventListener(what, resolve, { once: true }));
  return { ...server, held, until, asked: async (at) => held.has(at) || (await until(`asked ${at}`)) };
}

/** The same, and an iterator that has returned two items of page 0, so that page 1 is prefetched. */
async function startIterator(t) {
  const server = await startHeld(t);
  const iterator = server.client().batches.list()[Symbol.asyncIterator]();
  const first = iterator.next();
  await server.asked(0);
  server.held.get(0)();
  await first;
  await iterator.next();
  await server.asked(1);
  return { ...server, iterator };
}

test('the next page is prefetched once a loop requests its second item', async (t) => {
  const { client, held, requests, asked } = await startHeld(t);
  const iterator = client().batches.list()[Symbol.asyncIterator]();
  const first = iterator.next();
  await asked(0);
  held.get(0)();
  assert.equal((await first).value.id, 'bat-0');
  // A round trip of another client: a prefetch by the first item would have arrived by then.
  const probe = fetch(`${client().baseURL}/?page_token=7`);
  await asked(7);
  held.get(7)();
  await probe;
  assert.deepEqual(
    requests.map(({ query }) => query.get('page_token')),
    [null, '7'],
  );
  assert.equal((await iterator.next()).value.id, 'bat-1');
  await asked(1);
  const third = iterator.next();
  held.get(1)();
  assert.equal((await third).value.id, 'bat-2');
  await asked(2);
  await iterator.return();
});

test('a break cancels the prefetch', async (t) => {
  const { iterator, until } = await startIterator(t);
  const closed = until('closed 1');
  await iterator.return();
  await closed;
  assert.deepEqual(await iterator.next(), { value: undefined, done: true });
});

test('one page is prefetched, and no more', async (t) => {
  const { client, held, requests, asked } = await startHeld(t);
  const iterator = client().batches.list()[Symbol.asyncIterator]();
  for (let at = 0; at < 3; at++) {
    const next = iterator.next();
    await asked(at);
    held.get(at)();
    await next;
    await iterator.next();
  }
  await asked(3);
  assert.equal(requests.length, 4);
  await iterator.return();
});

test('readAhead: 0 asks for a page when it is wanted', async (t) => {
  const seen = [];
  const { client, requests } = await startPages(
    t,
    inOrder([
      [batch(1), batch(2)],
      [batch(3), batch(4)],
    ]),
  );
  for await (const { id } of client().batches.list({}, { readAhead: 0 })) seen.push([id, requests.length]);
  assert.deepEqual(seen, [
    ['bat-1', 1],
    ['bat-2', 1],
    ['bat-3', 2],
    ['bat-4', 2],
  ]);
  const page = await client().batches.list({}, { readAhead: 0 });
  for await (const { id } of page) seen.push([id, requests.length]);
  assert.deepEqual(seen.slice(4), [
    ['bat-1', 3],
    ['bat-2', 3],
    ['bat-3', 4],
    ['bat-4', 4],
  ]);
});

test('an error of a prefetched page comes after the items before it', async (t) => {
  const { client } = await startPages(t, (query, request, response) => {
    if (!query.has('page_token')) return { items: [batch(1), batch(2), batch(3)], next_page_token: 'a' };
    return void response.writeHead(403).end();
  });
  const seen = [];
  const failed = (async () => {
    for await (const { id } of client().batches.list()) {
      seen.push(id);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  await assert.rejects(failed, batches.PermissionDeniedError);
  assert.deepEqual(seen, ['bat-1', 'bat-2', 'bat-3']);
});

for (const options of [{ concurrency: 4 }, { concurrency: 16 }, { concurrency: 4, ordered: false }]) {
  test(`${JSON.stringify(options)} lists what a plain list lists`, async (t) => {
    const now = Date.UTC(2026, 0, 1);
    const sandbox = await startSandbox(t, { batches: 5_000, now: () => now });
    for (const params of [RANGE, { ...RANGE, page_size: 7, status: 'FAILED' }, { ...RANGE, page_size: 1_000 }]) {
      const plain = (await collect(official(sandbox.url).batches.list(params))).map(({ id }) => id);
      sandbox.requests.clear();
      const seen = (await collect(sandbox.client().batches.list(params, options))).map(({ id }) => id);
      const sort = (ids) => (options.ordered === false ? ids.toSorted() : ids);
      assert.deepEqual(sort(seen), sort(plain));
      const pages = Math.ceil(plain.length / (params.page_size ?? 100));
      assert.ok(
        sandbox.requests.all.length <= pages * 1.6 + 40,
        `${sandbox.requests.all.length} requests for ${pages} pages`,
      );
    }
  });
}

/** A server of batches at `times`, newest first, that filters by time, both ends included. */
async function startTimes(t, times, { descending = true, size = 3, total = true } = {}) {
  const all = times.map((time, at) => batch(at, { created_at: new Date(time).toISOString() }));
  all.sort((one, other) => (Date.parse(one.created_at) - Date.parse(other.created_at)) * (descending ? -1 : 1));
  let most = 0;
  let open = 0;
  const server = await startPages(t, (query, request, response) => {
    most = Math.max(most, ++open);
    const [from, to] = [query.get('created_at_on_or_after'), query.get('created_at_on_or_before')].map(Date.parse);
    const fits = all.filter(({ created_at }) => Date.parse(created_at) >= from && Date.parse(created_at) <= to);
    const at = Number(query.get('page_token') ?? 0);
    const items = fits.slice(at, at + size);
    const body = {
      items,
      next_page_token: at + size < fits.length ? `${at + size}` : null,
      total_size: total ? fits.length : null,
    };
    setTimeout(() => {
      open--;
      response.end(JSON.stringify(body));
    }, 5);
  });
  return { ...server, all, most: () => most };
}

const START = Date.parse('2026-01-01T00:00:00Z');

for (const [name, times] of Object.entries({
  evenly: (at) => at * 60_000,
  'in bursts': (at) => Math.floor(at / 10) * 3_600_000,
  'all at two moments': (at) => (at < 40 ? 0 : 5),
  'dense at the end': (at) => 1e9 / (at + 1),
  'within one second': (at) => at,
  'all at once': () => 7,
})) {
  for (const descending of [true, false]) {
    test(`concurrently: ${name}, ${descending ? 'newest' : 'oldest'} first`, async (t) => {
      const moments = Array.from({ length: 90 }, (_, at) => START + Math.round(times(at)));
      for (const total of [true, false]) {
        const { client, all, most, requests } = await startTimes(t, moments, { descending, total });
        const seen = await collect(client().batches.list(RANGE, { concurrency: 4 }));
        assert.deepEqual(
          seen.map(({ id }) => id),
          all.map(({ id }) => id),
        );
        const loose = await collect(client().batches.list(RANGE, { concurrency: 3, ordered: false }));
        assert.deepEqual(loose.map(({ id }) => id).sort(), all.map(({ id }) => id).sort());
        assert.ok(most() <= 4, `${most()} requests at a time`);
        assert.ok(requests.length <= 2 * (30 * 2 + 60), `${requests.length} requests`);
      }
    });
  }
}

test('a list that is not ordered by time is read sequentially', async (t) => {
  const items = [5, 1, 4, 2, 3, 6].map((at) => batch(at, { created_at: new Date(START + at * 1e6).toISOString() }));
  const { client, requests } = await startPages(t, inOrder([items.slice(0, 3), items.slice(3)]));
  const seen = await collect(client().batches.list(RANGE, { concurrency: 4 }));
  assert.deepEqual(seen, items);
  assert.equal(requests.length, 2);
});

test('an error in a later window comes when its turn has come, and ends the list', async (t) => {
  const { client, all } = await startTimes(
    t,
    Array.from({ length: 60 }, (_, at) => START + at * 60_000),
  );
  let count = 0;
  const options = {
    maxRetries: 0,
    fetch: (url, init) => (++count === 12 ? Promise.reject(new TypeError('gone')) : fetch(url, init)),
  };
  const seen = [];
  await assert.rejects(async () => {
    for await (const { id } of client(options).batches.list(RANGE, { concurrency: 4 })) seen.push(id);
  }, batches.APIConnectionError);
  assert.ok(seen.length > 0 && seen.length < 60);
  assert.deepEqual(
    seen,
    all.slice(0, seen.length).map(({ id }) => id),
  );
});

test('a break ends every window', async (t) => {
  const sandbox = await startSandbox(t, { batches: 2_000 });
  sandbox.faults.add({ kind: 'silence', skip: 1, times: null });
  const iterator = sandbox
    .client()
    .batches.list({ ...RANGE, page_size: 10 }, { concurrency: 4 })
    [Symbol.asyncIterator]();
  for (let at = 0; at < 10; at++) await iterator.next();
  const waiting = iterator.next();
  await sandbox.requests.until(5);
  await iterator.return();
  assert.deepEqual(await waiting, { value: undefined, done: true });
  await sandbox.requests.until(4, 'gone');
});

test('when the server is busy for one window, all of them wait', async (t) => {
  const sandbox = await startSandbox(t, { batches: 2_000 });
  sandbox.faults.add({ kind: 'status', status: 429, headers: { 'retry-after-ms': '300' }, skip: 4 });
  const times = [];
  const client = sandbox.client({ fetch: (url, init) => (times.push(performance.now()), fetch(url, init)) });
  const seen = await collect(client.batches.list({ ...RANGE, page_size: 10 }, { concurrency: 4 }));
  assert.equal(seen.length, 2_000);
  const gaps = times.slice(1).map((time, at) => time - times[at]);
  assert.ok(Math.max(...gaps) > 250, `nothing was sent for ${Math.max(...gaps)} ms`);
});

test('concurrency without both bounds is an error that names them', async () => {
  const { LlamaCloud, LlamaCloudError } = batches;
  const { list } = {
    list: (...all) => new LlamaCloud({ apiKey: 'llx-x', baseURL: 'http://127.0.0.1:9' }).batches.list(...all),
  };
  for (const [params, options, message] of [
    [{}, { concurrency: 2 }, /created_at_on_or_after/],
    [{ ...RANGE, page_token: 'a' }, { concurrency: 2 }, /page_token/],
    [RANGE, { concurrency: 17 }, /options\.concurrency must be a whole number from 1 to 16/],
    [RANGE, { concurrency: 0 }, /options\.concurrency/],
    [{}, { readAhead: 2 }, /options\.readAhead must be 0 or 1/],
    [{}, { ordered: 1 }, /options\.ordered/],
  ]) {
    await assert.rejects(
      async () => await list(params, options),
      (error) => error instanceof LlamaCloudError && message.test(error.message),
    );
  }
});

test('maxRequestsPerMinute: what would be more waits until the minute is over', async (t) => {
  const { client, requests } = await startPages(
    t,
    inOrder([[batch(1)], [batch(2)], [batch(3)], [batch(4)], [batch(5)]]),
  );
  // Only the time is not real: a minute is too long for a test.
  const { get } = await import('node:http');
  const http = (url) =>
    new Promise((resolve, reject) => {
      get(url, async (answer) =>
        resolve(new Response((await answer.toArray()).join(''), { status: answer.statusCode })),
      ).on('error', reject);
    });
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: START });
  t.after(() => mock.timers.reset());
  const seen = [];
  const done = (async () => {
    for await (const { id } of client({ maxRequestsPerMinute: 2, fetch: http, timeout: Infinity }).batches.list())
      seen.push(id);
  })();
  const settle = async () => {
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  for (const expected of [2, 4, 5]) {
    for (let turn = 0; requests.length < expected && turn < 1_000; turn++) await settle();
    await settle();
    assert.equal(requests.length, expected);
    mock.timers.tick(59_000);
    await settle();
    assert.equal(requests.length, expected);
    mock.timers.tick(1_500);
  }
  await done;
  assert.equal(seen.length, 5);
});

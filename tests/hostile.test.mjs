// Servers, clocks and callers that do what nothing promised they would not do.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { getEventListeners, once } from 'node:events';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { NEW } from './support/operations.mjs';
import { batches, consumer } from './support/package.mjs';
import { batch, collect, inOrder, startPages } from './support/pages.mjs';
import { startSandbox } from './support/sandbox.mjs';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const RANGE = { created_at_on_or_after: new Date(START), created_at_on_or_before: new Date(START + 30 * DAY) };

/** `count` batches over 30 days, newest first, each with a time that no other has. */
function world(count, print = (time) => new Date(time).toISOString()) {
  return Array.from({ length: count }, (_, at) => {
    const time = START + 30 * DAY - Math.round(((at + 0.5) * 30 * DAY) / count);
    return { ...batch(at, { created_at: print(time) }), time };
  });
}

/** A server of these batches that filters by time, and answers after `latency` milliseconds. */
function startWorld(t, all, { size = 20, latency = 1, filter = (time, from, to) => time >= from && time <= to } = {}) {
  return startPages(t, (query, request, response) => {
    const [from, to] = ['created_at_on_or_after', 'created_at_on_or_before'].map((name) => Date.parse(query.get(name)));
    const fits = all.filter(({ time }) => filter(time, from, to));
    const at = Number(query.get('page_token') ?? 0);
    const items = fits.slice(at, at + size).map(({ time, ...item }) => item);
    const body = { items, next_page_token: at + size < fits.length ? `${at + size}` : null };
    setTimeout(() => response.end(JSON.stringify(body)), latency);
  });
}

const ids = (items) => items.map(({ id }) => id);
const sorted = (items) => ids(items).sort();

for (const [what, order] of Object.entries({
  'by updated_at': (all) => all.toSorted((one, other) => (one.time % 7_919) - (other.time % 7_919)),
  'grouped by status': (all) => [0, 1, 2].flatMap((kind) => all.filter((_, at) => at % 3 === kind)),
  'in no order': (all) => all.toSorted((one, other) => ((one.time * 31) % 1_009) - ((other.time * 31) % 1_009)),
  'with the newest last': (all) => [...all.slice(1), all[0]],
})) {
  test(`a list ${what} loses nothing and doubles nothing under concurrency`, async (t) => {
    const all = order(world(300));
    const { client } = await startWorld(t, all);
    const plain = ids(await collect(client().batches.list(RANGE)));
    const windows = await collect(client().batches.list(RANGE, { concurrency: 4 }));
    assert.deepEqual(ids(windows).sort(), plain.toSorted());
    const loose = await collect(client().batches.list(RANGE, { concurrency: 4, ordered: false }));
    assert.deepEqual(sorted(loose), plain.toSorted());
  });
}

for (const [what, filter] of Object.entries({
  'leaves out both bounds themselves': (time, from, to) => time > from && time < to,
  'cuts bounds to seconds': (time, from, to) =>
    time >= Math.floor(from / 1_000) * 1_000 && time <= Math.floor(to / 1_000) * 1_000,
  'ignores the lower bound': (time, from, to) => time <= to,
  'ignores the upper bound': (time, from) => time >= from,
  'ignores both bounds': () => true,
})) {
  test(`a server that ${what} gives the same under concurrency, at a bounded cost`, async (t) => {
    const { client, requests } = await startWorld(t, world(600), { filter });
    const plain = ids(await collect(client().batches.list(RANGE)));
    const cost = requests.length;
    assert.deepEqual(ids(await collect(client().batches.list(RANGE, { concurrency: 8 }))), plain);
    assert.ok(requests.length - cost <= 3 * cost + 40, `${requests.length - cost} requests for ${cost}`);
  });
}

test('bounds far wider than the batches cost a few requests more', async (t) => {
  const { client, requests } = await startWorld(t, world(600));
  const wide = { created_at_on_or_after: '2010-01-01T00:00:00Z', created_at_on_or_before: '2040-01-01T00:00:00Z' };
  assert.equal((await collect(client().batches.list(wide, { concurrency: 8 }))).length, 600);
  assert.ok(requests.length <= 75, `${requests.length} requests for 30 pages`);
});

test('times without a zone are UTC, wherever the process runs', async (t) => {
  const { url } = await startWorld(
    t,
    world(200, (time) => new Date(time).toISOString().replace('Z', '')),
    { size: 10 },
  );
  const script = `
    import LlamaCloud from 'llama-cloud-batches';
    const { batches } = new LlamaCloud({ apiKey: 'llx-any-key', baseURL: ${JSON.stringify(url)} });
    const params = { created_at_on_or_after: '2026-01-01T00:00:00', created_at_on_or_before: '2026-01-31T00:00:00' };
    const seen = [];
    for await (const { id } of batches.list(params, { concurrency: 4 })) seen.push(id);
    console.log(seen.length, new Set(seen).size);`;
  for (const TZ of ['America/New_York', 'Asia/Tokyo']) {
    const env = { PATH: process.env.PATH, TZ };
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      cwd: consumer,
      env,
    });
    assert.equal(stdout.trim(), '200 200', TZ);
  }
});

test('times without seconds hide nothing of the order: such a list is read plainly', async (t) => {
  for (const digits of [10, 16]) {
    const all = world(100, (time) => `${new Date(time).toISOString().slice(0, digits)}${digits > 10 ? 'Z' : ''}`);
    const { client } = await startWorld(t, all, { size: 3 });
    const windows = await collect(client().batches.list(RANGE, { concurrency: 4 }));
    assert.deepEqual(ids(windows), ids(all));
  }
});

test('a page that also looks like a batch is a page, for windows too', async (t) => {
  const { client } = await startPages(t, () => ({ ...batch(0), items: [batch(1), batch(2)], total_size: 2 }));
  const all = await collect(client().batches.list(RANGE, { concurrency: 4 }));
  assert.deepEqual(ids(all), ['bat-1', 'bat-2']);
  const watch = client().batches.watch({}, { interval: 60_000 });
  assert.equal((await watch.next()).value.id, 'bat-1');
  await watch.return();
});

test('a consumer that is slower than the timeout loses no window', async (t) => {
  const { client } = await startWorld(t, world(200));
  let count = 0;
  for await (const _ of client({ timeout: 500, maxRetries: 0 }).batches.list(RANGE, { concurrency: 4 })) {
    if (++count % 60 === 0) await new Promise((resolve) => setTimeout(resolve, 800));
  }
  assert.equal(count, 200);
});

test('a break and an abort close every window at once, though no call of next() is waiting', async (t) => {
  for (const end of ['return', 'abort']) {
    const sandbox = await startSandbox(t, { batches: 2_000 });
    sandbox.faults.add({ kind: 'silence', skip: 1, times: null });
    const controller = new AbortController();
    const bounds = {
      created_at_on_or_after: '2020-01-01T00:00:00Z',
      created_at_on_or_before: '2030-01-01T00:00:00Z',
      page_size: 10,
    };
    const iterator = sandbox
      .client()
      .batches.list(bounds, { concurrency: 4, signal: controller.signal })
      [Symbol.asyncIterator]();
    for (let at = 0; at < 5; at++) await iterator.next();
    await sandbox.requests.until(5);
    if (end === 'return') await iterator.return();
    else controller.abort();
    await sandbox.requests.until(4, 'gone');
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  }
});

test('the wall clock set back an hour delays nothing', async (t) => {
  const { client } = await startPages(t, inOrder([[batch(1)], [batch(2)]]));
  const limited = client({ maxRequestsPerMinute: 10 });
  await limited.batches.list();
  const { now } = Date;
  t.mock.method(Date, 'now', () => now() - 3_600_000);
  assert.equal((await collect(limited.batches.list())).length, 2);
});

test('windows slow down together for a server that takes few requests, and finish', async (t) => {
  const all = world(600);
  let span = 0;
  let taken = 0;
  const { client } = await startPages(t, (query, request, response) => {
    const now = performance.now();
    if (now >= span + 100) [span, taken] = [now, 0];
    if (++taken > 4)
      return void response.writeHead(429, { 'retry-after-ms': String(Math.ceil(span + 100 - now)) }).end();
    const [from, to] = ['created_at_on_or_after', 'created_at_on_or_before'].map((name) => Date.parse(query.get(name)));
    const fits = all.filter(({ time }) => time >= from && time <= to);
    const at = Number(query.get('page_token') ?? 0);
    return {
      items: fits.slice(at, at + 20).map(({ time, ...item }) => item),
      next_page_token: at + 20 < fits.length ? `${at + 20}` : null,
    };
  });
  for (const concurrency of [8, 16]) {
    assert.equal((await collect(client().batches.list(RANGE, { concurrency }))).length, 600);
  }
});

test('a wait goes on through what is transient, until its own timeout', async (t) => {
  let requests = 0;
  const { client } = await startPages(t, (query, request, response) => {
    if (++requests % 8) return void response.writeHead(503, { 'retry-after-ms': '1' }).end();
    return batch(1, { status: requests > 20 ? 'COMPLETED' : 'RUNNING' });
  });
  assert.equal((await client().batches.wait('bat-1', { pollInterval: 1, maxInterval: 2 })).status, 'COMPLETED');
  const broken = await startPages(t, (query, request, response) => void response.destroy());
  const failed = broken
    .client({ maxRetries: 0 })
    .batches.wait('bat-1', { pollInterval: 5, maxInterval: 10, timeout: 200 });
  await assert.rejects(failed, batches.BatchWaitError);
});

for (const [what, body] of Object.entries({
  'whose message cannot be text': '{"detail":[{"loc":["q"],"msg":{"toString":1}}]}',
  'whose location cannot be text': '{"detail":[{"loc":[{"toString":1}],"msg":"no"}]}',
  'that is nested 20,000 levels deep': `{"detail":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  'that looks like an error': '{"message":{"message":{}},"stack":1,"name":2}',
})) {
  test(`an error body ${what} is an error of its status`, async (t) => {
    const { client } = await startPages(t, (query, request, response) => void response.writeHead(422).end(body));
    await assert.rejects(
      client().batches.list(),
      (error) => error instanceof batches.UnprocessableEntityError && error.status === 422,
    );
    await assert.rejects(collect(client().batches.list()), batches.UnprocessableEntityError);
  });
}

test('an onUpdate that changes the batch changes nothing for the wait', async (t) => {
  for (const change of [7, {}, Symbol('x'), null, undefined]) {
    let polls = 0;
    const { client } = await startPages(t, () => batch(1, { status: ++polls < 3 ? 'RUNNING' : 'COMPLETED' }));
    const options = {
      pollInterval: 1,
      onUpdate: (each) => (change === undefined ? delete each.status : (each.status = change)),
    };
    await client().batches.wait('bat-1', options);
    assert.equal(polls, 3);
  }
});

test('a created_at at the ends of time disturbs neither a list nor a watch', async (t) => {
  for (const created_at of ['-271821-04-20T00:00:00.000Z', '+275760-09-13T00:00:00.000Z', '', 'yesterday']) {
    const { client } = await startPages(
      t,
      inOrder([[batch(1), batch(2, { created_at })], [batch(3, { created_at, status: 'RUNNING' })]]),
    );
    assert.equal((await collect(client().batches.list(RANGE, { concurrency: 4 }))).length, 3);
    const watch = client().batches.watch({}, { interval: 5 });
    for (let at = 0; at < 3; at++) assert.equal((await watch.next()).done, false);
    await watch.return();
  }
});

test('a batch is a batch, though it has a field that is called items', async (t) => {
  for (const items of [7, 'x', [], [{}], { map: 1 }]) {
    const old = { items, created_at: new Date(Date.now() - 3 * DAY).toISOString() };
    const newest = batch('new', { created_at: new Date().toISOString() });
    let polls = 0;
    const { client } = await startPages(t, (query, { url }) => {
      if (/bat-old/.test(url)) return batch('old', { ...old, status: polls++ ? 'FAILED' : 'RUNNING' });
      const shown = query.has('created_at_on_or_after')
        ? [newest]
        : [newest, batch('old', { ...old, status: 'RUNNING' })];
      return { items: shown };
    });
    const seen = [];
    for await (const { id, status } of client().batches.watch({}, { interval: 5 })) {
      seen.push(`${id} ${status}`);
      if (status === 'FAILED') break;
    }
    assert.deepEqual(seen, ['bat-new COMPLETED', 'bat-old RUNNING', 'bat-old FAILED']);
  }
});

test('a date of retry-after counts by the clock of the server that says it', async (t) => {
  for (const ahead of [-3_600_000, 3_600_000]) {
    const { client, requests } = await startPages(t, (query, request, response) => {
      if (requests.length > 1) return { items: [] };
      const [date, later] = [0, 1_000].map((ms) => new Date(Date.now() + ahead + ms).toUTCString());
      response.writeHead(503, { date, 'retry-after': later }).end();
    });
    const started = performance.now();
    await client().batches.list();
    assert.ok(performance.now() - started > 990);
  }
});

test('a body that stalls after asResponse() times out, and its connection is closed', async (t) => {
  let closed;
  const { client } = await startPages(t, (query, request, response) => {
    closed = once(response, 'close');
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"items": [');
  });
  const list = client({ timeout: 1_000 }).batches.list();
  assert.equal((await list.asResponse()).status, 200);
  await assert.rejects(list, batches.APIConnectionTimeoutError);
  await closed;
});

test('a 200 whose JSON is cut off is retried', async (t) => {
  const bodies = ['', '{"items": [{"id":', '[', '{"items": []}'];
  const { client, requests } = await startPages(
    t,
    (query, request, response) => void response.end(bodies[requests.length - 1] ?? '{'),
  );
  assert.deepEqual((await client({ maxRetries: 3 }).batches.list()).items, []);
  assert.equal(requests.length, 4);
  await assert.rejects(client({ maxRetries: 0 }).batches.create(NEW), {
    name: 'APIError',
    status: 200,
    message: /not complete JSON/,
  });
  assert.equal(requests.length, 5);
});

test('a page works behind a proxy, as reactive frameworks make it', async (t) => {
  const { client } = await startPages(t, inOrder([[batch(1)], [batch(2)]]));
  const page = new Proxy(await client().batches.list(), {});
  assert.equal(page.hasNextPage(), true);
  assert.deepEqual(ids((await page.getNextPage()).items), ['bat-2']);
  assert.deepEqual(ids(await collect(page)), ['bat-1', 'bat-2']);
});

test('a client works behind proxies of all its objects, as reactive frameworks make them', async (t) => {
  const { client } = await startPages(t, inOrder([[batch(1)], [batch(2)]]));
  const reactive = (target) =>
    new Proxy(target, {
      get(...words) {
        const value = Reflect.get(...words);
        return value && typeof value === 'object' ? reactive(value) : value;
      },
    });
  const state = reactive({ client: client() });
  state.client.timeout = 5_000;
  assert.equal(state.client.timeout, 5_000);
  assert.equal(state.client.withOptions({ maxRetries: 7 }).timeout, 5_000);
  assert.deepEqual(ids((await state.client.batches.list()).items), ['bat-1']);
  await assert.rejects(state.client.batches.get(''), /batchID must be/);
});

test('return() waits for a promise, and an iterator can be disposed of', async (t) => {
  const { client } = await startPages(t, inOrder([[batch(1)], [batch(2)]]));
  const iterator = client().batches.list()[Symbol.asyncIterator]();
  await iterator.next();
  assert.deepEqual(await iterator.return(Promise.resolve('over')), { value: 'over', done: true });
  if (!Symbol.asyncDispose) return;
  const disposed = client().batches.list()[Symbol.asyncIterator]();
  await disposed[Symbol.asyncDispose]();
  assert.equal((await disposed.next()).done, true);
});

test('half a character is refused where it would be changed in silence', async (t) => {
  const { client, requests } = await startPages(t, () => batch(1));
  await assert.rejects(client().batches.get('bat-\ud800'), /batchID must be the id of a batch/);
  await assert.rejects(client().batches.list({ project_id: '\udc00' }), /params\.project_id/);
  await assert.rejects(client().batches.list({}, { query: { more: '\ud800' } }), /options\.query\.more/);
  assert.equal(requests.length, 0);
});

test('clients that withOptions derives share the limit, and Infinity takes it off', async (t) => {
  const { client, requests } = await startPages(t, () => ({ items: [] }));
  const limited = client({ maxRequestsPerMinute: 2 });
  await limited.batches.list();
  await limited.withOptions({ timeout: 9_000 }).batches.list();
  const waiting = new AbortController();
  const third = limited.withOptions({ maxRetries: 1 }).batches.list({}, { signal: waiting.signal });
  const rejected = assert.rejects(third, batches.APIUserAbortError);
  await limited.withOptions({ maxRequestsPerMinute: Infinity }).batches.list();
  waiting.abort();
  await rejected;
  assert.equal(requests.length, 3);
});

test('sixteen windows leave one listener on a signal, and no warning', async (t) => {
  const { client } = await startWorld(t, world(600), { latency: 5 });
  const { signal } = new AbortController();
  const warned = [];
  const onWarning = (warning) => warned.push(warning.name);
  process.on('warning', onWarning);
  let most = 0;
  for await (const _ of client().batches.list(RANGE, { concurrency: 16, signal })) {
    most = Math.max(most, getEventListeners(signal, 'abort').length);
  }
  process.off('warning', onWarning);
  assert.deepEqual([most <= 1, warned], [true, []]);
});

test('redaction takes whole secrets out of values, never names, and never short ones', async (t) => {
  const body = {
    detail: 'Invalid API key',
    secret: 'llx-0123456789',
    deep: [{ 'llx-0123456789': 'x llx-0123456789 y' }],
  };
  const { client } = await startPages(
    t,
    (query, request, response) => void response.writeHead(401).end(JSON.stringify(body)),
  );
  await assert.rejects(client({ apiKey: 'key' }).batches.list(), { message: '401 Invalid API key' });
  await assert.rejects(client({ apiKey: 'llx-0123456789' }).batches.list(), ({ error }) => {
    assert.deepEqual(error, { ...body, secret: '[redacted]', deep: [{ 'llx-0123456789': 'x [redacted] y' }] });
    return true;
  });
});

// Watching many batches: each that appears or changes its status.

import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { NEW } from './support/operations.mjs';
import { batches } from './support/package.mjs';
import { batch, startPages } from './support/pages.mjs';
import { startSandbox } from './support/sandbox.mjs';

test('what onError throws ends the watch, as the cause', async (t) => {
  const sandbox = await startSandbox(t);
  sandbox.faults.add(BUSY);
  const iterator = sandbox.client().batches.watch(
    {},
    {
      interval: 5,
      onError() {
        throw 'no';
      },
    },
  );
  await assert.rejects(iterator.next(), isOf('onError'));
  assert.deepEqual(await iterator.next(), { value: undefined, done: true });
});

test('what an async onUpdate or onError rejects with ends the wait or the watch, as the cause', async (t) => {
  const sandbox = await startSandbox(t);
  const { id } = await sandbox.client().batches.create(NEW);
  const no = async () => {
    throw 'no';
  };
  await assert.rejects(
    sandbox.client().batches.wait(id, { onUpdate: no, pollInterval: 5, timeout: 2_000 }),
    isOf('onUpdate'),
  );
  sandbox.faults.add(BUSY);
  const iterator = sandbox.client().batches.watch({}, { interval: 5, onError: no });
  await assert.rejects(iterator.next(), isOf('onError'));
  assert.deepEqual(await iterator.next(), { value: undefined, done: true });
});

/** A transient failure that is not retried at once. */
const BUSY = { kind: 'status', status: 503, headers: { 'x-should-retry': 'false' } };

/** Whether an error says that the caller's own function threw "no". */
function isOf(name) {
  return (error) => error.name === 'LlamaCloudError' && error.cause === 'no' && error.message.includes(name);
}

/** A list whose batches the test sets. */
async function startScene(t, items) {
  const scene = { items, queries: [], alone: [] };
  const server = await startPages(t, (query, { url }, response) => {
    const [, id] = /\/batches\/([^?]+)/.exec(url) ?? [];
    if (id) {
      scene.alone.push(url);
      const found = scene.items.find((item) => item.id === id);
      if (!found) response.statusCode = 404;
      return found ?? { detail: 'Batch not found' };
    }
    scene.queries.push(query);
    const from = Date.parse(query.get('created_at_on_or_after') ?? 0);
    const there = scene.items.filter(({ created_at }) => Date.parse(created_at ?? 0) >= from);
    const at = Number(query.get('page_token') ?? 0);
    return { items: there.slice(at, at + 2), next_page_token: at + 2 < there.length ? String(at + 2) : null };
  });
  return { ...server, scene };
}

const at = (minutes) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString();

test('watching yields what is there, what appears, and what changes its status', async (t) => {
  const running = batch('a', { status: 'RUNNING', created_at: at(0) });
  const { client, scene } = await startScene(t, [
    batch('c', { created_at: at(2) }),
    batch('b', { created_at: at(1) }),
    running,
  ]);
  const seen = [];
  for await (const { id, status } of client().batches.watch({}, { interval: 5 })) {
    seen.push(`${id} ${status}`);
    if (seen.length === 3) scene.items = [batch('d', { status: 'PENDING', created_at: at(3) }), ...scene.items];
    if (seen.length === 4) scene.items = scene.items.map((item) => ({ ...item, status: 'COMPLETED' }));
    if (seen.length === 6) break;
  }
  assert.deepEqual(seen, [
    'bat-c COMPLETED',
    'bat-b COMPLETED',
    'bat-a RUNNING',
    'bat-d PENDING',
    'bat-d COMPLETED',
    'bat-a COMPLETED',
  ]);
});

test('without the initial ones, only what changes comes', async (t) => {
  const { client, scene } = await startScene(t, [batch('a', { status: 'RUNNING', created_at: at(0) })]);
  const iterator = client().batches.watch(undefined, { interval: 5, initial: false });
  const first = iterator.next();
  while (scene.queries.length < 2) await new Promise(setImmediate);
  scene.items = [{ ...scene.items[0], status: 'FAILED' }];
  assert.equal((await first).value.status, 'FAILED');
  await iterator.return();
});

test('polls begin where the oldest batch was created that can still change', async (t) => {
  const old = Array.from({ length: 9 }, (_, n) => batch(`old${n}`, { created_at: at(n) }));
  const { client, scene } = await startScene(t, [
    batch('new', { created_at: at(1_000) }),
    batch('open', { status: 'RUNNING', created_at: at(500) }),
    ...old,
  ]);
  let count = 0;
  for await (const { id } of client().batches.watch({ project_id: 'prj-1' }, { interval: 5 })) {
    if (++count === 11)
      scene.items = [
        batch('open', { status: 'COMPLETED', created_at: at(500) }),
        ...scene.items.filter((item) => item.id !== 'bat-open'),
      ];
    if (count === 12) {
      assert.equal(id, 'bat-open');
      scene.items = [batch('last', { created_at: at(1_001) }), ...scene.items];
    }
    if (count === 13) break;
  }
  const starts = new Set(scene.queries.map((query) => query.get('created_at_on_or_after')));
  // From the open one, then from five minutes before the newest.
  assert.deepEqual([...starts], [null, at(500), at(995)]);
  assert.ok(scene.queries.every((query) => query.get('project_id') === 'prj-1'));
});

test('what is open for more than a day is looked at alone, until it ends or is gone', async (t) => {
  const DAY = 24 * 60;
  const open = (id, minutes, status = 'RUNNING') => batch(id, { status, created_at: at(minutes) });
  const items = (status, ...more) => [
    batch('new', { created_at: at(3 * DAY) }),
    open('day', 2 * DAY, 'PENDING'),
    open('gone', 1, 'PENDING'),
    open('stuck', 0, status),
    ...more,
  ];
  const { client, scene } = await startScene(t, items('RUNNING', batch('done', { created_at: at(0) })));
  const iterator = client().batches.watch({ project_id: 'prj-1' }, { interval: 5 });
  for (let count = 0; count < 5; count++) await iterator.next();
  const next = iterator.next();
  while (scene.alone.length < 2) await new Promise(setImmediate);
  assert.deepEqual(
    scene.alone.slice(0, 2),
    ['gone', 'stuck'].map((id) => `/api/v2/batches/bat-${id}?project_id=prj-1`),
  );
  assert.equal(scene.queries.at(-1).get('created_at_on_or_after'), at(2 * DAY));
  scene.items = items('FAILED').filter(({ id }) => id !== 'bat-gone');
  const { value } = await next;
  assert.deepEqual([value.id, value.status], ['bat-stuck', 'FAILED']);
  const asked = scene.alone.length;
  const queries = scene.queries.length;
  const last = iterator.next();
  while (scene.queries.length < queries + 3) await new Promise(setImmediate);
  assert.equal(scene.alone.length, asked, 'neither is polled any more');
  await iterator.return();
  assert.equal((await last).done, true);
});

test('a watch shows nothing from before its own created_at_on_or_after', async (t) => {
  const { client, scene } = await startScene(t, [
    batch('new', { created_at: at(3) }),
    batch('old', { created_at: at(1) }),
  ]);
  const seen = [];
  for await (const { id } of client().batches.watch({ created_at_on_or_after: at(2) }, { interval: 5 })) {
    seen.push(id);
    if (seen.length === 1) scene.items = [batch('newer', { created_at: at(4) }), ...scene.items];
    if (seen.length === 2) break;
  }
  assert.deepEqual(seen, ['bat-new', 'bat-newer']);
  for (const query of scene.queries) assert.ok(query.get('created_at_on_or_after') >= at(2));
});

test('a watch has no place to start from: a cursor is refused before any request', async (t) => {
  const { client, requests } = await startScene(t, [batch('a')]);
  await assert.rejects(client().batches.watch({ page_token: '0' }).next(), {
    name: 'LlamaCloudError',
    message: /params\.page_token/,
  });
  assert.equal(requests.length, 0);
});

test('a transient error of a poll is reported, and the watch continues; others end it', async (t) => {
  const sandbox = await startSandbox(t, { batches: 3 });
  sandbox.faults.add(BUSY);
  const errors = [];
  const iterator = sandbox.client().batches.watch({}, { interval: 5, onError: (error) => errors.push(error.name) });
  assert.equal((await iterator.next()).done, false);
  assert.deepEqual(errors, ['InternalServerError']);
  await iterator.next();
  await iterator.next();
  sandbox.faults.add({ kind: 'status', status: 401 });
  await assert.rejects(iterator.next(), batches.AuthenticationError);
  assert.deepEqual(await iterator.next(), { value: undefined, done: true });
});

test('a wait and a watch poll no sooner than a refusal asks for', async (t) => {
  const polls = [];
  const { client } = await startPages(t, (query, request, response) => {
    polls.push(performance.now());
    if (polls.length % 2) return void response.writeHead(503, { 'retry-after-ms': '400' }).end();
    return { ...batch(1), items: [batch(1)] };
  });
  const { batches: resource } = client({ maxRetries: 0 });
  await resource.wait('bat-1', { pollInterval: 1 });
  const watch = resource.watch({}, { interval: 1 });
  await watch.next();
  await watch.return();
  for (const at of [0, 2]) assert.ok(polls[at + 1] - polls[at] >= 390, `${polls[at + 1] - polls[at]} ms`);
});

test('onPoll is called at each successful poll, changes or not, and what it throws ends the watch', async (t) => {
  const sandbox = await startSandbox(t, { batches: 1, now: () => Date.UTC(2026, 0, 1) });
  sandbox.faults.add(BUSY);
  const events = [];
  let reached;
  const seen = new Promise((resolve) => (reached = resolve));
  const onPoll = () => events.push('poll') === 5 && reached();
  const iterator = sandbox.client().batches.watch({}, { interval: 5, onPoll, onError: () => events.push('error') });
  await iterator.next();
  assert.deepEqual(events, ['error', 'poll']);
  const waiting = iterator.next();
  await seen;
  await iterator.return();
  assert.equal((await waiting).done, true);
  const broken = sandbox.client().batches.watch(
    {},
    {
      interval: 5,
      onPoll() {
        throw 'no';
      },
    },
  );
  await assert.rejects(broken.next(), isOf('onPoll'));
});

test('an abort and a return end a watch at once, in a pause too', async (t) => {
  const { client } = await startScene(t, []);
  const controller = new AbortController();
  const aborted = client().batches.watch({}, { interval: 60_000, signal: controller.signal }).next();
  const rejected = assert.rejects(aborted, batches.APIUserAbortError);
  const iterator = client().batches.watch({}, { interval: 60_000 });
  const waiting = iterator.next();
  await new Promise((resolve) => setTimeout(resolve, 50));
  controller.abort();
  await rejected;
  await iterator.return();
  assert.deepEqual(await waiting, { value: undefined, done: true });
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  await assert.rejects(client().batches.watch({ stat: 1 }).next(), /params\.stat is not known/);
  await assert.rejects(client().batches.watch({}, { interval: 0 }).next(), /options\.interval/);
});

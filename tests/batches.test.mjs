// Reading, creating and cancelling a batch, waiting for its end, and watching many.

import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { NEW } from './support/operations.mjs';
import { batches } from './support/package.mjs';
import { batch, startPages } from './support/pages.mjs';
import { startSandbox } from './support/sandbox.mjs';

test('a batch is read with its results only if they are requested', async (t) => {
  const { client } = await startSandbox(t);
  const { items } = await client().batches.list({ status: 'COMPLETED' });
  assert.deepEqual(await client().batches.get(items[0].id), items[0]);
  const { results } = await client().batches.get(items[0].id, { expand: ['results'] });
  assert.ok(results.length > 0);
  assert.match(results[0].source_directory_file_id, /^dfl-/);
});

test('expand repeats its name, and ids are percent-encoded', async (t) => {
  const { client, requests } = await startPages(t, () => batch(1));
  await client().batches.get('bat/ü?#%', { expand: ['results', 'more'], project_id: 'prj-1' });
  await client().batches.cancel('a b', { organization_id: 'org-1' });
  assert.deepEqual(
    requests.map(({ method, url }) => `${method} ${url}`),
    [
      'GET /api/v2/batches/bat%2F%C3%BC%3F%23%25?expand=results&expand=more&project_id=prj-1',
      'POST /api/v2/batches/a%20b/cancel?organization_id=org-1',
    ],
  );
});

for (const id of ['', '  ', '.', '..', undefined, null, 5, {}, ['bat-1']]) {
  test(`an id that is none is refused before any request: ${JSON.stringify(id) ?? id}`, async (t) => {
    const { client, requests } = await startPages(t, () => batch(1));
    for (const method of ['get', 'cancel', 'wait']) {
      await assert.rejects(client().batches[method](id), /LlamaCloudError: batchID must be the id of a batch/);
    }
    assert.equal(requests.length, 0);
  });
}

test('a batch is created with all that can be said of it', async (t) => {
  let body;
  const { client, requests } = await startPages(t, (query, request, response) => {
    request
      .setEncoding('utf8')
      .on('data', (chunk) => (body = (body ?? '') + chunk))
      .on('end', () => response.end(JSON.stringify(batch(1))));
  });
  const webhook_configurations = [
    { webhook_url: 'https://example.com/ü', webhook_events: ['batch.success'], webhook_headers: { a: 'b' } },
  ];
  const created = await client().batches.create({
    ...NEW,
    organization_id: 'org-1',
    project_id: null,
    webhook_configuration_ids: ['whc-1'],
    webhook_configurations,
  });
  assert.equal(created.id, 'bat-1');
  assert.equal(`${requests[0].method} ${requests[0].url}`, 'POST /api/v2/batches?organization_id=org-1');
  assert.equal(requests[0].headers['content-type'], 'application/json');
  assert.deepEqual(JSON.parse(body), { ...NEW, webhook_configuration_ids: ['whc-1'], webhook_configurations });
});

const circular = { ...NEW };
circular.config = { job: circular };
for (const [params, message] of [
  [undefined, /params\.config is missing/],
  [{}, /params\.config is missing/],
  [{ ...NEW, config: 'cfg' }, /params\.config is a string, not an object/],
  [{ ...NEW, config: { job: { type: 'parse_v2' } } }, /params\.config\.job\.configuration_id is missing/],
  [{ ...NEW, source_directory_id: 7 }, /params\.source_directory_id is a number, not a string/],
  [{ ...NEW, source_directory: 'dir' }, /params\.source_directory is not known/],
  [
    { ...NEW, webhook_configurations: [{}, { webhook_url: 5 }] },
    /params\.webhook_configurations\[1\]\.webhook_url is a number/,
  ],
  [circular, /params cannot be written as JSON/],
  [{ ...NEW, webhook_configuration_ids: [1n] }, /params cannot be written as JSON/],
]) {
  test(`a batch that cannot be is refused before any request: ${message.source}`, async (t) => {
    const { client, requests } = await startPages(t, () => batch(1));
    await assert.rejects(
      client().batches.create(params),
      (error) => error.name === 'LlamaCloudError' && message.test(error.message),
    );
    assert.equal(requests.length, 0);
  });
}

test('waiting ends with the batch, and reports every poll', async (t) => {
  const { client } = await startSandbox(t, { batches: 5, speed: 20_000 });
  const { id } = await client().batches.create(NEW);
  const seen = [];
  const ended = await client().batches.wait(id, {
    pollInterval: 5,
    maxInterval: 20,
    expand: ['results'],
    onUpdate: ({ status }) => seen.push(status),
  });
  assert.match(ended.status, /COMPLETED|FAILED|CANCELLED/);
  assert.equal(seen.at(-1), ended.status);
  assert.equal(ended.results !== null, ended.status !== 'FAILED');
});

test('the pauses between polls grow to the longest', async (t) => {
  const polls = [];
  const { client } = await startPages(t, () => {
    polls.push(performance.now());
    return batch(1, { status: polls.length < 8 ? 'RUNNING' : 'COMPLETED' });
  });
  await client().batches.wait('bat-1', { pollInterval: 20, maxInterval: 60 });
  const pauses = polls.slice(1).map((poll, at) => poll - polls[at]);
  assert.ok(pauses[0] >= 19 && pauses.slice(3).every((pause) => pause >= 59), pauses.join());
});

for (const [header, value] of Object.entries({ 'retry-after': '0.4', 'retry-after-ms': '400' })) {
  test(`${header} sets the least pause`, async (t) => {
    const polls = [];
    const { client } = await startPages(t, (query, request, response) => {
      polls.push(performance.now());
      response.setHeader(header, value);
      return batch(1, { status: polls.length < 2 ? 'RUNNING' : 'COMPLETED' });
    });
    await client().batches.wait('bat-1', { pollInterval: 1 });
    assert.ok(polls[1] - polls[0] >= 390);
  });
}

for (const status of ['FAILED', 'CANCELLED']) {
  test(`a batch that ended as ${status} resolves, or rejects if that is wanted`, async (t) => {
    const { client } = await startPages(t, () => batch(1, { status }));
    assert.equal((await client().batches.wait('bat-1')).status, status);
    await assert.rejects(client().batches.wait('bat-1', { throwOnFailure: true }), (error) => {
      assert.ok(error instanceof batches.BatchWaitError && error instanceof batches.LlamaCloudError);
      assert.equal(error.batch.status, status);
      assert.match(error.message, new RegExp(status));
      return true;
    });
  });
}

test('a wait that takes too long is an error that holds the batch', async (t) => {
  const { client } = await startPages(t, () => batch(1, { status: 'RUNNING' }));
  await assert.rejects(client().batches.wait('bat-1', { timeout: 200, pollInterval: 10 }), (error) => {
    assert.equal(error.name, 'BatchWaitError');
    assert.equal(error.batch.id, 'bat-1');
    return true;
  });
  const silent = await startPages(t, () => undefined);
  await assert.rejects(
    silent.client().batches.wait('bat-1', { timeout: 100 }),
    ({ name, batch }) => name === 'BatchWaitError' && batch === undefined,
  );
});

test('an abort ends a wait at once, in a pause too', async (t) => {
  const { client } = await startPages(t, () => batch(1, { status: 'RUNNING' }));
  const controller = new AbortController();
  const wait = client().batches.wait('bat-1', {
    pollInterval: 60_000,
    maxInterval: 60_000,
    signal: controller.signal,
    onUpdate: () => setImmediate(() => controller.abort('enough')),
  });
  await assert.rejects(wait, (error) => error.name === 'APIUserAbortError' && error.cause === 'enough');
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
});

test('what onUpdate throws ends the wait, as the cause', async (t) => {
  const { client } = await startPages(t, () => batch(1, { status: 'RUNNING' }));
  await assert.rejects(
    client().batches.wait('bat-1', {
      onUpdate() {
        throw 'no';
      },
    }),
    (error) => error.name === 'LlamaCloudError' && error.cause === 'no' && /onUpdate/.test(error.message),
  );
  for (const options of [
    { pollInterval: 0 },
    { onUpdate: 5 },
    { throwOnFailure: 'yes' },
    { polInterval: 5 },
    { expand: 'results' },
  ]) {
    await assert.rejects(client().batches.wait('bat-1', options), { name: 'LlamaCloudError' });
  }
});

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

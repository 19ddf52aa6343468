// Reading, creating and cancelling a batch, and waiting for its end.

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
  await assert.rejects(client().batches.wait('bat-1', { timeout: 2_000, pollInterval: 10 }), (error) => {
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

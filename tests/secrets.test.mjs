// The API key: in no error, no log, no URL, no print, and at no other origin.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { startPages } from './support/pages.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';

const shown = (value) =>
  [
    inspect(value, { depth: 9, showHidden: true, getters: true }),
    String(value),
    JSON.stringify(value),
    value?.stack,
    value?.message,
  ].join('\n');

test('printing a client does not show its key', async (t) => {
  const { client } = await startPages(t, () => ({ items: [] }));
  const asked = client();
  for (const value of [
    asked,
    asked.batches,
    asked.batches.list(),
    await asked.batches.list(),
    asked.withOptions({ timeout: 1 }),
  ]) {
    assert.equal(shown(value).includes(KEY), false);
  }
});

test('no error shows the key, even if the server repeats it', async (t) => {
  const sandbox = await startSandbox(t);
  const client = sandbox.client({ maxRetries: 0, timeout: 200 });
  for (const fault of [
    { kind: 'status', status: 401, body: { detail: `Invalid API key ${KEY}` } },
    { kind: 'status', status: 500, body: { message: KEY, more: [KEY] } },
    { kind: 'body', body: { items: [KEY], key: KEY } },
    { kind: 'body', body: KEY },
    { kind: 'reset' },
    { kind: 'silence' },
  ]) {
    sandbox.faults.add(fault);
    const error = await client.batches.list().catch((error) => error);
    assert.ok(error instanceof Error);
    assert.equal(shown(error).includes(KEY), false, fault.kind);
  }
  const bad = `${KEY}\u0007`;
  assert.throws(
    () => sandbox.client({ apiKey: bad }),
    (error) => !shown(error).includes(KEY),
  );
});

test('a key that is given as a header is in no error either', async (t) => {
  const sandbox = await startSandbox(t);
  const secret = 'llx-header-0123456789';
  const headers = { Authorization: `Bearer ${secret}` };
  const clients = {
    defaultHeaders: [sandbox.client({ apiKey: null, defaultHeaders: headers }), {}],
    'defaultHeaders beside a key': [sandbox.client({ defaultHeaders: headers }), {}],
    headers: [sandbox.client(), { headers }],
  };
  for (const [where, [client, options]] of Object.entries(clients)) {
    for (const body of [{ detail: `Invalid API key ${secret}` }, secret, [{ deep: { secret } }]]) {
      sandbox.faults.add({ kind: 'status', status: 401, body });
      const error = await client.batches.list({}, options).catch((error) => error);
      assert.equal(error.status, 401);
      assert.equal(shown(error).includes(secret), false, `${where}: ${shown(error)}`);
    }
  }
});

test('what a fetch of the caller throws does not bring the key into the message', async (t) => {
  const sandbox = await startSandbox(t);
  const thrown = [
    () => new Error(`no way to send Bearer ${KEY}`),
    () => Object.assign(new Error('fetch failed'), { cause: new Error(`proxy refused ${KEY}`) }),
    () => `no ${KEY}`,
  ];
  for (const make of thrown) {
    const client = sandbox.client({
      maxRetries: 0,
      fetch: async () => {
        throw make();
      },
    });
    const error = await client.batches.list().catch((error) => error);
    assert.equal(error.name, 'APIConnectionError');
    assert.equal(
      [error.message, error.stack, String(error), JSON.stringify(error)].join().includes(KEY),
      false,
      error.message,
    );
  }
});

test('no log line shows the key or the query', async (t) => {
  const sandbox = await startSandbox(t);
  const lines = [];
  const logger = Object.fromEntries(
    ['error', 'warn', 'info', 'debug'].map((level) => [level, (...words) => lines.push(inspect(words))]),
  );
  sandbox.faults.add(
    { kind: 'status', status: 503, headers: { 'retry-after-ms': '1' } },
    { kind: 'status', status: 401, skip: 2, body: { detail: KEY } },
  );
  const client = sandbox.client({ logger, logLevel: 'debug' });
  await client.batches.list({ project_id: 'secret-project' }, { headers: { 'x-secret': 'secret-header' } });
  await assert.rejects(client.batches.list({}, { query: { token: 'secret-token' } }));
  assert.ok(lines.length >= 5);
  assert.equal(/secret-|llx-/.test(lines.join('\n')), false, lines.join('\n'));
});

test('no URL carries the key', async (t) => {
  const sandbox = await startSandbox(t);
  await sandbox.client().batches.list({ status: 'RUNNING' });
  assert.equal(
    sandbox.requests.all.some(({ path, query, body }) => `${path}${query}${body}`.includes(KEY)),
    false,
  );
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect (${status}) to another origin is not followed`, async (t) => {
    const elsewhere = await startPages(t, () => ({ items: [] }));
    const sandbox = await startSandbox(t);
    sandbox.faults.add({ kind: 'redirect', location: `${elsewhere.url}/api/v2/batches`, status });
    await assert.rejects(sandbox.client().batches.list(), /the server redirects/);
    assert.equal(elsewhere.requests.length, 0);
    assert.equal(sandbox.requests.all.length, 1);
  });
}

// What goes wrong on the way, and what is made of it in Node.js, beside the official SDK: docs/faults.md;
// `faults-browser.test.mjs` has the browsers.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { FAULTS, runUnderFault } from './support/faults.mjs';
import { faultsDocument, isPublished } from './support/faults-document.mjs';
import { judgeFault, nameOf, seeOfficial } from './support/judge-faults.mjs';
import { batches, root } from './support/package.mjs';
import { startPages } from './support/pages.mjs';
import { startSandbox } from './support/sandbox.mjs';

const SOON = { 'retry-after-ms': '1' };
const E = batches;

const published = FAULTS.filter(isPublished);
const seen = new Map();

describe('each fault', { concurrency: 16 }, () => {
  for (const row of FAULTS) {
    test(nameOf(row), async (t) => {
      const sandbox = await judgeFault(t, row, (...work) => runUnderFault(batches, ...work));
      if (published.includes(row)) seen.set(row, { ...row, ours: row, theirs: await seeOfficial(sandbox, row) });
    });
  }
});

test('docs/faults.md has what was seen', async (t) => {
  if (seen.size < published.length) return t.skip('not every fault was brought about');
  const file = path.join(root, 'docs', 'faults.md');
  const text = faultsDocument(published.map((row) => seen.get(row)));
  const committed = await readFile(file, 'utf8').catch(() => '');
  // Nobody can commit what CI writes.
  if (process.env['CI']) assert.equal(text, committed.replaceAll('\r\n', '\n'));
  else if (text !== committed) await writeFile(file, text);
});

test('a wait that is longer than a minute is the error, and it names the wait', async (t) => {
  const sandbox = await startSandbox(t);
  sandbox.faults.add({ kind: 'status', status: 429, headers: { 'retry-after': '3600' } });
  await assert.rejects(
    sandbox.client().batches.list(),
    (error) => error instanceof E.RateLimitError && /3600 s/.test(error.message),
  );
});

test('the server sets the pause: by milliseconds, by seconds, by a date', async (t) => {
  const sandbox = await startSandbox(t);
  for (const [headers, least] of [
    [{ 'retry-after-ms': '300' }, 290],
    [{ 'retry-after-ms': '300', 'retry-after': '30' }, 290],
    [{ 'retry-after': '0.3' }, 290],
    [{ 'retry-after': new Date(Date.now() + 3_000).toUTCString() }, 900],
  ]) {
    sandbox.faults.add({ kind: 'status', status: 503, headers });
    const started = performance.now();
    await sandbox.client().batches.list();
    const waited = performance.now() - started;
    assert.ok(waited >= least && waited < 20_000, `${JSON.stringify(headers)}: ${waited} ms`);
  }
});

test('maxRetries of the request comes before that of the client', async (t) => {
  const sandbox = await startSandbox(t);
  sandbox.faults.add({ kind: 'status', status: 503, times: null, headers: SOON });
  await assert.rejects(sandbox.client({ maxRetries: 4 }).batches.list({}, { maxRetries: 0 }));
  assert.equal(sandbox.requests.all.length, 1);
  await assert.rejects(sandbox.client({ maxRetries: 0 }).batches.list({}, { maxRetries: 3 }));
  assert.equal(sandbox.requests.all.length, 5);
});

for (const [status, body, message] of [
  [300, '{"detail": "many"}', /^APIError: 300 many$/],
  [304, undefined, /^APIError: 304 /],
]) {
  test(`a ${status} leads nowhere, so it is not called a redirect`, async (t) => {
    const { client, requests } = await startPages(t, (query, request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    await assert.rejects(client().batches.list(), (error) => {
      assert.match(String(error), message);
      assert.doesNotMatch(error.message, /redirect/);
      assert.equal(error.status, status);
      return true;
    });
    assert.equal(requests.length, 1);
  });
}

test('an error whose body stalls is the error after the timeout, and its connection is closed', {
  timeout: 20_000,
}, async (t) => {
  let closed;
  const { client } = await startPages(t, (query, request, response) => {
    closed = once(response, 'close');
    response.writeHead(503, { 'content-type': 'application/json' }).write('{"deta');
  });
  await assert.rejects(
    client({ timeout: 1_000, maxRetries: 0 }).batches.list(),
    (error) => error instanceof E.InternalServerError && error.status === 503,
  );
  await closed;
});

test('a FastAPI error reads like a sentence', async (t) => {
  const sandbox = await startSandbox(t);
  await assert.rejects(sandbox.client().batches.list({ status: 'RUNING' }), (error) => {
    assert.match(error.message, /^422 query\.status: Input should be /);
    assert.equal(error.error.detail[0].loc[1], 'status');
    assert.equal(error.headers.get('content-type'), 'application/json');
    return true;
  });
  await assert.rejects(sandbox.client().batches.get('bat-unknown'), /^NotFoundError: 404 Batch not found$/);
  sandbox.faults.add({ kind: 'status', status: 400, body: '' });
  await assert.rejects(sandbox.client().batches.list(), /^BadRequestError: 400/);
});

test('a list goes on where a page was lost', async (t) => {
  const sandbox = await startSandbox(t);
  sandbox.faults.add({ kind: 'truncate', skip: 1 }, { kind: 'reset', skip: 3 });
  const ids = [];
  for await (const { id } of sandbox.client().batches.list({ page_size: 100 })) ids.push(id);
  assert.equal(new Set(ids).size, 250);
  assert.equal(sandbox.requests.all.length, 5);
});

// What goes wrong on the way, and what is made of it: outcome, number of requests, and a client
// that works afterwards.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batches } from './support/package.mjs';
import { startSandbox } from './support/sandbox.mjs';

const NEW = { config: { job: { configuration_id: 'cfg-PARSE_FAST', type: 'parse_v2' } }, source_directory_id: 'dir-1' };
const SOON = { 'retry-after-ms': '1' };
const E = batches;

/** fault, outcome (an error class, or `ok`), requests for a read, and for `create`. */
const ROWS = [
  [{ kind: 'reset' }, 'ok', 2, E.APIConnectionError, 1],
  [{ kind: 'truncate' }, 'ok', 2, E.APIConnectionError, 1],
  [{ kind: 'stall' }, 'ok', 2, E.APIConnectionTimeoutError, 1],
  [{ kind: 'silence' }, 'ok', 2, E.APIConnectionTimeoutError, 1],
  [{ kind: 'reset', times: null }, E.APIConnectionError, 3, E.APIConnectionError, 1],
  [{ kind: 'truncate', times: null }, E.APIConnectionError, 3, E.APIConnectionError, 1],
  [{ kind: 'stall', times: null }, E.APIConnectionTimeoutError, 3, E.APIConnectionTimeoutError, 1],
  [{ kind: 'silence', times: null }, E.APIConnectionTimeoutError, 3, E.APIConnectionTimeoutError, 1],
  [{ kind: 'html' }, E.APIError, 1, E.APIError, 1],
  [{ kind: 'malformed' }, E.APIError, 1, E.APIError, 1],
  [{ kind: 'body', body: {} }, E.APIError, 1, E.APIError, 1],
  [{ kind: 'redirect', location: 'http://127.0.0.1:9/' }, E.APIError, 1, E.APIError, 1],
  [{ kind: 'status', status: 400 }, E.BadRequestError, 1, E.BadRequestError, 1],
  [{ kind: 'status', status: 401 }, E.AuthenticationError, 1, E.AuthenticationError, 1],
  [{ kind: 'status', status: 402 }, E.APIError, 1, E.APIError, 1],
  [{ kind: 'status', status: 403 }, E.PermissionDeniedError, 1, E.PermissionDeniedError, 1],
  [{ kind: 'status', status: 404 }, E.NotFoundError, 1, E.NotFoundError, 1],
  [{ kind: 'status', status: 422 }, E.UnprocessableEntityError, 1, E.UnprocessableEntityError, 1],
  [{ kind: 'status', status: 408, headers: SOON }, 'ok', 2, E.APIError, 1],
  [{ kind: 'status', status: 409, headers: SOON }, 'ok', 2, E.ConflictError, 1],
  [{ kind: 'status', status: 429, headers: SOON }, 'ok', 2, 'ok', 2],
  [{ kind: 'status', status: 500, headers: SOON }, 'ok', 2, E.InternalServerError, 1],
  [{ kind: 'status', status: 503, headers: { 'retry-after': '0' } }, 'ok', 2, E.InternalServerError, 1],
  [{ kind: 'status', status: 429, times: null, headers: SOON }, E.RateLimitError, 3, E.RateLimitError, 3],
  [{ kind: 'status', status: 503, times: null, headers: SOON }, E.InternalServerError, 3, E.InternalServerError, 1],
  [{ kind: 'status', status: 400, headers: { ...SOON, 'x-should-retry': 'true' } }, 'ok', 2, 'ok', 2],
  [{ kind: 'status', status: 503, headers: { ...SOON, 'x-should-retry': 'true' } }, 'ok', 2, 'ok', 2],
  [{ kind: 'status', status: 429, headers: { ...SOON, 'x-should-retry': 'false' } }, E.RateLimitError, 1, E.RateLimitError, 1],
  [{ kind: 'status', status: 503, headers: { 'retry-after': '61' } }, E.InternalServerError, 1, E.InternalServerError, 1],
];

for (const [fault, read, reads, create, creates] of ROWS) {
  const calls = {
    list: [(client) => client.batches.list(), read, reads],
    'asResponse of list': [(client) => client.batches.list().asResponse(), headOutcome(fault, read), headRequests(fault, reads)],
    get: [(client, id) => client.batches.get(id), read, reads],
    cancel: [(client, id) => client.batches.cancel(id), read, reads],
    create: [(client) => client.batches.create(NEW), create, creates],
  };
  for (const [name, [call, outcome, count]] of Object.entries(calls)) {
    test(`${name} under ${JSON.stringify(fault)}: ${outcome.name ?? outcome} after ${count}`, async (t) => {
      const sandbox = await startSandbox(t, { batches: 20 });
      // Only a body or a head that never comes needs a timeout that is short.
      const timeout = ['stall', 'silence'].includes(fault.kind) ? 150 : 20_000;
      const client = sandbox.client({ timeout });
      const { id } = await sandbox.client().batches.create(NEW);
      sandbox.requests.clear();
      sandbox.faults.add(fault);
      const answer = call(client, id);
      if (outcome === 'ok') await answer;
      else {
        await assert.rejects(answer, (error) => {
          assert.equal(error.constructor, outcome);
          assert.equal(error.name, outcome.name || error.name);
          assert.ok(error instanceof E.APIError && error instanceof E.LlamaCloudError && error instanceof Error);
          return true;
        });
      }
      assert.equal(sandbox.requests.all.length, count);
      sandbox.faults.clear();
      assert.equal((await client.batches.list()).total_size, 21 + (name === 'create' && ['ok'].includes(outcome) ? 1 : createdAnyway(name, fault)));
    });
  }
}

// A body that breaks or makes no sense is not the business of whoever reads the response alone.
function headOutcome({ kind }, outcome) {
  return ['truncate', 'stall', 'html', 'malformed', 'body'].includes(kind) ? 'ok' : outcome;
}

function headRequests({ kind }, count) {
  return ['truncate', 'stall'].includes(kind) ? 1 : count;
}

/** An answer that got lost does not undo what was done: the batch is there, once. */
function createdAnyway(name, { kind }) {
  return name === 'create' && ['truncate', 'stall'].includes(kind) ? 1 : 0;
}

test('a wait that is longer than a minute is the error, and it names the wait', async (t) => {
  const sandbox = await startSandbox(t);
  sandbox.faults.add({ kind: 'status', status: 429, headers: { 'retry-after': '3600' } });
  await assert.rejects(sandbox.client().batches.list(), (error) => error instanceof E.RateLimitError && /3600 s/.test(error.message));
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

// What is logged at each level, and that no secret is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NEW } from './support/operations.mjs';
import { startPages } from './support/pages.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';

/** A logger that keeps its lines, the level before each, and what came with them. */
function keepLines() {
  const log = { lines: [], more: [] };
  for (const level of ['error', 'warn', 'info', 'debug']) {
    log[level] = (line, ...more) => {
      log.lines.push(`${level} ${line}`);
      log.more.push(more);
    };
  }
  return log;
}

test('each level logs what it says, and a logger that throws is its own affair', async (t) => {
  const sandbox = await startSandbox(t);
  const run = async (logLevel, logger = keepLines()) => {
    sandbox.faults.add({ kind: 'status', status: 503, headers: { 'retry-after-ms': '7' } });
    await sandbox.client({ logLevel, logger }).batches.list({ status: 'RUNNING' });
    sandbox.faults.add({ kind: 'status', status: 404 });
    await assert.rejects(sandbox.client({ logLevel, logger }).batches.list());
    return logger.lines;
  };
  const said = (level, what) => `${level} llama-cloud-batches: GET /api/v2/batches: ${what}`;
  const sent = (attempt) => said('debug', `sent (attempt ${attempt} of 3)`);
  const retried = said('info', 'answered with 503 (attempt 1 of 3, N ms), retrying in 7 ms');
  const answered = said('info', 'answered with 200 (attempt 2 of 3, N ms)');
  const failed = said('info', 'failed with 404 (attempt 1 of 3, N ms)');
  const begins = (lines, expected) => {
    assert.deepEqual(
      lines.map((line) => line.replace(/, \d+ ms\)/, ', N ms)')),
      expected,
    );
  };
  begins(await run('off'), []);
  // What fails for good is thrown: it needs no line unless one is asked for.
  begins(await run('error'), []);
  begins(await run('warn'), []);
  begins(await run('info'), [retried, answered, failed]);
  begins(await run('debug'), [sent(1), retried, sent(2), answered, sent(1), failed]);
  const no = () => {
    throw new Error('no');
  };
  await run('debug', { error: no, info: no, debug: no });
});

test('a logger whose promises reject does not end the process', async (t) => {
  const unhandled = [];
  const onUnhandled = (reason) => unhandled.push(reason);
  process.on('unhandledRejection', onUnhandled);
  const log = async () => Promise.reject(new Error('the disk is full'));
  const { client } = await startPages(t, () => ({ items: [] }));
  await client({ logLevel: 'debug', logger: { debug: log, info: log, warn: log, error: log } }).batches.list();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', onUnhandled);
  assert.deepEqual(unhandled, []);
});

test('the level debug shows the headers of requests and responses, without secrets; others show none', async (t) => {
  const { client } = await startPages(t, (query, request, response) => {
    response.setHeader('x-echo', `you sent Bearer ${KEY}`).setHeader('set-cookie', 'user=1');
    response.setHeader('content-type', 'application/json').end('{"items": []}');
  });
  const secrets = { 'X-Api-Key': 'one', Cookie: 'two', 'x-auth': 'three', 'x-pass': 'four', 'x-session-id': 'five' };
  for (const logLevel of ['info', 'debug']) {
    const logger = keepLines();
    await client({ logger, logLevel, defaultHeaders: { ...secrets, 'x-plain': 'shown' } }).batches.list();
    if (logLevel === 'info') assert.deepEqual(logger.more, [[]]);
    else {
      const [[sent, ...none], [answered]] = logger.more;
      assert.deepEqual(none, []);
      const hidden = Object.fromEntries(Object.keys(secrets).map((name) => [name.toLowerCase(), '[redacted]']));
      assert.deepEqual(sent, {
        accept: 'application/json',
        authorization: '[redacted]',
        ...hidden,
        'x-plain': 'shown',
      });
      assert.equal(answered['x-echo'], 'you sent [redacted]');
      assert.equal(answered['set-cookie'], '[redacted]');
      assert.equal(answered['content-type'], 'application/json');
    }
  }
});

test('whatever a request fails of for good is logged once', async (t) => {
  const sandbox = await startSandbox(t);
  for (const fault of [
    { kind: 'status', status: 503, times: 2, headers: { 'retry-after-ms': '1' } },
    { kind: 'reset', times: 2 },
    { kind: 'silence', times: 2 },
    { kind: 'html' },
    { kind: 'without', field: 'items.0.id' },
  ]) {
    const logger = keepLines();
    const timeout = fault.kind === 'silence' ? 100 : 20_000;
    sandbox.faults.add(fault);
    await assert.rejects(sandbox.client({ logger, logLevel: 'info', maxRetries: 1, timeout }).batches.list());
    const failed = logger.lines.filter((line) =>
      line.startsWith('info llama-cloud-batches: GET /api/v2/batches: failed'),
    );
    assert.equal(failed.length, 1, `${fault.kind}: ${logger.lines.join()}`);
  }
  const logger = keepLines();
  sandbox.faults.add({ kind: 'reset' });
  await assert.rejects(sandbox.client({ logger, logLevel: 'info' }).batches.create(NEW));
  assert.match(
    logger.lines.join(),
    /^info llama-cloud-batches: POST \/api\/v2\/batches: failed \(attempt 1 of 3, \d+ ms\)$/,
  );
});

// Giving up: at once, with any reason, at any time, and without a trace.

import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { batches } from './support/package.mjs';
import { batch, collect, inOrder, startPages } from './support/pages.mjs';
import { startSandbox } from './support/sandbox.mjs';

const REASONS = [
  undefined,
  'stop',
  '',
  7,
  null,
  Symbol('stop'),
  { code: 1 },
  new RangeError('stop'),
  new DOMException('stop', 'TimeoutError'),
  Object.create(null),
  () => {},
];

const MOMENTS = {
  'before the request': { faults: [], requests: 0 },
  'before any answer': { faults: [{ kind: 'silence' }], requests: 1 },
  'while the body stalls': { faults: [{ kind: 'stall' }], requests: 1 },
};

for (const [moment, { faults, requests }] of Object.entries(MOMENTS)) {
  test(`an abort ${moment} rejects at once, with any reason, and closes the connection`, async (t) => {
    const sandbox = await startSandbox(t);
    const client = sandbox.client();
    for (const reason of REASONS) {
      sandbox.requests.clear();
      sandbox.faults.add(...faults);
      const controller = new AbortController();
      if (!requests) controller.abort(reason);
      const list = client.batches.list({}, { signal: controller.signal });
      const rejected = assert.rejects(list, (error) => {
        assert.ok(error instanceof batches.APIUserAbortError);
        assert.equal(error.name, 'APIUserAbortError');
        assert.ok(Object.is(error.cause, controller.signal.reason));
        assert.equal(error.status, undefined);
        return true;
      });
      await sandbox.requests.until(requests);
      controller.abort(reason);
      await rejected;
      await sandbox.requests.until(requests, 'gone');
      assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
      assert.equal((await client.batches.list({ page_size: 3 })).items.length, 3, 'the client still works');
    }
  });
}

test('an abort during the pause before a repetition ends the pause', async (t) => {
  const sandbox = await startSandbox(t);
  sandbox.faults.add({ kind: 'status', status: 503, headers: { 'retry-after': '30' } });
  const controller = new AbortController();
  const list = sandbox.client().batches.list({}, { signal: controller.signal });
  const rejected = assert.rejects(list, batches.APIUserAbortError);
  await sandbox.requests.until(1, 'answered');
  const started = performance.now();
  setImmediate(() => controller.abort());
  await rejected;
  assert.ok(performance.now() - started < 10_000);
  assert.equal(sandbox.requests.all.length, 1);
});

test('an abort in the middle of an iteration ends it', async (t) => {
  const sandbox = await startSandbox(t);
  const controller = new AbortController();
  let seen = 0;
  await assert.rejects(async () => {
    for await (const _ of sandbox.client().batches.list({ page_size: 10 }, { signal: controller.signal })) {
      if (++seen === 20) controller.abort();
    }
  }, batches.APIUserAbortError);
  assert.equal(seen, 20);
  assert.equal(sandbox.requests.all.length, 2);
});

const TEN = Array.from({ length: 10 }, (_, at) => batch(at));
for (const [where, pages] of [
  ['of a page', [TEN, TEN]],
  ['of the last page', [TEN]],
]) {
  for (const [what, readAhead, iterate] of [
    ['a loop that reads ahead', 1, (list) => list[Symbol.asyncIterator]()],
    ['a loop that does not', 0, (list) => list[Symbol.asyncIterator]()],
    ['a loop over a page', 1, async (list) => (await list)[Symbol.asyncIterator]()],
  ]) {
    test(`an abort in the middle ${where} ends ${what} at the next item`, async (t) => {
      const { client } = await startPages(t, inOrder(pages));
      const controller = new AbortController();
      const list = client().batches.list({}, { signal: controller.signal, readAhead });
      let seen = 0;
      const loop = async () => {
        for await (const _ of await iterate(list)) if (++seen === 5) controller.abort('enough');
      };
      await assert.rejects(loop(), (error) => error instanceof batches.APIUserAbortError && error.cause === 'enough');
      assert.equal(seen, 5);
      assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
    });
  }
}

test('a signal that fires while the caller reads a response ends its body', { timeout: 20_000 }, async (t) => {
  const sandbox = await startSandbox(t);
  sandbox.faults.add({ kind: 'stall' });
  const controller = new AbortController();
  const response = await sandbox.client().batches.list({}, { signal: controller.signal }).asResponse();
  const rejected = assert.rejects(response.text());
  controller.abort('enough');
  await rejected;
  await sandbox.requests.until(1, 'gone');
});

test('a fetch that ignores the signal does not keep an abort waiting', async (t) => {
  const sandbox = await startSandbox(t);
  const controller = new AbortController();
  const client = sandbox.client({ fetch: () => new Promise(() => {}) });
  const list = client.batches.list({}, { signal: controller.signal });
  const rejected = assert.rejects(list, batches.APIUserAbortError);
  controller.abort('stop');
  await rejected;
});

test('a shared signal keeps no listener, however a call ends', async (t) => {
  const sandbox = await startSandbox(t);
  const client = sandbox.client({ maxRetries: 1 });
  const { signal } = new AbortController();
  const listeners = () => getEventListeners(signal, 'abort').length;
  await client.batches.list({}, { signal });
  assert.equal(listeners(), 0);
  await collect(client.batches.list({ page_size: 50 }, { signal }));
  assert.equal(listeners(), 0);
  for await (const _ of client.batches.list({ page_size: 50 }, { signal })) break;
  assert.equal(listeners(), 0);
  for (const fault of [{ kind: 'reset', times: 2 }, { kind: 'html' }, { kind: 'status', status: 404 }]) {
    sandbox.faults.add(fault);
    await assert.rejects(client.batches.list({}, { signal }));
    assert.equal(listeners(), 0, fault.kind);
  }
  const response = await client.batches.list({}, { signal }).asResponse();
  await response.text();
  assert.equal(listeners(), 0);
});

test('a signal that fires after everything is over changes nothing', async (t) => {
  const sandbox = await startSandbox(t);
  const controller = new AbortController();
  const page = await sandbox.client().batches.list({}, { signal: controller.signal });
  controller.abort();
  assert.equal(page.items.length, 100);
  await assert.rejects(page.getNextPage(), batches.APIUserAbortError);
});

test('what a signal of the caller throws is an error of the table', async (t) => {
  const sandbox = await startSandbox(t);
  const signals = [
    {
      get aborted() {
        throw 'no';
      },
      addEventListener() {},
      removeEventListener() {},
    },
    {
      aborted: false,
      addEventListener() {
        throw new Error('no');
      },
      removeEventListener() {},
    },
  ];
  for (const signal of signals) {
    await assert.rejects(sandbox.client().batches.list({}, { signal }), /options\.signal must be an AbortSignal/);
  }
  const odd = {
    aborted: true,
    get reason() {
      throw 'no';
    },
    addEventListener() {},
    removeEventListener() {
      throw 'no';
    },
  };
  await assert.rejects(sandbox.client().batches.list({}, { signal: odd }), batches.APIUserAbortError);
  assert.equal((await sandbox.client().batches.list()).items.length, 100);
});

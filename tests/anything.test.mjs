// Whatever is passed in, and whatever is answered: a clear error or a result, never a broken client.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { batches } from './support/package.mjs';
import { batch, startPages } from './support/pages.mjs';

const NAMES = [
  'created_at_on_or_after',
  'created_at_on_or_before',
  'organization_id',
  'page_size',
  'page_token',
  'project_id',
  'source_directory_id',
  'status',
  'expand',
  'config',
];
const OPTIONS = [
  'signal',
  'timeout',
  'maxRetries',
  'headers',
  'query',
  'fetchOptions',
  'idempotencyKey',
  'pollInterval',
  'throwOnFailure',
  'onUpdate',
];
const WIRE = [
  'items',
  'next_page_token',
  'total_size',
  'id',
  'config',
  'job',
  'type',
  'status',
  'results',
  'detail',
  '__proto__',
  'toString',
];

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withNullPrototype: true,
  withTypedArray: true,
  withMap: true,
  withSet: true,
  withObjectString: true,
});
const objectOf = (names) =>
  fc.oneof(
    anything,
    fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof(anything, fc.string(), fc.nat(2_000), fc.date({ noInvalidDate: false })),
      { maxKeys: 4 },
    ),
  );

/** What comes of a call: a value, or an error of this package. Anything else is a failure. */
async function outcome(call) {
  try {
    return { value: await call() };
  } catch (error) {
    assert.ok(error instanceof batches.LlamaCloudError, `${error?.stack ?? error}`);
    assert.notEqual(error.message, '');
    return { error };
  }
}

test('any arguments come to a request or to an error that is told before one', async (t) => {
  const { client, requests } = await startPages(t, () => ({ ...batch(1), items: [batch(1)] }));
  // A request of a call that timed out may arrive during the next call.
  let run = 0;
  const counted = (url, init) => {
    init.headers.set('x-run', String(run));
    return fetch(url, init);
  };
  const { batches: resource } = client({ maxRetries: 0, timeout: 5_000, fetch: counted });
  let sent = 0;
  const call = { list: 0, get: 1, create: 0, cancel: 1, wait: 1 };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(call)),
      fc.oneof(fc.string(), anything),
      fc.option(objectOf(NAMES)),
      fc.option(objectOf(OPTIONS)),
      async (name, id, params, options) => {
        run++;
        const parameters =
          name === 'create'
            ? [params, options]
            : name === 'wait'
              ? [id, options]
              : [...(call[name] ? [id] : []), params, options];
        const { value, error } = await outcome(() => resource[name](...parameters));
        if (error) return;
        sent++;
        const own = requests.filter(({ headers }) => headers['x-run'] === String(run));
        requests.length = 0;
        assert.ok(own.length === 1 && value);
        const [{ url }] = own;
        assert.match(url, /^\/api\/v2\/batches[\w/?=&%.~-]*$/);
        if (name === 'get' || name === 'cancel') assert.equal(decodeURIComponent(url.split(/[/?]/)[4]), id);
      },
    ),
    { numRuns: 3_000 },
  );
  assert.ok(sent > 100, `${sent} calls came through`);
  assert.equal((await resource.list()).items.length, 1);
});

test('any filters are sent as they are, or refused by name', async (t) => {
  const { client, requests } = await startPages(t, () => ({ items: [] }));
  const { batches: resource } = client();
  const names = ['organization_id', 'project_id', 'source_directory_id', 'page_token'];
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), text), async (filters) => {
      requests.length = 0;
      const { error } = await outcome(() => resource.list(filters));
      if (error) return assert.match(error.message, new RegExp(Object.keys(filters).join('|')));
      const sent = Object.entries(filters).filter(([, value]) => value !== '');
      assert.deepEqual(Object.fromEntries(requests[0].query), Object.fromEntries(sent));
    }),
    { numRuns: 500 },
  );
});

test('any answer comes to a page or to an error', async (t) => {
  let answer;
  const { client } = await startPages(t, (query, request, response) => {
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  const { batches: resource } = client({ maxRetries: 0 });
  const json = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...WIRE), fc.jsonValue({ maxDepth: 3 })));
  const body = fc.oneof(
    json.map((value) => JSON.stringify(value)),
    fc.string(),
    fc.constant('{"items": []}'),
  );
  const header = fc.string({ unit: fc.constantFrom(...'0123456789.-+eE, :GMTNovue') });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(200, 201, 404, 422, 429, 500, 599),
      body,
      header,
      async (status, body, retryAfter) => {
        answer = { status, body, headers: { 'content-type': 'application/json', 'retry-after': retryAfter } };
        const { value, error } = await outcome(() => resource.list());
        if (value) assert.ok(status < 300 && Array.isArray(value.items));
        else if (error.status !== undefined) assert.equal(error.status, status);
      },
    ),
    { numRuns: 2_000 },
  );
  answer = { status: 200, body: '{"items": []}', headers: {} };
  assert.deepEqual((await resource.list()).items, []);
});

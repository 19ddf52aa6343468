// Arguments: what is sent for them, and what is refused before anything is sent.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FILTERS as ALL } from './support/filters.mjs';
import { batches } from './support/package.mjs';
import { batch, collect, inOrder, startPages } from './support/pages.mjs';

const { page_token: _, ...others } = ALL;
const FILTERS = Object.fromEntries(Object.entries(others).map(([name, { value }]) => [name, value]));

test('every filter is sent, on every page', async (t) => {
  const { client, requests } = await startPages(t, inOrder([[batch(1)], [], [batch(2)]]));
  await collect(client().batches.list(FILTERS));
  assert.equal(requests.length, 3);
  for (const [at, { query }] of requests.entries()) {
    const sent = Object.fromEntries(query);
    assert.equal(sent.page_token, at ? `p${at}` : undefined);
    delete sent.page_token;
    assert.deepEqual(sent, { ...FILTERS, page_size: '7' });
  }
});

test('a Date is sent as ISO 8601, of another library or realm too', async (t) => {
  const { client, requests } = await startPages(t, () => ({ items: [] }));
  const date = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6));
  await client().batches.list({
    created_at_on_or_after: date,
    created_at_on_or_before: { toISOString: () => date.toISOString() },
  });
  assert.equal(requests[0].query.get('created_at_on_or_after'), '2026-01-02T03:04:05.006Z');
  assert.equal(requests[0].query.get('created_at_on_or_before'), '2026-01-02T03:04:05.006Z');
});

test('null, undefined and the cursor of a last page are left out', async (t) => {
  const { client, requests } = await startPages(t, () => ({ items: [] }));
  const absent = Object.fromEntries(
    [...Object.keys(FILTERS), 'page_token'].flatMap((name, at) => [[name, at % 2 ? null : undefined]]),
  );
  await client().batches.list(absent);
  await client().batches.list(null, null);
  await client().batches.list({ page_token: '' });
  assert.deepEqual(
    requests.map(({ url }) => url),
    Array(3).fill('/api/v2/batches'),
  );
});

test('any text is percent-encoded', async (t) => {
  const { client, requests } = await startPages(t, () => ({ items: [] }));
  let state = 42;
  const random = () => (state = (state * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
  const alphabet = [...'aZ09-._~ &=+%#?/\\:;@"\'<>[]{}|^`$!*(),\t\u0001äß漢🦙\u202e'];
  for (let round = 0; round < 50; round++) {
    const text = `x${Array.from({ length: 20 }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')}`;
    await client().batches.list({ project_id: text, page_token: text });
    assert.equal(requests.at(-1).query.get('project_id'), text);
    assert.equal(requests.at(-1).query.get('page_token'), text);
    assert.match(requests.at(-1).url, /^[\w/?=&%.~-]+$/);
  }
});

const broken = new Proxy(
  {},
  {
    ownKeys() {
      throw 'boom';
    },
  },
);
for (const [params, message] of [
  [{ pagesize: 1 }, /params\.pagesize is not known; did you mean page_size\?/],
  [{ pageSize: 1 }, /did you mean page_size/],
  [{ statsu: 'RUNNING' }, /did you mean status/],
  [{ limit: 1 }, /params\.limit is not known$/],
  [{ page_size: '7' }, /params\.page_size must be a whole number/],
  [{ page_size: 0 }, /params\.page_size/],
  [{ page_size: 1.5 }, /params\.page_size/],
  [{ page_size: NaN }, /params\.page_size/],
  [{ page_size: 1n }, /params\.page_size/],
  [{ status: 1 }, /params\.status must be a string/],
  [{ status: '' }, /params\.status/],
  [{ project_id: {} }, /params\.project_id/],
  [{ project_id: Symbol('x') }, /params\.project_id/],
  [{ created_at_on_or_after: new Date(NaN) }, /params\.created_at_on_or_after must be a Date/],
  [{ created_at_on_or_after: 'yesterday' }, /params\.created_at_on_or_after/],
  [{ created_at_on_or_before: 5 }, /params\.created_at_on_or_before/],
  [{ created_at_on_or_before: 'batch 5' }, /params\.created_at_on_or_before must be a Date/],
  [{ created_at_on_or_before: '1' }, /params\.created_at_on_or_before must be a Date/],
  [{ created_at_on_or_after: 'Jan 1' }, /params\.created_at_on_or_after must be a Date/],
  [{ created_at_on_or_after: { toISOString: () => 'Jan 1' } }, /params\.created_at_on_or_after must be a Date/],
  [
    {
      get status() {
        throw new Error('getter');
      },
    },
    /params\.status could not be read/,
  ],
  [7, /params must be a plain object/],
  ['RUNNING', /params must be a plain object/],
  [['RUNNING'], /params must be a plain object/],
  [new Map([['status', 'RUNNING']]), /params must be a plain object/],
  [new URLSearchParams('status=RUNNING'), /params must be a plain object/],
  [() => {}, /params must be a plain object/],
  [broken, /params must be a plain object/],
]) {
  test(`bad params are refused before any request: ${message.source}`, async (t) => {
    const { client, requests } = await startPages(t, () => ({ items: [] }));
    const list = client().batches.list(params);
    const refused = (error) => error instanceof batches.LlamaCloudError && message.test(error.message);
    await assert.rejects(list, refused);
    await assert.rejects(collect(list), refused);
    await assert.rejects(list.asResponse(), refused);
    assert.equal(requests.length, 0);
    await client().batches.list();
    assert.equal(requests.length, 1, 'the client still works');
  });
}

for (const [options, message] of [
  [{ signl: 1 }, /options\.signl is not known; did you mean signal/],
  [{ timeout: 0 }, /options\.timeout must be a number of milliseconds above 0/],
  [{ timeout: '5' }, /options\.timeout/],
  [{ maxRetries: -1 }, /options\.maxRetries must be a whole number from 0 to 2147483647/],
  [{ signal: {} }, /options\.signal must be an AbortSignal/],
  [{ signal: 'stop' }, /options\.signal/],
  [{ headers: { 'bad name': 'x' } }, /bad name/],
  [{ headers: { 'x-a': 5 } }, /options\.headers\.x-a must be a string or null/],
  [{ query: { a: {} } }, /options\.query\.a must be/],
  [{ fetchOptions: { headers: {} } }, /options\.fetchOptions cannot hold headers/],
]) {
  test(`bad options are refused before any request: ${message.source}`, async (t) => {
    const { client, requests } = await startPages(t, () => ({ items: [] }));
    await assert.rejects(
      client().batches.list({}, options),
      (error) => error instanceof batches.LlamaCloudError && message.test(error.message),
    );
    assert.equal(requests.length, 0);
  });
}

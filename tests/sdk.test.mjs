// Side by side with the official SDK, on the same server: what is the same. What is not is in compare.test.mjs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NEW } from './support/operations.mjs';
import { collect } from './support/pages.mjs';
import { both, testSame } from './support/side-by-side.mjs';

test('all 5,000 batches of the sandbox are, one by one, what the official SDK lists', async (t) => {
  const { ours, theirs } = await both(t);
  const [a, b] = await Promise.all([collect(ours.batches.list()), collect(theirs.batches.list())]);
  assert.equal(a.length, 5_000);
  assert.deepEqual(a, b);
});

test('every filter gives what it gives the official SDK', async (t) => {
  const { ours, theirs } = await both(t);
  const { items } = await ours.batches.list();
  const [{ project_id, source_directory_id, created_at }] = items;
  const old = items.at(-1).created_at;
  for (const params of [
    ...['PENDING', 'THROTTLED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'].map((status) => ({ status })),
    { project_id },
    { source_directory_id, page_size: 33 },
    { created_at_on_or_after: old, created_at_on_or_before: created_at },
    { project_id, status: 'FAILED', page_size: 7 },
    { project_id: 'prj-none' },
    { organization_id: 'a b&c=d/ü' },
  ]) {
    const [a, b] = await Promise.all([collect(ours.batches.list(params)), collect(theirs.batches.list(params))]);
    assert.deepEqual(a, b, JSON.stringify(params));
  }
});

/** Programs that come to the same with both clients. */
const SAME = {
  'the first page': (client) =>
    client.batches.list().then(({ items, next_page_token }) => ({ items, next_page_token })),
  'page by page': async (client) => {
    const sizes = [];
    let page = await client.batches.list({ page_size: 999 });
    for (; page.hasNextPage(); page = await page.getNextPage()) sizes.push(page.items.length);
    return [...sizes, page.items.length];
  },
  'pages by iteration': async (client) =>
    (await collect((await client.batches.list({ page_size: 999 })).iterPages())).map(({ items }) => items.length),
  'the rest of a list from a page on': async (client) =>
    (await collect(await (await client.batches.list({ page_size: 900 })).getNextPage())).length,
  'a start at a cursor': async (client) => {
    const { next_page_token } = await client.batches.list({ page_size: 4_990 / 10 });
    return (await client.batches.list({ page_token: next_page_token })).items[0];
  },
  'one batch': async (client) => client.batches.get((await client.batches.list({ status: 'COMPLETED' })).items[0].id),
  'one batch with its results': async (client) =>
    client.batches.get((await client.batches.list({ status: 'COMPLETED' })).items[0].id, { expand: ['results'] }),
  'a batch that is not there': (client) => client.batches.get('bat-none'),
  'an id that must be encoded': (client) => client.batches.get('bat/../ü?x#y'),
  'a new batch': async (client) => (await client.batches.create(NEW)).status,
  'a new batch of a type that is none': (client) =>
    client.batches.create({ ...NEW, config: { job: { configuration_id: 'c', type: 'dance' } } }),
  'a cancellation': async (client) => (await client.batches.cancel((await client.batches.create(NEW)).id)).status,
  'a cancellation of what has ended': async (client) =>
    client.batches.cancel((await client.batches.list({ status: 'FAILED' })).items[0].id, {}, { maxRetries: 0 }),
  'a status that is none': (client) => client.batches.list({ status: 'DANCING' }),
  'a key that is none': (client) => client.withOptions({ apiKey: 'none' }).batches.list(),
  'the response itself': async (client) => (await client.batches.list({ page_size: 2 }).asResponse()).json(),
  'data and response': async (client) => {
    const { data, response } = await client.batches.list({ page_size: 2 }).withResponse();
    return [data.items, response.status];
  },
  'an abort': async (client) => {
    const controller = new AbortController();
    controller.abort();
    return client.batches.list({}, { signal: controller.signal });
  },
  'break, and another loop': async (client) => {
    for await (const _ of client.batches.list()) break;
    return (await collect(client.batches.list({ status: 'FAILED' }))).length;
  },
};

for (const [name, program] of Object.entries(SAME)) testSame(name, program);

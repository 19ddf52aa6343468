// Options of a request that the official SDK has beside those of a client.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NEW } from './support/operations.mjs';
import { batches } from './support/package.mjs';
import { batch, startPages } from './support/pages.mjs';

const page = () => ({ items: [batch(1)] });

test('options.body adds fields to create and replaces them, and only there', async (t) => {
  const bodies = [];
  const fetch = async (url, { body }) => {
    bodies.push(body);
    return Response.json(batch(1));
  };
  const { client } = await startPages(t, page);
  const { batches: asked } = client({ fetch });
  await asked.create(NEW, { body: { priority: 'high', source_directory_id: 'dir-2' } });
  assert.deepEqual(JSON.parse(bodies[0]), { ...NEW, priority: 'high', source_directory_id: 'dir-2' });
  await asked.cancel('bat-1', {}, { body: { reason: 'late' } });
  await asked.cancel('bat-1');
  assert.deepEqual(bodies.slice(1), ['{"reason":"late"}', undefined]);
  assert.equal((await asked.create({ config: NEW.config }, { body: { source_directory_id: 'd' } })).id, 'bat-1');
  for (const [call, message] of [
    [asked.get('bat-1', {}, { body: { a: 1 } }), /options\.body cannot be sent by GET/],
    [asked.create(NEW, { body: 'text' }), /options\.body must be a plain object/],
    [asked.create(NEW, { body: new FormData() }), /options\.body must be a plain object/],
    [asked.create(NEW, { body: { config: 5 } }), /params\.config/],
    [asked.create(NEW, { body: { a: 1n } }), /cannot be written as JSON/],
  ]) {
    await assert.rejects(call, (error) => error.constructor === batches.LlamaCloudError && message.test(error.message));
  }
});

for (const [options, message] of [
  [{ path: 'https://elsewhere.example/' }, /options\.path must be a path such as/],
  [{ path: '/api/v2/batches?page_size=1' }, /options\.path/],
  [{ method: 'post' }, /options\.method must be GET/],
  [{ defaultBaseURL: 'nowhere' }, /options\.defaultBaseURL must be an http or https URL/],
  [{ query: { a: { b: 1 } } }, /options\.query\.a must be text, a number, a Date or null/],
  [{ query: { a: [null] } }, /options\.query\.a/],
  [{ query: { a: () => 1 } }, /options\.query\.a/],
]) {
  test(`a request refuses ${JSON.stringify(options)}: ${message.source}`, async (t) => {
    const { client, requests } = await startPages(t, page);
    const { batches: asked } = client();
    await assert.rejects(
      asked.list({}, options),
      (error) => error.constructor === batches.LlamaCloudError && message.test(error.message),
    );
    assert.equal(requests.length, 0);
  });
}

// Callers whose objects throw when they are read, and whose functions change what they are given.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NEW } from './support/operations.mjs';
import { batches, LlamaCloud } from './support/package.mjs';
import { batch, collect, inOrder, startPages } from './support/pages.mjs';

const KEY = 'llx-any-key';

/** Objects that throw as soon as anything is read of them. */
function unreadable() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const fail = () => {
    throw new Error('unreadable');
  };
  return [proxy, new Proxy({}, { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail })];
}

test('options that cannot be read are refused by name, for a client and for a copy of one', () => {
  const client = new LlamaCloud({ apiKey: KEY });
  const timeout = {
    apiKey: KEY,
    get timeout() {
      throw null;
    },
  };
  for (const options of unreadable()) {
    const refused = (error) => error instanceof batches.LlamaCloudError && /^options /.test(error.message);
    assert.throws(() => new LlamaCloud(options), refused);
    assert.throws(() => client.withOptions(options), refused);
  }
  for (const make of [() => new LlamaCloud(timeout), () => client.withOptions(timeout)]) {
    assert.throws(make, { name: 'LlamaCloudError', message: 'options.timeout could not be read' });
  }
});

test('an object whose names do not show is refused: a signal or a promise in the place of options counts for nothing', async (t) => {
  const { client, requests } = await startPages(t, () => ({ items: [] }));
  const { batches: resource } = client();
  const opaque = [
    AbortSignal.abort(),
    Promise.resolve({}),
    new Date(),
    resource.list(),
    new URL('http://host'),
    Object(7),
  ];
  for (const each of opaque) {
    for (const [call, message] of [
      [() => resource.list(each), /params must be a plain object/],
      [() => resource.get('bat-1', {}, each), /options must be a plain object/],
      [() => resource.wait('bat-1', each), /options must be a plain object/],
      [() => resource.watch({}, each).next(), /options must be a plain object/],
      [() => resource.list({}, { headers: each }), /options\.headers must be a plain object/],
      [() => resource.list({}, { fetchOptions: each }), /options\.fetchOptions must be a plain object/],
      [async () => client().withOptions(each), /options must be a plain object/],
    ]) {
      await assert.rejects(call(), { name: 'LlamaCloudError', message });
    }
  }
  assert.equal(requests.length, 0);
});

test('a derived client keeps what the first one was given by the getters of a class, and by the environment of then', async (t) => {
  const { url, requests } = await startPages(t, () => ({ items: [] }));
  class Options {
    get baseURL() {
      return url;
    }
    get timeout() {
      return 7_000;
    }
  }
  const variables = { LLAMA_CLOUD_API_KEY: 'llx-of-then', LLAMA_CLOUD_CUSTOM_HEADERS: 'x-team: one' };
  Object.assign(process.env, variables, { LLAMA_CLOUD_BASE_URL: url });
  const clients = [new batches.LlamaCloud(new Options()), new batches.LlamaCloud()];
  for (const name of Object.keys(variables)) delete process.env[name];
  process.env.LLAMA_CLOUD_BASE_URL = 'http://elsewhere';
  t.after(() => delete process.env.LLAMA_CLOUD_BASE_URL);
  for (const client of clients) {
    const derived = client.withOptions({ maxRetries: 0 });
    client.maxRetries = 1;
    for (const each of [derived, client]) {
      await each.batches.list();
      const { authorization, 'x-team': team } = requests.at(-1).headers;
      assert.deepEqual(
        [each.baseURL, each.timeout, authorization, team],
        [url, client.timeout, 'Bearer llx-of-then', 'one'],
      );
    }
  }
  assert.equal(clients[0].timeout, 7_000);
  assert.equal(clients[1].withOptions(new Options()).timeout, 7_000);
});

test('fetchOptions that cannot be read are refused before a request, and disturb no other call', async (t) => {
  const { client, requests } = await startPages(t, () => ({ items: [] }));
  const listing = client();
  const fetchOptions = {
    get cache() {
      throw new Error('unreadable');
    },
  };
  await assert.rejects(listing.batches.list({}, { fetchOptions }), {
    name: 'LlamaCloudError',
    message: 'options.fetchOptions must be an object',
  });
  assert.equal(requests.length, 0);
  // A client shows its own, which may be changed later.
  const given = client({ fetchOptions: {} });
  Object.defineProperty(given.fetchOptions, 'cache', {
    enumerable: true,
    ...Object.getOwnPropertyDescriptor(fetchOptions, 'cache'),
  });
  await assert.rejects(given.batches.list({}, { maxRetries: 0 }), batches.APIConnectionError);
  assert.deepEqual((await listing.batches.list()).items, []);
});

test('what a fetch does to the headers of a request is not sent with the next one', async (t) => {
  const { client, requests } = await startPages(t, (query, request, response) => {
    if (requests.length === 3) return { items: [] };
    response.writeHead(503, { 'retry-after-ms': '1' }).end();
  });
  const signing = (url, init) => {
    const response = fetch(url, { ...init, headers: new Headers(init.headers) });
    init.headers.append('x-signature', 'one');
    init.headers.delete('authorization');
    return response;
  };
  await client({ fetch: signing }).batches.list();
  for (const { headers } of requests) {
    assert.deepEqual([headers['x-signature'], headers.authorization?.slice(0, 6)], [undefined, 'Bearer']);
  }
});

test('a watch without the initial batches leaves them out, however many polls fail before the first that succeeds', async (t) => {
  let status = 'RUNNING';
  let polls = 0;
  const { client } = await startPages(t, (query, request, response) => {
    if (!query.has('page_token')) polls++;
    if (polls < 3 && (polls === 1 || query.has('page_token'))) return void response.writeHead(503).end();
    if (polls === 5) status = 'COMPLETED';
    const [number, next_page_token] = query.has('page_token') ? [2, null] : [1, 'p2'];
    return { items: [batch(number, { status, created_at: new Date().toISOString() })], next_page_token };
  });
  const watch = client({ maxRetries: 0 }).batches.watch({}, { interval: 1, initial: false });
  const { value } = await watch.next();
  await watch.return();
  assert.deepEqual([value.id, value.status], ['bat-1', 'COMPLETED']);
});

test('a new batch that the server does not find yet is waited for', async (t) => {
  const { client, requests } = await startPages(t, (query, { method }, response) => {
    if (method === 'POST') return batch(1, { status: 'PENDING' });
    return requests.length < 5 ? void response.writeHead(404).end() : batch(1);
  });
  const options = { pollInterval: 1 };
  assert.equal((await client().batches.createAndPoll(NEW, options)).status, 'COMPLETED');
  assert.equal(requests.length, 5);
  requests.length = 0;
  await assert.rejects(client().batches.wait('bat-1', options), batches.NotFoundError);
  assert.equal(requests.length, 1);
});

test('a batch that the server lists twice comes once with concurrency, whether or not there are windows', async (t) => {
  const bounds = { created_at_on_or_after: '2026-01-01', created_at_on_or_before: '2026-02-01' };
  for (const days of [
    [9, 9, 8],
    [9, 9, 9],
    [8, 9, 8],
  ]) {
    const [one, two, three] = days.map((day, at) => batch(at, { created_at: `2026-01-0${day}T00:00:00Z` }));
    const { client } = await startPages(
      t,
      inOrder([
        [one, one, two],
        [two, three, three],
      ]),
    );
    const ids = (await collect(client().batches.list(bounds, { concurrency: 2 }))).map(({ id }) => id);
    assert.deepEqual(ids, ['bat-0', 'bat-1', 'bat-2']);
  }
});

test('ids of quotes and backslashes are not taken for one another', async (t) => {
  const ids = ['\\', '""', '"', '\\"', '"\\'];
  const { client } = await startPages(t, () => ({ items: ids.map((id) => ({ ...batch(1), id })) }));
  const bounds = { created_at_on_or_after: '2026-01-01', created_at_on_or_before: '2026-02-01' };
  const listed = await collect(client().batches.list(bounds, { concurrency: 2 }));
  assert.deepEqual(
    listed.map(({ id }) => id),
    ids,
  );
});

test('what the default query of a client filters by counts for windows and for a watch', async (t) => {
  const [from, to] = ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'];
  const { client, requests } = await startPages(
    t,
    inOrder([[batch(1, { created_at: '2026-01-01T08:00:00Z', status: 'RUNNING' })]]),
  );
  const bounds = { created_at_on_or_after: from, created_at_on_or_before: to };
  const filtered = client({ defaultQuery: bounds });
  assert.equal((await collect(filtered.batches.list({}, { concurrency: 2 }))).length, 1);
  const begun = filtered.withOptions({ defaultQuery: { ...bounds, page_token: 'p0' } });
  const expected = { name: 'LlamaCloudError', message: /first page/ };
  await assert.rejects(begun.batches.list({}, { concurrency: 2 }), expected);
  await assert.rejects(begun.batches.watch().next(), expected);
  requests.length = 0;
  let polls = 0;
  const watch = filtered.batches.watch({}, { interval: 1, onPoll: () => ++polls === 3 && watch.return() });
  for await (const _ of watch);
  // No poll begins before the list does.
  for (const { query } of requests) assert.ok(Date.parse(query.get('created_at_on_or_after')) >= Date.parse(from));
});

test('a client works behind proxies all the way down, as reactive frameworks make them', async (t) => {
  const { client, requests } = await startPages(t, inOrder([[batch(1)], [batch(2)]]));
  const deep = (object) =>
    new Proxy(object, {
      get(target, name, self) {
        const value = Reflect.get(target, name, self);
        return typeof value === 'object' && value !== null ? deep(value) : value;
      },
    });
  const reactive = deep(client());
  assert.equal((await collect(reactive.batches.list())).length, 2);
  assert.equal((await reactive.withOptions({ timeout: 7_000 }).batches.list()).items.length, 1);
  await assert.rejects(reactive.batches.get(''), /batchID/);
  reactive.timeout = 5_000;
  assert.deepEqual([reactive.timeout, reactive.maxRetries], [5_000, 2]);
  const watch = reactive.batches.watch();
  assert.equal((await watch.next()).value.id, 'bat-1');
  await watch.return();
  assert.ok(requests.length >= 4);
});

// Options of clients and requests, and whatever a caller's own functions do.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import { NEW } from './support/operations.mjs';
import { batches, LlamaCloud } from './support/package.mjs';
import { batch, collect, inOrder, startPages } from './support/pages.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';

const page = () => ({ items: [batch(1)] });

test('headers of the request come before those of the client, and null takes one away', async (t) => {
  const { client, requests } = await startPages(t, page);
  const asked = client({ defaultHeaders: { 'X-One': '1', 'x-two': '2', accept: null } });
  await asked.batches.list({}, { headers: { 'x-one': 'one', 'X-Two': null, 'x-three': undefined } });
  const { headers } = requests[0];
  assert.equal(headers['x-one'], 'one');
  assert.equal('x-two' in headers, false);
  assert.notEqual(headers.accept, 'application/json');
  await asked.batches.list({}, { headers: new Headers({ 'x-one': 'uno' }) });
  assert.equal(requests[1].headers['x-one'], 'uno');
  await asked.batches.list(
    {},
    {
      headers: [
        ['x-four', '4'],
        ['x-four', '5'],
      ],
    },
  );
  assert.equal(requests[2].headers['x-four'], '4, 5');
  await asked.batches.list({}, { headers: { authorization: null } });
  assert.equal('authorization' in requests[3].headers, false);
});

test('a plain request has no header but those that it needs', async (t) => {
  const { client, requests } = await startPages(t, page);
  await client().batches.list();
  const {
    host,
    connection,
    'user-agent': agent,
    'accept-language': language,
    'sec-fetch-mode': mode,
    'accept-encoding': encoding,
    ...rest
  } = requests[0].headers;
  assert.deepEqual(rest, { accept: 'application/json', authorization: `Bearer ${KEY}` });
});

test('query parameters of the client, the operation and the request, in this order of rank', async (t) => {
  const { client, requests } = await startPages(t, page);
  const asked = client({ defaultQuery: { a: 1, project_id: 'default', gone: 'x' } });
  await asked.batches.list(
    { project_id: 'params', status: 'RUNNING' },
    { query: { b: [true, 'x y'], gone: null, status: 'FAILED' } },
  );
  assert.equal(requests[0].url, '/api/v2/batches?a=1&project_id=params&b=true&b=x%20y&status=FAILED');
});

test('a list that starts at a cursor of options.query goes on from there', async (t) => {
  const { client, requests } = await startPages(t, inOrder([[batch(1)], [batch(2)], [batch(3)]]));
  const items = await collect(client().batches.list({}, { query: { page_token: 'p1' } }));
  assert.deepEqual(
    items.map(({ id }) => id),
    ['bat-2', 'bat-3'],
  );
  assert.deepEqual(
    requests.map(({ query }) => query.getAll('page_token')),
    [['p1'], ['p2']],
  );
});

test('a base URL may have a path and a closing slash', async (t) => {
  const { url, requests } = await startPages(t, page);
  for (const [baseURL, path] of [
    [`${url}/`, ''],
    [`${url}/proxy`, '/proxy'],
    [`${url}/proxy//`, '/proxy'],
  ]) {
    const client = new LlamaCloud({ apiKey: KEY, baseURL });
    await client.batches.list();
    assert.equal(requests.at(-1).url, `${path}/api/v2/batches`);
  }
});

for (const [options, message] of [
  [{ apikey: 'x' }, /options\.apikey is not known; did you mean apiKey/],
  [{ apiKey: '' }, /options\.apiKey must be a string that is not empty/],
  [{ apiKey: 7 }, /options\.apiKey/],
  [{ apiKey: 'llx-1\n2' }, /options\.apiKey contains invalid characters/],
  [{ baseURL: 'nowhere' }, /options\.baseURL must be an http or https URL without query$/],
  [{ baseURL: 'ftp://host' }, /options\.baseURL/],
  [{ baseURL: 'https://host/?x=1' }, /options\.baseURL/],
  [{ timeout: -1 }, /options\.timeout/],
  [{ timeout: NaN }, /options\.timeout/],
  [{ maxRetries: 1.5 }, /options\.maxRetries/],
  [{ fetch: {} }, /options\.fetch must be a function/],
  [{ logger: 'console' }, /options\.logger must be an object/],
  [{ defaultHeaders: 'x' }, /options\.defaultHeaders must be an object/],
  [{ defaultQuery: [1] }, /options\.defaultQuery must be a plain object/],
  ['llx-1', /options must be a plain object/],
]) {
  test(`a client refuses what cannot be: ${message.source}`, () => {
    assert.throws(
      () => new LlamaCloud(typeof options === 'string' ? options : { apiKey: KEY, ...options }),
      (error) => {
        assert.ok(error instanceof batches.LlamaCloudError);
        assert.match(error.message, message);
        return true;
      },
    );
  });
}

test('withOptions changes what it names and keeps the rest', async (t) => {
  const { client, requests } = await startPages(t, page);
  const first = client({ timeout: 5_000, maxRetries: 7, defaultHeaders: { 'x-a': '1' } });
  const second = first.withOptions({ maxRetries: 0, apiKey: 'llx-other' });
  assert.deepEqual([second.timeout, second.maxRetries, second.baseURL], [5_000, 0, first.baseURL]);
  assert.equal(first.maxRetries, 7);
  await second.batches.list();
  assert.equal(requests[0].headers['x-a'], '1');
  assert.equal(requests[0].headers.authorization, 'Bearer llx-other');
  assert.equal(first.withOptions({ timeout: Infinity }).timeout, Infinity);
});

test('fetch is called as fetch(url, init), without a this', async (t) => {
  const { client } = await startPages(t, page);
  const calls = [];
  const asked = client({
    fetchOptions: { cache: 'no-store', keepalive: true },
    fetch(...args) {
      calls.push([this, ...args]);
      return fetch(...args);
    },
  });
  await asked.batches.list({}, { fetchOptions: { keepalive: false } });
  const [[self, url, init, ...none]] = calls;
  assert.equal(self, undefined);
  assert.equal(typeof url, 'string');
  assert.deepEqual(none, []);
  assert.equal(init.method, 'GET');
  assert.equal(init.cache, 'no-store');
  assert.equal(init.keepalive, false);
  assert.ok(init.signal instanceof AbortSignal);
});

const other = vm.createContext({});
const NONSENSE = {
  'throws a text': () => {
    throw 'stop';
  },
  'throws nothing': () => {
    throw undefined;
  },
  'rejects with a text': async () => {
    throw 'stop';
  },
  'rejects with an error of another realm': () => Promise.reject(vm.runInContext('new TypeError("far")', other)),
  'rejects with a broken error': () =>
    Promise.reject({
      get message() {
        throw 1;
      },
      get cause() {
        throw 2;
      },
    }),
  'returns nothing': () => undefined,
  'returns a number': () => 7,
  'returns an object': async () => ({}),
  'returns a status that is no number': async () => ({ status: Symbol('x'), headers: {}, text: async () => '' }),
  'returns a body that throws': async () => ({
    status: 200,
    headers: new Headers(),
    text() {
      throw null;
    },
  }),
  'returns a status that throws': async () => ({
    get status() {
      throw 'no';
    },
  }),
  'returns a body that is no text': async () => ({ status: 200, headers: new Headers(), text: async () => 5n }),
  'returns a body that cannot be text': async () => ({
    status: 200,
    headers: new Headers(),
    text: async () => ({ toString: null, valueOf: null }),
  }),
  'returns headers that throw': async () => ({
    status: 500,
    get headers() {
      throw 'no';
    },
    text: async () => 'x',
  }),
};
for (const [what, fetch] of Object.entries(NONSENSE)) {
  test(`a fetch that ${what} is an error of the table, and the client still works`, async (t) => {
    const sandbox = await startSandbox(t);
    const client = sandbox.client({ maxRetries: 0, fetch });
    await assert.rejects(client.batches.list(), batches.APIError);
    await assert.rejects(collect(client.batches.list()), batches.APIError);
    assert.equal((await sandbox.client().batches.list()).items.length, 100);
  });
}

test('a response of a mock, with a status, headers and text, is a response', async () => {
  const client = new LlamaCloud({
    apiKey: KEY,
    fetch: async () => ({
      status: 200,
      ok: true,
      headers: new Map(),
      text: async () => JSON.stringify({ items: [batch(1)] }),
    }),
  });
  assert.equal((await client.batches.list()).items[0].id, 'bat-1');
});

test('asResponse gives the response unread, withResponse the data too', async (t) => {
  const { client, requests } = await startPages(t, page);
  const list = client().batches.list();
  const response = await list.asResponse();
  assert.equal(response.bodyUsed, false);
  const { data, response: same } = await list.withResponse();
  assert.equal(same, response);
  assert.equal(data.items.length, 1);
  assert.equal((await list).items.length, 1);
  assert.equal(requests.length, 1, 'one promise is one request');
});

test('of a header in two cases in one object, the last counts; defaults do not unset the content type of create', async (t) => {
  const { client, requests } = await startPages(t, () => batch(1));
  await client({ defaultHeaders: { 'X-A': '1', 'x-a': '2', 'content-type': null } }).batches.create(NEW);
  assert.deepEqual([requests[0].headers['x-a'], requests[0].headers['content-type']], ['2', 'application/json']);
});

test('a connection that is refused, or a name that is not found, says where it led', async () => {
  const reasons = {
    'connect ECONNREFUSED 127.0.0.1:8': { message: 'connect ECONNREFUSED 127.0.0.1:8', code: 'ECONNREFUSED' },
    'getaddrinfo ENOTFOUND api.example': { message: 'getaddrinfo ENOTFOUND api.example', code: 'ENOTFOUND' },
    // Of several addresses, Node.js says nothing.
    ECONNREFUSED: { message: '', code: 'ECONNREFUSED' },
    ERR_SSL_WRONG_VERSION_NUMBER: { message: 'C0:error:0A00010B:SSL routines', code: 'ERR_SSL_WRONG_VERSION_NUMBER' },
    'bad port': { message: 'bad port' },
  };
  for (const [said, cause] of Object.entries(reasons)) {
    const fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
    const client = new LlamaCloud({ apiKey: KEY, maxRetries: 0, fetch });
    await assert.rejects(client.batches.get('bat-1'), { message: `Connection error: fetch failed, ${said}.` });
  }
});

test('a fetch that runs out of time by itself is a timeout', async () => {
  const connect = Object.assign(new Error('Connect Timeout Error'), { code: 'UND_ERR_CONNECT_TIMEOUT' });
  for (const thrown of [
    new TypeError('fetch failed', { cause: connect }),
    new DOMException('The operation was aborted due to timeout', 'TimeoutError'),
    new DOMException('This operation was aborted', 'AbortError'),
  ]) {
    const fetch = async () => {
      throw thrown;
    };
    const client = new LlamaCloud({ apiKey: KEY, fetch, maxRetries: 0 });
    await assert.rejects(client.batches.list(), batches.APIConnectionTimeoutError);
  }
});

test('options can be read and set, and batches can be replaced', async (t) => {
  const { url, client, requests } = await startPages(t, page);
  const asked = client({ baseURL: 'http://127.0.0.1:9' });
  asked.baseURL = url;
  asked.timeout = 7_000;
  asked.maxRetries = 1;
  asked.logLevel = 'error';
  assert.deepEqual([asked.baseURL, asked.timeout, asked.maxRetries, asked.logLevel], [url, 7_000, 1, 'error']);
  await asked.batches.list();
  assert.equal(requests.length, 1);
  assert.throws(() => (asked.timeout = -1), /options\.timeout/);
  class Own extends LlamaCloud {
    hello() {
      return 'hello';
    }
  }
  assert.equal(new Own({ apiKey: KEY }).withOptions({ timeout: 1 }).hello(), 'hello');
  asked.batches = { list: () => 'mine' };
  assert.equal(asked.batches.list(), 'mine');
});

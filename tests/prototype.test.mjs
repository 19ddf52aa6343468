// What somebody put on the prototype of every object is no parameter and no option; what stands in a chain of the
// caller's own is one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LlamaCloud } from './support/package.mjs';
import { batch } from './support/pages.mjs';

/** Names of parameters, of options, of what `fetch` takes, and of what the package itself passes around. */
const NAMES = `
  status page_size page_token project_id organization_id source_directory_id created_at_on_or_after
  created_at_on_or_before config expand webhook_configurations
  apiKey baseURL fetch fetchOptions defaultHeaders defaultQuery maxRequestsPerMinute logLevel logger
  signal timeout maxRetries headers query body path method defaultBaseURL idempotencyKey readAhead concurrency ordered
  pollInterval maxInterval throwOnFailure onUpdate interval initial onError onPoll
  credentials redirect mode cache duplex dispatcher
  client caller prefetches buffer message cause batch kind response exchange`.match(/\S+/g);

/** What stands there. */
const VALUES = ['FAILED', 7, () => {}, { a: '1' }, ['x'], AbortSignal.abort()];

const RANGE = { created_at_on_or_after: '2026-01-01', created_at_on_or_before: '2026-02-01' };
const CREATION = { config: { job: { configuration_id: 'cfg-1', type: 'parse_v2' } }, source_directory_id: 'dir-1' };
const KEYS = { apiKey: 'llx-key', baseURL: 'http://host', logLevel: 'off', maxRetries: 0 };

/** What a client sends for each of its methods, and what comes of it. */
async function everything() {
  const { client, sent } = recorded();
  const { batches } = client;
  const collect = async (list) => {
    const found = [];
    for await (const { id } of list) found.push(id);
    return found;
  };
  const first = async (watch) => {
    for await (const { id } of watch) return id;
  };
  const ids = [
    await collect(batches.list()),
    await collect(batches.list({}, {})),
    await collect(batches.list(RANGE, { concurrency: 2 })),
    (await (await batches.list({})).getNextPage()).items.length,
    (await batches.get('bat-1', {}, {})).id,
    (await batches.create(CREATION, {})).id,
    (await batches.cancel('bat-1', {}, {})).id,
    (await batches.wait('bat-1', {})).id,
    (await batches.createAndPoll(CREATION, {})).id,
    await first(batches.watch({}, {})),
    (await client.withOptions({}).batches.get('bat-2')).id,
    (await client.withOptions({ timeout: 1_000 }).batches.get('bat-2')).id,
  ];
  return { sent, ids };
}

/** A client whose `fetch` notes what it is given, and answers as the API does. */
function recorded(options = {}) {
  const sent = [];
  const fetch = async (url, { method, headers, signal, ...more }) => {
    sent.push({ url, method, headers: [...headers], isAborted: signal.aborted, ...more });
    const isPage = method === 'GET' && /batches(\?|$)/.test(url);
    const page = url.includes('page_token=p1')
      ? { items: [batch(3)], next_page_token: null, total_size: 3 }
      : { items: [batch(1), batch(2)], next_page_token: 'p1', total_size: 3 };
    return answer(isPage ? page : batch(1));
  };
  return { client: new LlamaCloud({ ...KEYS, fetch, ...options }), sent };
}

/** A response that reads nothing from the prototype of every object, as the host's own constructor does. */
function answer(body) {
  const text = JSON.stringify(body);
  return { __proto__: null, status: 200, type: 'basic', headers: new Headers(), text: async () => text };
}

/** Does some work while a value is on the prototype of every object. */
async function polluted(values, work) {
  Object.assign(Object.prototype, values);
  try {
    return await work();
  } finally {
    for (const name of Object.keys(values)) delete Object.prototype[name];
  }
}

test('what is on the prototype of every object changes nothing that is sent', async () => {
  const expected = await everything();
  assert.ok(expected.sent.length > 15);
  for (const name of NAMES) {
    for (const value of VALUES) {
      const outcome = await polluted({ [name]: value }, () => everything().catch((error) => error));
      assert.deepEqual(outcome, expected, `${name} is ${typeof value} ${value}`);
    }
  }
});

test('what stands in a chain of the caller’s own counts, whatever is on the prototype of every object', async () => {
  class Filters {
    get status() {
      return 'RUNNING';
    }
  }
  const filters = {
    'an instance with a getter': () => new Filters(),
    'an instance of a subclass': () => new (class extends Filters {})(),
    'an object made of defaults': () => Object.create({ status: 'RUNNING' }),
    'an object without a prototype': () => Object.assign(Object.create(null), { status: 'RUNNING' }),
    'a proxy of an object': () => new Proxy({ status: 'RUNNING' }, {}),
    'a proxy that makes it up': () => new Proxy({}, { get: (_, name) => (name === 'status' ? 'RUNNING' : undefined) }),
    'a field of its own, of the same value': () => ({ status: 'FAILED' }),
  };
  for (const [what, make] of Object.entries(filters)) {
    const { client, sent } = recorded();
    const mode = make();
    await polluted({ status: 'FAILED', timeout: 7, signal: AbortSignal.abort() }, () => client.batches.list(mode));
    assert.equal(new URL(sent[0].url).search, `?status=${mode.status}`, what);
  }
  class Options {
    get apiKey() {
      return 'llx-own';
    }
    get baseURL() {
      return 'http://own';
    }
  }
  for (const make of [() => new Options(), () => Object.create({ apiKey: 'llx-own', baseURL: 'http://own' })]) {
    const sent = [];
    const fetch = async (url, { headers }) => {
      sent.push([url, headers.get('authorization')]);
      return answer(batch(1));
    };
    const options = Object.assign(make(), { fetch });
    await polluted({ apiKey: 'llx-other', baseURL: 'http://other' }, () =>
      new LlamaCloud(options).batches.get('bat-1'),
    );
    assert.deepEqual(sent, [['http://own/api/v2/batches/bat-1', 'Bearer llx-own']]);
  }
});

// Processes in which a test library, another script or an attacker has changed what every program uses.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { kindOf, NEW, OPERATIONS } from './support/operations.mjs';
import { batches, consumer } from './support/package.mjs';
import { batch, startPages } from './support/pages.mjs';

/** What is changed, and when: before the package is imported, or after. */
const CHANGES = {
  'nothing is changed': {},
  'performance is missing': { after: 'delete globalThis.performance;' },
  'performance cannot tell the time': { after: 'globalThis.performance = {};' },
  'performance throws': { after: 'performance.now = () => { throw new Error(); };' },
  'Date.now() is missing': { after: 'delete Date.now;' },
  'Date.now() throws': { after: 'Date.now = () => { throw new Error(); };' },
  'Date.now() returns no number': { after: 'Date.now = () => 5n;' },
  'Math.random() throws': { after: 'Math.random = () => { throw new Error(); };' },
  'Math.random() returns no number': { after: 'Math.random = () => 5n;' },
  'queueMicrotask is faked and never runs anything': { after: 'globalThis.queueMicrotask = () => {};' },
  'Error is another class': {
    after: 'const { Error: Native } = globalThis; globalThis.Error = class extends Native {};',
  },
  'stacks are arrays': { before: 'Error.prepareStackTrace = (_, sites) => sites;' },
  'every object has more properties': {
    after: `for (const name of ['get', 'set', 'status', 'kind', 'detail', 'error', 'response', 'cause', 'foo'])
      Object.prototype[name] = 'more';`,
  },
};

const EXPECTED = ['create is sent', 2, 'NotFoundError 404 Batch not found', 'LlamaCloudError', 'APIUserAbortError'];

const program = ({ before = '', after = '' }) => `
  const { parse, stringify } = JSON;
  const [created, listed] = parse(process.argv[1]);
  new Headers();
  ${before}
  const { LlamaCloud } = await import('llama-cloud-batches');
  const said = [];
  let lists = 0;
  const answer = (status, body) => ({ status, headers: new Headers(), text: async () => stringify(body) });
  const fetch = async (url, { method }) => {
    if (method === 'POST') said.push('create is sent');
    if (method === 'POST') return answer(200, listed[0]);
    if (url.endsWith('bat-none')) return answer(404, { detail: 'Batch not found' });
    return lists++ ? answer(200, { items: listed }) : answer(503, {});
  };
  const client = new LlamaCloud({ apiKey: 'llx-any-key', baseURL: 'http://host', fetch, logLevel: 'off' });
  ${after}
  client.batches.create(created);
  for (let turn = 0; turn < 20; turn++) await undefined;
  said.push((await client.batches.list()).items.length);
  await client.batches.get('bat-none').catch((error) => said.push(error.name + ' ' + error.message));
  await client.batches.list({ statsu: '1' }).catch((error) => said.push(error.name));
  const controller = new AbortController();
  controller.abort();
  const { signal } = controller;
  await client.batches.get('bat-none', {}, { signal }).catch((error) => said.push(error.name));
  process.stdout.write(stringify(said));`;

for (const [what, change] of Object.entries(CHANGES)) {
  test(`everything works although ${what}`, async () => {
    const argument = JSON.stringify([NEW, [batch(1), batch(2)]]);
    const parts = ['--input-type=module', '-e', program(change), argument];
    const { stdout } = await promisify(execFile)(process.execPath, parts, { cwd: consumer, timeout: 20_000 });
    assert.deepEqual(JSON.parse(stdout), EXPECTED);
  });
}

/** What a runtime may refuse, as a Worker does while it loads its modules, and what is said of it. */
const REFUSED = {
  setTimeout: /^Connection error: Disallowed in global scope: setting a timeout\.$/,
  AbortController: /^Connection error: Disallowed/,
  Headers: /^the runtime has no Headers$/,
};

for (const [name, message] of Object.entries(REFUSED)) {
  test(`where ${name} is refused, each call fails by an error of the table, and works again where it is not`, {
    timeout: 20_000,
  }, async (t) => {
    const { client } = await startPages(t, (query, { method, url }) =>
      method === 'POST' || url.endsWith('/bat-1') ? batch(1) : { items: [batch(1)] },
    );
    const ours = client({ maxRetries: 1 });
    const calls = {
      ...OPERATIONS,
      // They go on through lost connections, where they can sleep.
      ...(name !== 'AbortController' && {
        wait: () => ours.batches.wait('bat-1'),
        watch: () => ours.batches.watch().next(),
      }),
    };
    const allowed = globalThis[name];
    for (const [what, call] of Object.entries(calls)) {
      globalThis[name] = function refuse() {
        throw new Error('Disallowed in global scope: setting a timeout');
      };
      const error = await call(ours, 'bat-1').catch((error) => error);
      globalThis[name] = allowed;
      assert.equal(kindOf(error, batches), name === 'Headers' ? 'LlamaCloudError' : 'APIConnectionError', what);
      assert.match(error.message, message, what);
      await call(ours, 'bat-1');
    }
  });
}

test('a clock that is set back, as fake timers do it, neither prolongs a pause nor counts requests for longer', {
  timeout: 20_000,
}, async (t) => {
  const { client, requests } = await startPages(t, (query, request, response) => {
    if (requests.length > 1) return { items: [] };
    response.writeHead(429, { 'retry-after-ms': '1' }).end();
  });
  const { batches: resource } = client({ maxRequestsPerMinute: 100 });
  await resource.list();
  const now = performance.now.bind(performance);
  t.mock.method(performance, 'now', () => now() - 3_600_000);
  await resource.list();
});

test('a clock that stands still ends a pause all the same, however short', { timeout: 20_000 }, async (t) => {
  const { client, requests } = await startPages(t, (query, request, response) => {
    if (requests.length > 1) return { items: [] };
    response.writeHead(429, { 'retry-after-ms': '20' }).end();
  });
  t.mock.method(performance, 'now', () => 5);
  await client().batches.list();
});

// Processes in which a test library, another script or an attacker has changed what every program uses.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { NEW } from './support/operations.mjs';
import { consumer } from './support/package.mjs';
import { batch } from './support/pages.mjs';

/** What is changed, and when: before the package is imported, or after. */
const CHANGES = {
  'nothing is changed': {},
  'performance is missing': { after: 'delete globalThis.performance;' },
  'performance cannot tell the time': { after: 'globalThis.performance = {};' },
  'performance throws': { after: 'performance.now = () => { throw new Error(); };' },
  'Date.now() is missing': { after: 'delete Date.now;' },
  'Date.now() throws': { after: 'Date.now = () => { throw new Error(); };' },
  'Date.now() returns no number': { after: 'Date.now = () => 5n;' },
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

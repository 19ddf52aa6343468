// What a process sees of the package: its environment, `require`, and that it can end.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { NEW } from './support/operations.mjs';
import { consumer, LlamaCloud } from './support/package.mjs';
import { batch, startPages } from './support/pages.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';

const page = () => ({ items: [batch(1)] });

/** What a process with this environment says. */
async function inProcess(env, script) {
  const { PATH, SystemRoot } = process.env;
  const text = `import LlamaCloud from 'llama-cloud-batches'; try { ${script} } catch (error) { console.log(error.name + ': ' + error.message); }`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', text], {
    cwd: consumer,
    env: { PATH, SystemRoot, ...env },
  });
  return stdout.trim();
}

test('the environment gives the key, the base URL and the log level; blank counts as unset', async (t) => {
  const { url, requests } = await startPages(t, page);
  const list = 'await new LlamaCloud().batches.list();';
  await inProcess({ LLAMA_CLOUD_API_KEY: 'llx-one', LLAMA_PARSE_API_KEY: 'llx-two', LLAMA_CLOUD_BASE_URL: url }, list);
  await inProcess({ LLAMA_CLOUD_API_KEY: ' ', LLAMA_PARSE_API_KEY: 'llx-two', LLAMA_CLOUD_BASE_URL: url }, list);
  assert.deepEqual(
    requests.map(({ headers }) => headers.authorization),
    ['Bearer llx-one', 'Bearer llx-two'],
  );
  const show = 'const { baseURL, logLevel } = new LlamaCloud({ apiKey: "k" }); console.log(baseURL, logLevel);';
  assert.equal(
    await inProcess({ LLAMA_CLOUD_BASE_URL: '', LLAMA_CLOUD_LOG: 'debug' }, show),
    'https://api.cloud.llamaindex.ai debug',
  );
  assert.match(await inProcess({}, 'new LlamaCloud()'), /^LlamaCloudError: .*LLAMA_CLOUD_API_KEY/);
});

test('a log level that is none is ignored, with a warning', async (t) => {
  const warn = t.mock.method(console, 'warn', () => {});
  assert.equal(new LlamaCloud({ apiKey: KEY, logLevel: 'loud' }).logLevel, 'warn');
  assert.match(warn.mock.calls[0].arguments[0], /options\.logLevel must be off, error, warn, info or debug/);
  const show = 'console.log(new LlamaCloud({ apiKey: "k" }).logLevel);';
  assert.equal(await inProcess({ LLAMA_CLOUD_LOG: 'loud' }, show), 'warn');
});

test('a bad environment does not fail a client that was given good options', async () => {
  const show =
    'console.log(new LlamaCloud({ apiKey: "My API Key", baseURL: "http://127.0.0.1:9", logLevel: "off" }).baseURL);';
  const env = { LLAMA_CLOUD_API_KEY: 'llx-\u0007', LLAMA_CLOUD_BASE_URL: 'nowhere', LLAMA_CLOUD_LOG: 'loud' };
  assert.equal(await inProcess(env, show), 'http://127.0.0.1:9');
});

test('LLAMA_CLOUD_CUSTOM_HEADERS gives headers, which options replace', async (t) => {
  const { url, requests } = await startPages(t, page);
  const list = 'await new LlamaCloud({ apiKey: "llx-any-key", defaultHeaders: { "x-two": "two" } }).batches.list();';
  await inProcess({ LLAMA_CLOUD_CUSTOM_HEADERS: 'X-One: 1\nX-Two: 2\nnonsense', LLAMA_CLOUD_BASE_URL: url }, list);
  assert.deepEqual([requests[0].headers['x-one'], requests[0].headers['x-two']], ['1', 'two']);
});

test('null among pairs, undefined in another case and a line that comes twice mean what they mean to the official SDK', async (t) => {
  const { url, client, requests } = await startPages(t, page);
  const list = (headers) => client().batches.list({}, { headers });
  await list([
    ['x-a', '1'],
    ['x-a', null],
    ['x-b', null],
    ['x-b', '2'],
  ]);
  await list({ 'x-a': '1', 'X-A': undefined, 'x-b': ['1', '2'], 'X-B': [] });
  const make = 'await new LlamaCloud({ apiKey: "llx-any-key" }).batches.list();';
  await inProcess({ LLAMA_CLOUD_CUSTOM_HEADERS: 'x-a: 1\nX-B: 1\nx-b: 2\r\n: 3', LLAMA_CLOUD_BASE_URL: url }, make);
  const seen = requests.map(({ headers }) => [headers['x-a'], headers['x-b']]);
  assert.deepEqual(seen, [
    [undefined, '2'],
    ['1', '1, 2'],
    ['1', '2'],
  ]);
});

const LAST_CALLS = {
  'has listed': 'await batches.list();',
  'has left a loop': 'for await (const _ of batches.list({ page_size: 1 })) break;',
  'was refused': 'await batches.get("unknown").catch(fails("NotFoundError"));',
  'gave up after a timeout': 'await batches.create(NEW, { timeout: 50 }).catch(fails("APIConnectionTimeoutError"));',
  'gave up by its signal':
    'await batches.create(NEW, { signal: AbortSignal.timeout(50) }).catch(fails("APIUserAbortError"));',
  'gave up while it paused':
    'await batches.cancel("x", {}, { signal: AbortSignal.timeout(50) }).catch(fails("APIUserAbortError"));',
  'has waited for a batch': 'await batches.wait(ended, { timeout: 60_000 });',
  'waited in vain':
    'await batches.wait(running, { timeout: 50, pollInterval: 60_000, maxInterval: 60_000 }).catch(fails("BatchWaitError"));',
  'gave up to wait':
    'await batches.wait(running, { signal: AbortSignal.timeout(50), pollInterval: 60_000, maxInterval: 60_000 }).catch(fails("APIUserAbortError"));',
  'has left a watch': 'for await (const _ of batches.watch({}, { interval: 60_000 })) break;',
  'gave up to watch':
    'await batches.watch({}, { initial: false, interval: 60_000, signal: AbortSignal.timeout(50) }).next().catch(fails("APIUserAbortError"));',
};
for (const [what, call] of Object.entries(LAST_CALLS)) {
  test(`a process that ${what} exits by itself, and at once`, async (t) => {
    const sandbox = await startSandbox(t);
    const { batches } = sandbox.client();
    const ended = (await batches.list({ status: 'COMPLETED', page_size: 1 })).items[0].id;
    const running = (await batches.create(NEW)).id;
    sandbox.faults.add(
      { kind: 'status', status: 503, headers: { 'retry-after': '50' }, path: '/cancel' },
      { kind: 'silence', method: 'POST' },
    );
    const script = `
      const { batches } = new LlamaCloud();
      const [ended, running, NEW] = ${JSON.stringify([ended, running, NEW])};
      const fails = (name) => (error) => { if (error.name !== name) throw error; };
      ${call}
      const last = performance.now();
      process.on('exit', () => console.log(performance.now() - last));`;
    const took = await inProcess({ LLAMA_CLOUD_API_KEY: KEY, LLAMA_CLOUD_BASE_URL: sandbox.url }, script);
    // Whatever was forgotten would hold it for a minute; keep-alive holds it for none.
    assert.ok(Number(took) < 10_000, took);
  });
}

test('require gives what import gives: the same classes', async () => {
  const script = `
    const required = require('llama-cloud-batches');
    const thrown = new required.NotFoundError(404, undefined, 'x');
    import('llama-cloud-batches').then((imported) => {
      const others = Object.keys(imported).filter((name) => imported[name] !== required[name]);
      console.log(JSON.stringify([others, Object.keys(imported).length > 10, thrown instanceof imported.default.APIError]));
    });`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: consumer });
  assert.deepEqual(JSON.parse(stdout), [[], true, true]);
});

// An error names the function of the caller's that met it, and prints in a few lines where it is not caught.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { nodeOf } from './consumers/support/context.mjs';
import { servePage } from './support/browser.mjs';
import { consumer } from './support/package.mjs';
import { batch, startPages } from './support/pages.mjs';
import { openPlainFirefox } from './support/plain-firefox.mjs';
import { startBrowser } from './support/www-browsers.mjs';

/** Programs that fail, by what they call. */
const CALLS = {
  get: 'await client.batches.get("bat-1");',
  create:
    'await client.batches.create({ config: { job: { configuration_id: "c", type: "parse_v2" } }, source_directory_id: "d" });',
  cancel: 'await client.batches.cancel("bat-1");',
  wait: 'await client.batches.wait("bat-1");',
  createAndPoll:
    'await client.batches.createAndPoll({ config: { job: { configuration_id: "c", type: "parse_v2" } }, source_directory_id: "d" });',
  'a first page': 'await client.batches.list();',
  'a loop': 'for await (const _ of client.batches.list());',
  'a loop over pages': 'for await (const _ of client.batches.list().iterPages());',
  withResponse: 'await client.batches.get("bat-1").withResponse();',
  asResponse: 'await client.batches.list().asResponse();',
  watch: 'for await (const _ of client.batches.watch());',
  'Promise.all': 'await Promise.all([client.batches.get("bat-1"), client.batches.list()]);',
  'a refused argument': 'await client.batches.get("");',
  'a refused argument of a loop': 'for await (const _ of client.batches.list({ statsu: 1 }));',
};

/** What came of a file of a batch. */
const RESULT = {
  source_directory_file_id: 'dfl-1',
  status: 'FAILED',
  error_message: 'x'.repeat(200),
  job_reference: null,
};

/** The module that fails, in a function of the caller's. */
const program = (entry, baseURL, call) => `
  import LlamaCloud from '${entry}';
  const client = new LlamaCloud({ apiKey: 'llx-any-key', baseURL: '${baseURL}' });
  async function findTheBatch() { ${call} }
  await findTheBatch();`;

function judge(said) {
  assert.ok(said.length > 0 && said.length < 3_000, `${said.length} characters: ${said.slice(0, 500)}`);
  assert.match(said, /^(NotFoundError: 404 Batch not found|LlamaCloudError: (batchID must|params\.statsu))/m);
  // V8 writes `at async findTheBatch (…`, Firefox `findTheBatch@…`.
  assert.match(said, /(at (async )?|^|\*)findTheBatch[ @]/m, said);
}

/** A server that knows no batch, for pages of any origin. */
const startServer = (t) =>
  startPages(t, (query, { method }, response) => {
    response.setHeader('access-control-allow-origin', '*').setHeader('access-control-allow-headers', '*');
    response
      .writeHead(method === 'OPTIONS' ? 204 : 404)
      .end(method === 'OPTIONS' ? '' : '{"detail": "Batch not found"}');
  });

const NODES = { [`Node.js ${process.versions.node}`]: process.execPath };
for (const version of ['20.19', '22.12', '24', '26']) {
  try {
    NODES[`Node.js ${version}`] = nodeOf(version);
  } catch (error) {
    // `cargo xtask test --all` installs them.
    test(`uncaught errors in Node.js ${version}`, { skip: error.message });
  }
}

for (const [runtime, node] of Object.entries(NODES)) {
  for (const [what, call] of Object.entries(CALLS)) {
    test(`an uncaught error of ${what} is short, shows its message first, and names the caller: ${runtime}`, async (t) => {
      const { url } = await startServer(t);
      const script = program('llama-cloud-batches', url, call);
      const said = await new Promise((resolve) => {
        execFile(node, ['--input-type=module', '-e', script], { cwd: consumer }, (error, stdout, stderr) =>
          resolve(stderr),
        );
      });
      judge(said);
    });
  }
}

for (const [what, [status, body]] of Object.entries({
  'a web page of 20 kB': [502, `<html>${'<p>Bad gateway</p>'.repeat(1_200)}</html>`],
  'a detail of 1 MB': [400, JSON.stringify({ detail: 'x'.repeat(1e6) })],
  '5,000 mistakes': [422, JSON.stringify({ detail: Array(5_000).fill({ loc: ['query'], msg: 'no' }) })],
  'a page whose batches lack a field': [200, JSON.stringify({ items: Array(100).fill({ ...batch(1), id: null }) })],
  'a batch that failed, with 1,000 results': [
    200,
    JSON.stringify(batch(1, { status: 'FAILED', results: Array(1_000).fill(RESULT) })),
  ],
})) {
  test(`an uncaught error is short although the server sends ${what}, all of which a program can read`, async (t) => {
    const { url } = await startPages(t, (query, request, response) => void response.writeHead(status).end(body));
    const call = `await client.batches.${/results/.test(body) ? 'wait("bat-1", { throwOnFailure: true })' : 'list()'};`;
    const script = program('llama-cloud-batches', url, call);
    const { stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      cwd: consumer,
    }).catch((error) => error);
    assert.ok(stderr.length > 0 && stderr.length < 3_000, `${stderr.length} characters: ${stderr.slice(0, 500)}`);
    assert.match(stderr, /at async findTheBatch /);
    const caught = script.replace(
      'await findTheBatch();',
      'await findTheBatch().catch(({ error, batch }) => print(error ?? batch));',
    );
    const print =
      'const print = (value) => process.stdout.write(typeof value === "string" ? value : JSON.stringify(value));';
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', print + caught], {
      cwd: consumer,
      maxBuffer: 1e8,
    });
    assert.equal(stdout, body);
  });
}

for (const name of ['Chromium', 'Firefox']) {
  test(`uncaught errors are short, show their message first, and name the caller: ${name}`, async (t) => {
    const { url } = await startServer(t);
    const tab = await (await startBrowser(t, name)).open(t, { isExpected: () => true });
    await tab.goto(await servePage(t));
    for (const [what, call] of Object.entries(CALLS)) {
      await t.test(what, async () => {
        judge(await tab.read(runInPage, program('/dist/index.js', url, call)));
      });
    }
  });
}

test('uncaught errors are short, show their message first, and name the caller: a Firefox that nobody debugs', async (t) => {
  const texts = Object.values(CALLS).map((call) => program('/dist/index.js', '/', call));
  const script = `
    ${runInPage}
    const said = [];
    for (const text of ${JSON.stringify(texts)}) said.push(await runInPage(text));
    await fetch('/said', { method: 'POST', body: JSON.stringify(said) });`;
  const answer = (response) => response.writeHead(404).end('{"detail": "Batch not found"}');
  const said = await openPlainFirefox(t, script, answer);
  assert.equal(said.length, texts.length);
  for (const each of said) judge(each);
});

/** Runs a module in a page; gives what is printed of the error that nothing in it catches. */
function runInPage(text) {
  return new Promise((resolve) => {
    const print = ({ error }) => resolve(error.stack.startsWith(error.name) ? error.stack : `${error}\n${error.stack}`);
    addEventListener('error', print, { once: true });
    document.head.append(Object.assign(document.createElement('script'), { type: 'module', text }));
  });
}

// An error names the function of the caller's that met it, and prints in a few lines where it is not caught.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { nodeOf } from './consumers/support/context.mjs';
import { servePage } from './support/browser.mjs';
import { consumer } from './support/package.mjs';
import { startPages } from './support/pages.mjs';
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

/** Bodies that are long, and the status that they come with. */
const LONG = {
  'a web page': [404, '<!doctype html>'.padEnd(100_000, 'x')],
  'a web page with status 200': [200, '<!doctype html>'.padEnd(100_000, 'x')],
  'a long text in JSON': [400, JSON.stringify({ detail: 'y'.repeat(50_000) })],
  'many details': [
    422,
    JSON.stringify({ detail: Array(500).fill({ loc: ['body', 'config'], msg: 'is wrong', input: 'z' }) }),
  ],
  'a batch that is none': [200, JSON.stringify({ id: 'z'.repeat(50_000) })],
};

for (const [what, [status, body]] of Object.entries(LONG)) {
  test(`an uncaught error of ${what} is short, and has all of the body that is JSON`, async (t) => {
    const { url } = await startPages(t, (_, __, response) => void response.writeHead(status).end(body));
    const call = `
      const { error } = await client.batches.get("bat-1").catch((error) => error);
      console.log(JSON.stringify(error ?? null));
      await client.batches.get("bat-1");`;
    const [stdout, stderr] = await new Promise((resolve) => {
      const script = program('llama-cloud-batches', url, call);
      execFile(process.execPath, ['--input-type=module', '-e', script], { cwd: consumer }, (_, ...said) =>
        resolve(said),
      );
    });
    assert.ok(stderr.length > 0 && stderr.length < 3_000, `${stderr.length} characters: ${stderr.slice(0, 500)}`);
    assert.match(stderr, /^\w*Error: (200|400|404|422) /m);
    assert.match(stderr, /at async findTheBatch /);
    if (body.startsWith('{')) assert.equal(stdout.trim(), body);
    else assert.ok(body.startsWith(JSON.parse(stdout).slice(0, 500)), stdout.slice(0, 500));
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

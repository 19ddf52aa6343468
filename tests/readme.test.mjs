// The documents' examples, run as they stand there.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { serve } from '@hono/node-server';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { openTab, startChromium } from './support/browser.mjs';
import { example, examples, withClient } from './support/docs.mjs';
import { NEW } from './support/operations.mjs';
import { consumer } from './support/package.mjs';
import { collect } from './support/pages.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';

const { PATH, SystemRoot } = process.env;
const ran = new Set();

/** The code of an example, which is run. */
function codeOf(name) {
  ran.add(name);
  return withClient(example(name));
}

/** Starts an example as a program of the consumer. */
function start(name, env) {
  const args = ['--input-type=module', '-e', codeOf(name)];
  return spawn(process.execPath, args, {
    cwd: consumer,
    env: { PATH, SystemRoot, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** What an example prints, run on this sandbox. */
function printed(name, { url }) {
  return text(start(name, { LLAMA_CLOUD_API_KEY: KEY, LLAMA_CLOUD_BASE_URL: url }).stdout);
}

test('the first example lists what runs', async (t) => {
  const sandbox = await startSandbox(t, { batches: 2_000, now: () => Date.UTC(2026, 5, 1) });
  const lines = (await printed('quick-start', sandbox)).trim().split('\n');
  const running = await collect(sandbox.client().batches.list({ status: 'RUNNING' }));
  assert.ok(running.length > 0);
  assert.deepEqual(lines.map((line) => line.split(' ')[0]).sort(), running.map(({ id }) => id).sort());
});

test('counting by a filter', async (t) => {
  const said = await printed('node', await startSandbox(t, { batches: 500 }));
  const counts = [...said.matchAll(/: (\d+)/g)].map(([, count]) => Number(count));
  const sum = counts.reduce((a, b) => a + b, 0);
  assert.ok(said.includes('COMPLETED') && sum > 10 && sum < 100, said);
});

test('page by page', async (t) => {
  const sandbox = await startSandbox(t);
  assert.equal(await printed('pages', sandbox), '50 of 250\n');
  assert.equal(sandbox.requests.all.length, 5);
});

test('running a batch and waiting for it', async (t) => {
  const sandbox = await startHastySandbox(t);
  const said = await printed('run', sandbox);
  assert.match(said, /^((COMPLETED|FAILED|CANCELLED) dfl-\S+ .+\n)+$/);
});

test('watching, and stopping', async (t) => {
  const sandbox = await startHastySandbox(t);
  await sandbox.client().batches.create({ ...NEW, source_directory_id: 'dir-invoices' });
  const watch = start('watch', { LLAMA_CLOUD_API_KEY: KEY, LLAMA_CLOUD_BASE_URL: sandbox.url });
  const [first] = await once(watch.stdout, 'data');
  assert.match(String(first), /^bat-\S+ [A-Z]+\n/);
  watch.kill();
});

test('stopping early', async (t) => {
  const sandbox = await startSandbox(t);
  assert.match(await printed('stop', sandbox), /^bat-\S+\n$/);
  assert.ok(sandbox.requests.all.length <= 2);
});

test('listing several parts at the same time', async (t) => {
  const sandbox = await startSandbox(t, { now: () => Date.UTC(2026, 5, 1) });
  assert.equal(await printed('faster', sandbox), '250\n');
});

test('catching an error', async (t) => {
  assert.equal(await printed('errors', await startSandbox(t)), '404 404 Batch not found\n');
});

test('with the sandbox', async () => {
  assert.equal((await text(start('sandbox').stdout)).trim(), '300');
});

test('with the sandbox of another process', async () => {
  assert.match(await text(start('sandbox-node').stdout), /^http:\/\/127\.0\.0\.1:\d+\n$/);
});

/** What serves the proxy of the README on a port, by the name of its example. */
const PROXIES = {
  'proxy-node': startServer,
  'proxy-express': startServer,
  'proxy-hono': async (t, example, env) => serveFetch(t, (await importExample(t, example, env)).default.fetch),
  async 'proxy-next'(t, example, env) {
    const route = await importExample(t, example, env);
    return serveFetch(t, (request) => route[request.method](request, { params: Promise.resolve({}) }));
  },
  async 'proxy-cloudflare'(t, example, env) {
    const worker = new Miniflare({
      compatibilityDate: '2025-01-01',
      modules: true,
      bindings: env,
      script: await bundle(example),
    });
    t.after(() => worker.dispose());
    return (await worker.ready).origin;
  },
};

for (const [name, serveProxy] of Object.entries(PROXIES)) {
  test(`${name} adds the key for its own pages, and for no path but those of batches`, async (t) => {
    const sandbox = await startSandbox(t);
    const url = await serveProxy(t, name, { LLAMA_CLOUD_API_KEY: KEY, LLAMA_CLOUD_BASE_URL: sandbox.url });
    const ask = (path, init) => reach(`${url}${path}`, { headers: { 'sec-fetch-site': 'same-origin' }, ...init });
    const list = '/llama-cloud/api/v2/batches';
    assert.equal((await (await ask(`${list}?page_size=7`)).json()).items.length, 7);
    const made = await ask(list, { method: 'POST', body: JSON.stringify(NEW) });
    assert.equal((await made.json()).source_directory_id, NEW.source_directory_id);
    sandbox.requests.clear();
    assert.equal((await ask(list, { headers: { 'sec-fetch-site': 'cross-site' } })).status, 403);
    assert.equal((await ask(list, { headers: {} })).status, 403);
    for (const path of [
      '/llama-cloud//evil.example/x',
      '/llama-cloudhttp://evil.example/x',
      '/llama-cloud/\\evil.example/x',
    ]) {
      assert.equal((await ask(path)).status, 404, path);
    }
    assert.equal(sandbox.requests.all.length, 0);
    sandbox.faults.add({ kind: 'reset' });
    assert.equal((await ask(list)).status, 502);
    assert.equal((await ask(list)).status, 200);
  });
}

test('in a web app, through the proxy', async (t) => {
  const sandbox = await startSandbox(t, { batches: 230 });
  const env = { LLAMA_CLOUD_API_KEY: KEY, LLAMA_CLOUD_BASE_URL: sandbox.url };
  const { fetch: proxy } = (await importExample(t, 'proxy-hono', env)).default;
  const dist = path.join(consumer, 'node_modules/llama-cloud-batches/dist');
  const url = await serveFetch(t, async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/llama-cloud/')) return proxy(request);
    if (pathname === '/') return new Response(PAGE, { headers: { 'content-type': 'text/html' } });
    return new Response(await readFile(path.join(dist, path.basename(pathname))), {
      headers: { 'content-type': 'text/javascript' },
    });
  });
  const browser = await startChromium(t);
  const page = await openTab(t, browser, url);
  await page.addScriptTag({ type: 'module', content: codeOf('web') });
  await page.waitForFunction(() => document.querySelectorAll('tr').length === 230);
  assert.match(await page.textContent('tr'), /^bat-[\w-]+[A-Z]+$/);
});

test('with the wasm as a file', async (t) => {
  const dist = path.join(consumer, 'node_modules/llama-cloud-batches/dist');
  const url = await serveFetch(t, async (request) => {
    const name = path.basename(new URL(request.url).pathname);
    if (!name) return new Response(PAGE, { headers: { 'content-type': 'text/html' } });
    const type = name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
    return new Response(await readFile(path.join(dist, name)), { headers: { 'content-type': type } });
  });
  const page = await openTab(t, await startChromium(t), url);
  const content = `${codeOf('web-entry')}\nwindow.address = client.baseURL;`;
  await page.addScriptTag({ type: 'module', content });
  await page.waitForFunction(() => window.address?.endsWith('/llama-cloud'));
});

const PAGE =
  '<script type="importmap">{"imports":{"llama-cloud-batches":"/dist/index.js","llama-cloud-batches/web":"/dist/web.js"}}</script><table><tbody></tbody></table>';

test('in an edge worker', async (t) => {
  const { url } = await startSandbox(t);
  const wasm = await readFile(path.join(consumer, 'node_modules/llama-cloud-batches/dist/llama_cloud_batches_bg.wasm'));
  const worker = new Miniflare({
    compatibilityDate: '2025-01-01',
    bindings: { LLAMA_CLOUD_API_KEY: KEY, LLAMA_CLOUD_BASE_URL: url },
    modules: [
      { type: 'ESModule', path: 'index.mjs', contents: await bundle('edge') },
      { type: 'CompiledWasm', path: 'llama_cloud_batches_bg.wasm', contents: wasm },
    ],
  });
  t.after(() => worker.dispose());
  const items = await (await worker.dispatchFetch('http://worker/')).json();
  assert.equal(items.length, 10);
  assert.ok(items.every(({ status }) => status === 'FAILED'));
});

test('every example of the documents was run', () => {
  assert.deepEqual(
    examples.filter((name) => !ran.has(name)),
    [],
  );
});

/** A sandbox in which two minutes pass with each request. */
async function startHastySandbox(t) {
  let ms = Date.UTC(2026, 5, 1);
  const server = await startSandbox(t, { now: () => ms });
  const { handle } = server.sandbox;
  server.sandbox.handle = (...args) => {
    ms += 120_000;
    return handle(...args);
  };
  return server;
}

/** Runs an example that listens on the port of `PORT`, and returns its address. */
async function startServer(t, name, env) {
  const port = await freePort();
  const server = start(name, { ...env, PORT: String(port) });
  t.after(() => server.kill());
  return `http://127.0.0.1:${port}`;
}

/** Imports an example that reads these variables when it is loaded. */
async function importExample(t, name, env) {
  const file = path.join(consumer, `${name}-${randomUUID()}.mjs`);
  await writeFile(file, codeOf(name));
  t.after(() => Object.keys(env).forEach((name) => delete process.env[name]));
  Object.assign(process.env, env);
  return import(pathToFileURL(file).href);
}

async function serveFetch(t, fetch) {
  const server = serve({ fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false });
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** An example as one file for an edge runtime. */
async function bundle(name) {
  const { outputFiles } = await build({
    stdin: { contents: codeOf(name), resolveDir: consumer },
    bundle: true,
    format: 'esm',
    conditions: ['workerd'],
    external: ['*.wasm'],
    write: false,
    outdir: 'out',
  });
  return outputFiles[0].text;
}

/** Asks a server that may be starting. */
async function reach(url, init) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await fetch(url, init);
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// The README's examples, run as they stand there.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { openPage, startChromium } from './support/browser.mjs';
import { consumer, root } from './support/package.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';

const readme = await readFile(path.join(root, 'README.md'), 'utf8');
const { PATH, SystemRoot } = process.env;

function example(name) {
  const found = readme.split(`<!-- example: ${name} -->\n\`\`\`js\n`)[1];
  assert.ok(found, `the README has no example ${name}`);
  return found.split('```')[0];
}

/** Starts an example as a program of the consumer. */
function start(name, env) {
  const args = ['--input-type=module', '-e', example(name)];
  return spawn(process.execPath, args, { cwd: consumer, env: { PATH, SystemRoot, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
}

test('in a Node script', async (t) => {
  const { url } = await startSandbox(t, { batches: 500 });
  const said = await text(start('node', { LLAMA_CLOUD_API_KEY: KEY, LLAMA_CLOUD_BASE_URL: url }).stdout);
  const counts = [...said.matchAll(/: (\d+)/g)].map(([, count]) => Number(count));
  const sum = counts.reduce((a, b) => a + b, 0);
  assert.ok(said.includes('COMPLETED') && sum > 10 && sum < 100, said);
});

test('with the sandbox', async () => {
  assert.equal((await text(start('sandbox').stdout)).trim(), '300');
});

test('in a web app, through the proxy', async (t) => {
  const sandbox = await startSandbox(t, { batches: 230 });
  const port = await freePort();
  const proxy = start('proxy', { LLAMA_CLOUD_API_KEY: KEY, LLAMA_CLOUD_BASE_URL: sandbox.url, PORT: String(port) });
  t.after(() => proxy.kill());
  const browser = await startChromium(t);
  const { page } = await openPage(t, browser);
  await page.route('**/llama-cloud/**', async (route) => {
    const { pathname, search } = new URL(route.request().url());
    assert.equal(route.request().headers().authorization, undefined);
    const answer = await reach(`http://127.0.0.1:${port}${pathname}${search}`);
    await route.fulfill({ status: answer.status, body: await answer.text(), contentType: 'application/json' });
  });
  await page.evaluate(() => {
    document.body.innerHTML = '<table><tbody></tbody></table><script type="importmap">{"imports":{"llama-cloud-batches":"/dist/index.js"}}</script>';
    const map = Object.assign(document.createElement('script'), { type: 'importmap', text: '{"imports":{"llama-cloud-batches":"/dist/index.js"}}' });
    document.head.append(map);
  });
  await page.addScriptTag({ type: 'module', content: example('web') });
  await page.waitForFunction(() => document.querySelectorAll('tr').length === 230);
  assert.match(await page.textContent('tr'), /^bat-[\w-]+[A-Z]+$/);
});

test('in an edge worker', async (t) => {
  const { url } = await startSandbox(t);
  const entry = path.join(consumer, 'edge-example.mjs');
  await writeFile(entry, example('edge'));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    conditions: ['workerd'],
    external: ['*.wasm'],
    write: false,
    outdir: 'out',
  });
  const wasm = await readFile(path.join(consumer, 'node_modules/llama-cloud-batches/dist/llama_cloud_batches_bg.wasm'));
  const worker = new Miniflare({
    compatibilityDate: '2025-01-01',
    bindings: { LLAMA_CLOUD_API_KEY: KEY, LLAMA_CLOUD_BASE_URL: url },
    modules: [
      { type: 'ESModule', path: 'index.mjs', contents: outputFiles[0].text },
      { type: 'CompiledWasm', path: 'llama_cloud_batches_bg.wasm', contents: wasm },
    ],
  });
  t.after(() => worker.dispose());
  const items = await (await worker.dispatchFetch('http://worker/')).json();
  assert.equal(items.length, 10);
  assert.ok(items.every(({ status }) => status === 'FAILED'));
});

/** Asks a server that may be starting. */
async function reach(url) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await fetch(url);
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

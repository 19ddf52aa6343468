// Runs the tests of the Rust surface, which are compiled to wasm, in Node.js and in the browsers:
//
//   node tests/rust/run.mjs TEST-RUNNER TESTS.wasm [FILTER]

import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import path from 'node:path';
import { text as all } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { startBrowsers } from '../consumers/support/browsers.mjs';

/** A page compiles some megabytes first. */
const LONGEST = 180_000;

const [runner, wasm, ...filter] = process.argv.slice(2);
const root = path.join(import.meta.dirname, '..', '..');
const { serve } = await import(pathToFileURL(path.join(root, 'pkg/dist/sandbox-node.js')).href);

const sandboxes = await serveSandboxes();
try {
  const passed = await Promise.all([inNode(), inBrowsers()]);
  process.exitCode = passed.every(Boolean) ? 0 : 1;
} finally {
  await sandboxes.close();
}

/** wasm-bindgen's test runner, with this environment. */
function start(environment) {
  return spawn(runner, [wasm, ...filter], {
    env: { ...process.env, LLAMA_CLOUD_API_KEY: '', LLAMA_PARSE_API_KEY: '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Whether all pass in Node.js. */
async function inNode() {
  const node = start({ SANDBOXES: sandboxes.url });
  const [text, code] = await Promise.all([all(node.stdout), new Promise((resolve) => node.on('close', resolve))]);
  console.log(`in Node.js\n${text}`);
  return code === 0;
}

/** Whether all pass in every browser: the runner serves a page that runs the tests and writes what came of them. */
async function inBrowsers() {
  const server = start({
    NO_HEADLESS: '1',
    WASM_BINDGEN_USE_BROWSER: '1',
    WASM_BINDGEN_TEST_ADDRESS: '127.0.0.1:0',
  });
  const browsers = await startBrowsers();
  try {
    const address = await said(server, /available at (http:\S+)/);
    const verdicts = await browsers.each(async (page) => {
      await page.goto(`${address}/?sandboxes=${encodeURIComponent(sandboxes.url)}`, { timeout: LONGEST });
      const hasEnded = () => /^test result: .*$/m.test(document.querySelector('#output').textContent);
      await page.waitForFunction(hasEnded, { timeout: LONGEST });
      return page.$eval('#output', (output) => output.textContent);
    }, LONGEST);
    for (const [name, text] of Object.entries(verdicts)) console.log(`in ${name}\n${text}`);
    return Object.values(verdicts).every((text) => text.includes('test result: ok'));
  } finally {
    await browsers.close();
    server.kill();
  }
}

/** What `pattern` finds in the output of a program. */
function said({ stdout }, pattern) {
  return new Promise((resolve, reject) => {
    let text = '';
    stdout.on('data', (chunk) => {
      text += chunk;
      const found = pattern.exec(text);
      if (found) resolve(found[1]);
    });
    stdout.on('end', () => reject(new Error(`not said: ${pattern}\n${text}`)));
  });
}

/** A server that starts a sandbox with the options of each POST, and answers with its address. */
async function serveSandboxes() {
  const started = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const sandbox = await serve({ batches: 250, ...JSON.parse(Buffer.concat(chunks)) });
    started.push(sandbox);
    response.writeHead(200, { 'access-control-allow-origin': '*' });
    response.end(sandbox.url);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await Promise.all(started.map((sandbox) => sandbox.close()));
    },
  };
}

// Where there is no WebAssembly, or no permission for it, or it is not loaded yet: an error that says so.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { servePage } from './support/browser.mjs';
import { manifest } from './support/cli.mjs';
import { consumer, root } from './support/package.mjs';
import { startBrowser } from './support/www-browsers.mjs';

const DOCUMENTED = manifest.homepage.replace('#readme', '#webassembly');

/** What comes of making a client, and of loading the wasm of `./web` from these bytes; it runs in pages, too. */
async function attempt([entry, web]) {
  const said = async (work, { LlamaCloudError }) => {
    try {
      return typeof (await work());
    } catch (error) {
      return [error instanceof LlamaCloudError, error.name, error.message, error.cause?.name].join();
    }
  };
  const [module, other] = [await import(entry), await import(web)];
  const make = ({ LlamaCloud }) => new LlamaCloud({ apiKey: 'llx-any' });
  return [
    await said(() => make(module), module),
    await said(() => make(module), module),
    await said(() => make(other), other),
    await said(() => other.default(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])), other),
  ];
}

/** The same in a Node.js with these flags. */
async function attemptInNode(...flags) {
  const program = `const said = await (${attempt})(['llama-cloud-batches', 'llama-cloud-batches/web']); console.log(JSON.stringify(said));`;
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, '--input-type=module', '-e', program], {
    cwd: consumer,
  });
  return JSON.parse(stdout);
}

test('without WebAssembly, making a client and init() say that it is missing, and where that is documented', async () => {
  const [first, again, , init] = await attemptInNode('--jitless');
  const missing = `true,LlamaCloudError,WebAssembly is missing in this runtime: see ${DOCUMENTED},ReferenceError`;
  assert.deepEqual([first, again, init], [missing, missing, missing]);
});

test('./web says "call init() first" before that', async () => {
  const [, , early] = await attemptInNode();
  assert.match(early, /^true,LlamaCloudError,Call init\(\) first, and wait for its promise,$/);
});

for (const name of ['Chromium', 'Firefox']) {
  test(`a policy that forbids WebAssembly is named: ${name}`, async (t) => {
    const origin = await servePage(t, { 'content-security-policy': "default-src 'none'; script-src 'self'" });
    const tab = await (await startBrowser(t, name)).open(t, { isExpected: () => true });
    await tab.goto(origin);
    const said = await tab.read(attempt, ['/dist/index.js', '/dist/web.js']);
    const [first, again, early, init] = said;
    const forbidden = new RegExp(
      `^true,LlamaCloudError,WebAssembly could not be compiled; a content security policy must allow 'wasm-unsafe-eval': see ${DOCUMENTED},\\w+$`,
    );
    for (const each of [first, again, init]) assert.match(each, forbidden);
    assert.match(early, /Call init\(\) first/);
  });
}

test('the README documents it where the errors say', async () => {
  assert.match(await readFile(path.join(root, 'README.md'), 'utf8'), /^### WebAssembly$/m);
});

// The examples, copied out of the tree and run as their readers run them. The Worker, the
// Next.js route and the page in Rust need their own tools and run with the other environments of tests/consumers.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { start } from './consumers/support/processes.mjs';
import { openTab, startChromium } from './support/browser.mjs';
import { consumer, root } from './support/package.mjs';
import { collect } from './support/pages.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';

const { PATH, SystemRoot } = process.env;
const environment = (url) => ({ PATH, SystemRoot, LLAMA_CLOUD_API_KEY: KEY, LLAMA_CLOUD_BASE_URL: url });
const nodeModule = (file) => path.join(root, 'node_modules', file);

const place = await mkdtemp(path.join(consumer, 'examples-'));
after(() => rm(place, { recursive: true, force: true, maxRetries: 5 }));

/** A copy of an example in a folder from which the packed package is found. */
async function copyExample(name) {
  const folder = await mkdtemp(path.join(place, `${name}-`));
  await cp(path.join(root, 'examples', name), folder, { recursive: true });
  return folder;
}

function startScript(folder, file, url) {
  return spawn(process.execPath, [file], { cwd: folder, env: environment(url), stdio: ['ignore', 'pipe', 'inherit'] });
}

async function idsIn(file) {
  const lines = (await readFile(file, 'utf8')).split('\n');
  assert.equal(lines.pop(), '', 'the last line is whole');
  return lines.map((line) => JSON.parse(line).id);
}

const idsOf = async (client) => (await collect(client.batches.list())).map(({ id }) => id);

test('the Node.js script prints the files that were given no job, and why', async (t) => {
  const sandbox = await startSandbox(t, {
    batches: 400,
    faults: [{ kind: 'status', status: 429, headers: { 'retry-after-ms': '1' } }],
  });
  const folder = await copyExample('node-report');
  const said = await text(startScript(folder, 'report.js', sandbox.url).stdout);
  const expected = [];
  for (const { id } of await collect(sandbox.client().batches.list({ status: 'COMPLETED' }))) {
    const { created_at, results } = await sandbox.client().batches.get(id, { expand: ['results'] });
    if (Date.parse(created_at) < Date.now() - 7 * 86_400_000) continue;
    for (const file of results)
      if (file.error_message) expected.push(`${id}  ${file.source_directory_file_id}  ${file.error_message}`);
  }
  assert.ok(expected.length > 3, `${expected.length} files`);
  assert.deepEqual(said.trim().split('\n'), expected);
});

test('an export that is killed in the middle goes on from the saved page token', async (t) => {
  const sandbox = await startSandbox(t, { batches: 1_000 });
  const folder = await copyExample('resume-after-crash');
  const output = path.join(folder, 'batches.ndjson');
  sandbox.faults.add({ kind: 'stall', skip: 4 });

  const killed = startScript(folder, 'export.js', sandbox.url);
  await sandbox.requests.until(5);
  killed.kill('SIGKILL');
  assert.equal((await once(killed, 'exit'))[1], 'SIGKILL');
  const { page_token, size } = JSON.parse(await readFile(path.join(folder, 'progress.json'), 'utf8'));
  const saved = (await readFile(output)).subarray(0, size).toString().split('\n').length - 1;
  assert.ok(saved >= 300 && saved <= 400, `${saved} batches were saved`); // a page is requested while the last is saved
  await appendFile(output, '{"id":"bat-'); // a process that is killed while it writes leaves half a line

  sandbox.requests.clear();
  const [code] = await once(startScript(folder, 'export.js', sandbox.url), 'exit');
  assert.equal(code, 0);
  assert.equal(new URLSearchParams(sandbox.requests.all[0].query).get('page_token'), page_token);
  assert.equal(sandbox.requests.all.length, 10 - saved / 100);
  assert.deepEqual(await idsIn(output), await idsOf(sandbox.client()));
  assert.deepEqual((await readdir(folder)).sort(), ['batches.ndjson', 'export.js', 'package.json']);
});

test('an export that is killed again and again still ends with every batch, once', async (t) => {
  const sandbox = await startSandbox(t, { batches: 2_000 });
  const folder = await copyExample('resume-after-crash');
  let kills = 0;
  for (let code = null; code !== 0; ) {
    sandbox.requests.clear();
    const running = startScript(folder, 'export.js', sandbox.url);
    const exit = once(running, 'exit');
    await Promise.race([exit, sandbox.requests.until(4)]); // by then one page at least is saved
    kills += running.kill('SIGKILL') ? 1 : 0;
    [code] = await exit;
  }
  assert.ok(kills >= 3, `killed ${kills} times`);
  assert.deepEqual(await idsIn(path.join(folder, 'batches.ndjson')), await idsOf(sandbox.client()));
});

test('the React hook', { timeout: 120_000 }, async (t) => {
  const browser = await startChromium(t);
  const vite = nodeModule('vite/bin/vite.js');
  const rows = (page) => page.$$eval('tr', (all) => all.map((row) => row.textContent));

  /** The example's page by the development server or, built, by the preview; `t` ends both. */
  async function open(t, command, options) {
    const sandbox = await startSandbox(t, { batches: 330, ...options });
    const folder = await copyExample('react-hook');
    if (command === 'preview') await promisify(execFile)(process.execPath, [vite, 'build'], { cwd: folder });
    const args = [vite, ...(command === 'preview' ? [command] : []), '--host', '127.0.0.1', '--port', '0'];
    const server = await start(process.execPath, args, {
      cwd: folder,
      env: environment(sandbox.url),
      ready: /Local:\s+(http:\S+)/,
    });
    t.after(server.stop);
    return { page: await openTab(t, browser, server.found[1]), sandbox };
  }

  await t.test('is what the compiler takes', async () => {
    const folder = await copyExample('react-hook');
    await promisify(execFile)(process.execPath, [nodeModule('typescript/bin/tsc'), '-p', folder]);
  });

  await t.test('lists every batch once, though a strict development mode mounts twice', async (t) => {
    const { page, sandbox } = await open(t, 'dev');
    await page.getByText('330 batches', { exact: true }).waitFor();
    assert.deepEqual(
      await rows(page),
      (await collect(sandbox.client().batches.list())).map(({ id, status }) => id + status),
    );
    assert.ok(sandbox.requests.all.every(({ authorized }) => authorized));
  });

  await t.test('closes the connection when its component goes, and says nothing of it', async (t) => {
    const { page, sandbox } = await open(t, 'preview', { faults: [{ kind: 'silence', skip: 1 }] });
    await page.getByText('100 batches …').waitFor();
    await sandbox.requests.until(2);
    await page.getByText('Close').click();
    await sandbox.requests.until(1, 'gone');
    assert.equal(await page.getByRole('status').count(), 0);
    await page.getByText('Open').click();
    await page.getByText('330 batches', { exact: true }).waitFor();
  });

  await t.test('leaves the old list when the filter changes', async (t) => {
    const { page, sandbox } = await open(t, 'preview', { faults: [{ kind: 'silence', skip: 1 }] });
    await sandbox.requests.until(2);
    await page.getByLabel('Status').selectOption('FAILED');
    await sandbox.requests.until(1, 'gone');
    const failed = (await collect(sandbox.client().batches.list({ status: 'FAILED' }))).map(
      ({ id, status }) => id + status,
    );
    await page.getByText(`${failed.length} batches`, { exact: true }).waitFor();
    assert.deepEqual(await rows(page), failed);
  });

  await t.test('keeps what came before an error', async (t) => {
    const { page } = await open(t, 'preview', { faults: [{ kind: 'status', status: 403, skip: 1 }] });
    await page.getByText(/PermissionDeniedError/).waitFor();
    assert.equal((await rows(page)).length, 100);
  });
});

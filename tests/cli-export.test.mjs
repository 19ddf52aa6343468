// `export` writes each batch once, whatever stops it.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import Papa from 'papaparse';
import { outcome, run, runInTerminal, start, startServer } from './support/cli.mjs';
import { batch, startPages } from './support/pages.mjs';
import { KEY } from './support/sandbox.mjs';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const server = await startServer({ batches: 1_000, now: () => NOW });
const { items: all } = await server.client().batches.list({ page_size: 1_000 });
const folder = await mkdtemp(path.join(tmpdir(), 'export-'));
after(() => rm(folder, { recursive: true }));

const env = { LLAMA_CLOUD_API_KEY: KEY };
const inFolder = { env, cwd: folder };
let count = 0;
const newFile = (extension = 'jsonl') => `${++count}.${extension}`;
const command = (file, ...args) => ['export', file, '--base-url', server.url, '--page-size', '100', ...args];

async function exports(file, ...args) {
  const { code, stdout, stderr } = await run(command(file, ...args), inFolder);
  assert.deepEqual([code, stdout], [0, ''], stderr);
  return stderr;
}

async function refuses(message, ...args) {
  const { code, stdout, stderr } = await run(command(...args), inFolder);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, message);
}

const read = (file) => readFile(path.join(folder, file), 'utf8');
const lines = async (file) => (await read(file)).trimEnd().split('\n');
const idsIn = async (file) => (await lines(file)).map((line) => JSON.parse(line).id);
const idsOf = (batches) => batches.map(({ id }) => id);
const leftovers = async (file) => (await readdir(folder)).filter((name) => name.startsWith(`${file}.`));

/** Starts an export and kills it when it waits for the page after `pages` others. */
async function stopAfter(pages, file, { signal = 'SIGKILL', args = [] } = {}) {
  server.requests.clear();
  server.faults.add({ kind: 'stall', skip: pages });
  const child = start(command(file, ...args), inFolder);
  const end = outcome(child);
  await server.requests.until(pages + 1);
  child.kill(signal);
  const ended = await end;
  server.requests.clear();
  return ended;
}

describe('a whole export', () => {
  test('is every batch, a line each, and leaves nothing beside the file', async () => {
    const file = newFile();
    assert.match(await exports(file), /\nWrote 1,000 batches to \S+\.jsonl in [\d.]+s\n$/);
    assert.deepEqual(
      (await lines(file)).map((line) => JSON.parse(line)),
      all,
    );
    assert.deepEqual(await leftovers(file), []);
  });

  test('is CSV or TSV by the name of the file, or by --output', async () => {
    for (const [file, delimiter, ...args] of [
      [newFile('csv'), ','],
      [newFile('tsv'), '\t'],
      [newFile('txt'), ',', '--output', 'csv'],
    ]) {
      await exports(file, '--columns', 'created,id', ...args);
      const { data } = Papa.parse((await read(file)).trimEnd(), { delimiter });
      assert.deepEqual(data, [['created', 'id'], ...all.map(({ id, created_at }) => [created_at, id])]);
    }
  });

  test('takes the filters of a list, and of several statuses writes one after the other', async () => {
    const file = newFile();
    await exports(file, '--status', 'FAILED,CANCELLED', '--job', 'parse');
    const wanted = (status) => all.filter((each) => each.status === status && each.config.job.type === 'parse_v2');
    assert.deepEqual(await idsIn(file), idsOf([...wanted('FAILED'), ...wanted('CANCELLED')]));
  });

  test('of nothing is an empty file, or its titles', async () => {
    const [jsonl, csv] = [newFile(), newFile('csv')];
    for (const file of [jsonl, csv]) assert.match(await exports(file, '--directory', 'dir-none'), /Wrote 0 batches/);
    assert.deepEqual([await read(jsonl), (await read(csv)).split(',')[0]], ['', 'id']);
  });

  test('replaces no file but with --overwrite', async () => {
    const file = newFile();
    await writeFile(path.join(folder, file), 'precious\n');
    await refuses(/exists: choose another file, or --overwrite\n$/, file);
    assert.equal(await read(file), 'precious\n');
    await exports(file, '--overwrite');
    assert.equal((await idsIn(file)).length, 1_000);
  });

  test('shows its progress in a terminal', { skip: process.platform !== 'linux' }, async () => {
    server.faults.add({ kind: 'latency', ms: 300, skip: 2 });
    const { sent } = await runInTerminal(command(path.join(folder, newFile())), { env });
    assert.match(sent, /200 of 1,000 batches {2}20%/);
  });
});

describe('an export that is stopped', () => {
  test('goes on with the next page, and half a line is cut off', async () => {
    const file = newFile();
    await stopAfter(4, file);
    const { lists, size } = JSON.parse(await read(`${file}.export.json`));
    const written = (await read(file)).slice(0, size).split('\n').length - 1;
    assert.ok(written >= 300 && written <= 400, `${written} batches`);
    await appendFile(path.join(folder, file), '{"id":"bat-');

    const said = await exports(file);
    assert.match(said, new RegExp(`Going on after ${written} batches`));
    assert.equal(new URLSearchParams(server.requests.all[0].query).get('page_token'), lists[0].pageToken);
    assert.equal(server.requests.all.length, 10 - written / 100);
    assert.deepEqual(await idsIn(file), idsOf(all));
    assert.deepEqual(await leftovers(file), []);
  });

  test('again and again still ends with every batch, once', async () => {
    for (const extension of ['jsonl', 'csv']) {
      const file = newFile(extension);
      let kills = 0;
      for (let code = null; code !== 0; ) {
        server.requests.clear();
        const running = start(command(file), inFolder);
        const exit = once(running, 'exit');
        await Promise.race([exit, server.requests.until(4)]);
        kills += running.kill('SIGKILL') ? 1 : 0;
        [code] = await exit;
      }
      assert.ok(kills >= 2, `killed ${kills} times`);
      const ids =
        extension === 'csv' ? (await lines(file)).slice(1).map((line) => line.split(',')[0]) : await idsIn(file);
      assert.deepEqual(ids, idsOf(all));
    }
  });

  test('by Ctrl-C says how to go on', { skip: process.platform === 'win32' }, async () => {
    const file = newFile();
    const { code, stderr } = await stopAfter(2, file, { signal: 'SIGINT' });
    assert.equal(code, 130);
    assert.match(stderr, /holds [12]00 batches so far: run the same command again to go on\n$/);
    await exports(file);
    assert.deepEqual(await idsIn(file), idsOf(all));
  });

  test('by an error keeps what it has', async () => {
    const file = newFile();
    server.faults.add({ kind: 'status', status: 403, skip: 3 });
    await refuses(/so far: run the same command again to go on\nerror: 403 /, file);
    await exports(file);
    assert.deepEqual(await idsIn(file), idsOf(all));
  });

  test('goes on with the times of its start, though an age means another time by now', async () => {
    const file = newFile();
    const args = ['--since', '1000d'];
    await stopAfter(2, file, { args });
    const { since } = JSON.parse(await read(`${file}.export.json`));
    await exports(file, ...args);
    for (const { query } of server.requests.all)
      assert.equal(new URLSearchParams(query).get('created_at_on_or_after'), since);
  });

  test('takes no other options', async () => {
    const file = newFile();
    await stopAfter(2, file);
    await refuses(
      /is being exported with another status: repeat that, or start again with --overwrite\n$/,
      file,
      '--status',
      'FAILED',
    );
    await refuses(/another since/, file, '--since', '7d');
    await exports(file, '--status', 'FAILED', '--overwrite');
    assert.deepEqual(await idsIn(file), idsOf(all.filter(({ status }) => status === 'FAILED')));
  });

  test('starts over where the server refuses the cursor, and writes nothing twice', async () => {
    const file = newFile();
    await stopAfter(3, file);
    server.faults.add({ kind: 'status', status: 422, body: { detail: 'Invalid page token' } });
    assert.match(await exports(file), /refuses the saved cursor/);
    assert.deepEqual(await idsIn(file), idsOf(all));
  });

  test('writes a batch once that the server lists again', async (t) => {
    const pages = [['a', 'b'], ['b', 'c'], [], ['c', 'd']];
    let broken = true;
    const { url } = await startPages(t, (query, request, response) => {
      const at = Number(query.get('page_token') ?? 0);
      if (at === 2 && broken) return void response.writeHead(400).end();
      return { items: pages[at].map((id) => batch(id)), next_page_token: at < 3 ? String(at + 1) : null };
    });
    const file = newFile('csv');
    const args = ['export', file, '--base-url', url, '--columns', 'id,status'];
    assert.equal((await run(args, inFolder)).code, 1);
    broken = false;
    assert.equal((await run(args, inFolder)).code, 0);
    assert.deepEqual(await lines(file), ['id,status', ...['a', 'b', 'c', 'd'].map((id) => `bat-${id},COMPLETED`)]);
  });

  test('is not mended where the file was cut, or the state is none', async () => {
    const file = newFile();
    await stopAfter(2, file);
    await truncate(path.join(folder, file), 10);
    await refuses(/is shorter than when its export stopped: start again with --overwrite\n$/, file);
    await writeFile(path.join(folder, `${file}.export.json`), '{');
    await refuses(/export\.json is not the state of an export: start again with --overwrite\n$/, file);
  });

  test('is written by one process at a time', async () => {
    const file = newFile();
    server.requests.clear();
    server.faults.add({ kind: 'stall', skip: 1 });
    const first = start(command(file), inFolder);
    await server.requests.until(2);
    const { size } = await stat(path.join(folder, file));
    await refuses(new RegExp(`process ${first.pid} is writing ${file}`), file);
    assert.equal((await stat(path.join(folder, file))).size, size);
    first.kill('SIGKILL');
    await once(first, 'exit');
    await exports(file);
    assert.deepEqual(await idsIn(file), idsOf(all));
  });
});

test('wrong options are told at once', async () => {
  for (const [args, message] of [
    [['export'], /missing required argument 'file'/],
    [['export', 'batches.xlsx'], /must end in \.jsonl, \.csv or \.tsv, or option '--output <format>' name one/],
    [['export', 'a.csv', '--columns', 'status'], /'--columns <names>' needs the column id/],
    [['export', 'a.csv', '--output', 'yaml'], /Allowed choices are jsonl, csv, tsv/],
  ]) {
    const { code, stderr } = await run(args, inFolder);
    assert.equal(code, 2);
    assert.match(stderr, message);
  }
  const { code, stderr } = await run(command('nowhere/a.csv'), inFolder);
  assert.equal(code, 1);
  assert.match(stderr, /error: cannot write nowhere\/a\.csv: there is no folder nowhere\n$/);
});

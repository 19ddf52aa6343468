// The summary of a pull request: what it says of the download. What it says of speed is tested with the benches.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { sizeSummary } from '../benches/summary.mjs';
import { measure } from '../xtask/size.mjs';
import { root } from './support/package.mjs';

const head = await measure();
const budgets = { 'a page that lists': 30_000 };

/** The sizes of `head` with other ones for some files, where undefined is no file. */
function other(files, downloads = {}) {
  const kept = head.files.filter(({ name }) => !(name in files));
  const changed = Object.entries(files).filter(([, brotli]) => brotli !== undefined);
  return {
    ...head,
    files: [...kept, ...changed.map(([name, brotli]) => ({ name, brotli }))],
    downloads: { ...head.downloads, ...downloads },
  };
}

test('each download stands beside the base and its budget', () => {
  const { downloads } = head;
  const base = other({}, { 'a page that lists': downloads['a page that lists'] - 1_234 });
  const summary = sizeSummary(base, head, budgets);
  assert.match(summary, /^\| a page that lists \| [\d,]+ \| [\d,]+ \| \+1,234 \| 30,000 \|$/m);
  for (const name of Object.keys(downloads)) assert.ok(summary.includes(`| ${name} | `), name);
});

test('of the files, those that differ are named', () => {
  const summary = sizeSummary(other({ 'cli.js': 1, 'gone.js': 12, 'proxy.js': undefined }), head, budgets);
  assert.match(summary, /^\| cli\.js \| 1 \| [\d,]+ \| \+[\d,]+ \| {2}\|$/m);
  assert.match(summary, /^\| gone\.js \| 12 \| {2}\| gone \| {2}\|$/m);
  assert.match(summary, /^\| proxy\.js \| {2}\| [\d,]+ \| new \| {2}\|$/m);
  assert.doesNotMatch(summary, /^\| web\.js \|/m);
});

test('where nothing changed, that is said', () => {
  assert.match(sizeSummary(head, head, budgets), /No file of the package has another size\./);
});

test('sizes with different standard libraries are not compared in silence', () => {
  const summary = sizeSummary({ ...head, library: 'small' }, { ...head, library: 'ordinary' }, budgets);
  assert.match(summary, /base has the small standard library and this the ordinary one/);
});

test('the program reads what `cargo xtask size --json` prints', async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'summary-'));
  t.after(() => rm(folder, { recursive: true }));
  const run = (...args) => promisify(execFile)(process.execPath, args, { cwd: root });
  const file = path.join(folder, 'size.json');
  const { stdout: sizes } = await run('xtask/size.mjs', '--json');
  await writeFile(file, sizes);
  const { stdout } = await run('benches/summary.mjs', 'size', file, file);
  assert.match(stdout, /^## Size\n\n\| bytes of brotli \| base \| this \| difference \| budget \|\n/);
  await assert.rejects(run('benches/summary.mjs', 'size', file), { code: 2 });
});

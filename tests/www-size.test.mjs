// What the demo page costs to download.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { PAGE } from '../www/server/app.mjs';

const BUDGET = 170_000;

const files = (await readdir(PAGE, { recursive: true })).filter((name) => /\.(html|js|css|svg)$/.test(name));
const sizes = new Map(
  await Promise.all(
    files.map(async (name) => [name, brotliCompressSync(await readFile(path.join(PAGE, name))).length]),
  ),
);

test('the whole page is no more than 170 kB of brotli', () => {
  const all = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  assert.ok(all <= BUDGET, `${all} bytes: ${JSON.stringify(Object.fromEntries(sizes))}`);
});

test('charts and the failures come only when they are needed', async () => {
  const index = await readFile(path.join(PAGE, 'index.html'), 'utf8');
  for (const part of ['draw', 'failures', 'sandbox']) {
    assert.ok(
      [...sizes.keys()].some((name) => name.includes(`/${part}-`) || name.includes(`\\${part}-`)),
      part,
    );
    assert.doesNotMatch(index, new RegExp(`/${part}-`));
  }
});

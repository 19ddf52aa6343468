// What the package costs to download: no more than xtask/size-budget.json allows, and what the README says.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { measure } from '../xtask/size.mjs';
import { root } from './support/package.mjs';

const BUDGET = 'xtask/size-budget.json';
// Below its budget by more than this, a size may not creep up again.
const SLACK = 500;

const { library, ours, theirs, downloads } = await measure();
const skip =
  library !== 'small' && `the figures are those of the small standard library, and this is the ${library} one`;

test('no download is larger than its budget', { skip }, async () => {
  const budgets = JSON.parse(await readFile(path.join(root, BUDGET), 'utf8'));
  assert.deepEqual(Object.keys(budgets), Object.keys(downloads));
  for (const [name, budget] of Object.entries(budgets)) {
    const size = downloads[name];
    assert.ok(
      size <= budget,
      `${name}: ${size} bytes of brotli, and ${BUDGET} allows ${budget}. The budget only goes down: find what grew`,
    );
    const lower = Math.ceil(size / 100) * 100;
    assert.ok(
      size > budget - SLACK,
      `${name}: ${size} bytes of brotli, well below ${budget}. Keep it: write ${lower} into ${BUDGET}`,
    );
  }
});

test('docs/faq.md says what a page downloads', { skip }, async () => {
  const kilobytes = ({ brotli }) => String(Math.round(brotli / 1_000));
  const text = await readFile(path.join(root, 'docs/faq.md'), 'utf8');
  const said = /A page that lists batches downloads (\d+) kB .*? with the official SDK it is (\d+) kB/.exec(text);
  assert.deepEqual(said?.slice(1), [ours, theirs].map(kilobytes));
});

test('COMPARE.md says what a page downloads', { skip }, async () => {
  const kilobytes = ({ brotli }) => `${Math.round(brotli / 1_000)} kB`;
  const [, ...said] = /^\| download, brotli, of a page that lists \| (.*?) \| (.*?) \|/m.exec(
    await readFile(path.join(root, 'COMPARE.md'), 'utf8'),
  );
  assert.deepEqual(said, [theirs, ours].map(kilobytes));
});

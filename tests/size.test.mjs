// What the package costs to download: no more than xtask/size-budget.json allows, and what the README says.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { measure, standardLibrary } from '../xtask/size.mjs';
import { root } from './support/package.mjs';

const BUDGET = 'xtask/size-budget.json';
// Below its budget by more than this, a size may not creep up again.
const SLACK = 500;

const { ours, theirs, downloads } = await measure();
const library = await standardLibrary();
// What rustup's compiler of the day makes of the ordinary one moves; the small one is what the project builds itself.
const isSmall = library === 'small';
const budgets = JSON.parse(await readFile(path.join(root, BUDGET), 'utf8'))[library];

test(`no download is larger than its budget with the ${library} standard library`, () => {
  assert.deepEqual(Object.keys(budgets), Object.keys(downloads));
  for (const [name, budget] of Object.entries(budgets)) {
    const size = downloads[name];
    assert.ok(size <= budget, `${name}: ${size} bytes of brotli, and ${BUDGET} allows ${budget}. The budget only goes down: find what grew`);
    const lower = Math.ceil(size / 100) * 100;
    assert.ok(!isSmall || size > budget - SLACK, `${name}: ${size} bytes of brotli, well below ${budget}. Keep it: write ${lower} into ${BUDGET}`);
  }
});

test('the README says what a page downloads', { skip: !isSmall && 'the figures are those of the small standard library' }, async () => {
  const kilobytes = ({ brotli }) => `${Math.round(brotli / 1_000)} kB`;
  const [, ...said] = /^\| download, brotli, of a page that lists \| (.*?) \| (.*?) \|/m.exec(await readFile(path.join(root, 'README.md'), 'utf8'));
  assert.deepEqual(said, [theirs, ours].map(kilobytes));
});

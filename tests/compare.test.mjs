// Where this package differs from the official SDK: each row of COMPARE.md, on the same server.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { CALLS } from './support/differential/calls.mjs';
import { KNOWN } from './support/differential/known.mjs';
import { SURFACE } from './support/differential/surface.mjs';
import { root } from './support/package.mjs';
import { official } from './support/sdk.mjs';
import { outcome } from './support/side-by-side.mjs';

const DIFFERENT = { ...CALLS, ...SURFACE };

test('each row of COMPARE.md is tested, and each difference that a test expects is a row', async () => {
  const text = await readFile(path.join(root, 'COMPARE.md'), 'utf8');
  const [behaviour] = text.split('\n## Types');
  const rows = [...behaviour.matchAll(/^\| (.*?) \|/gm)].map(([, name]) => name);
  const named = rows.filter((name) => !/^(-+|what|.* page that lists)$/.test(name));
  const expected = new Set([...Object.keys(DIFFERENT), ...KNOWN.map(({ row }) => row)]);
  assert.deepEqual(named.toSorted(), [...expected].sort());
});

for (const [name, { server, program, ours, theirs }] of Object.entries(DIFFERENT)) {
  test(`other than the official SDK, on purpose: ${name}`, async (t) => {
    const seen = async (makeClient, running) => {
      const { value, error } = await outcome((client) => program(client, running), makeClient(running));
      return error ?? value;
    };
    const first = await server(t);
    assert.equal(await seen(({ client }) => client(), first), ours);
    const second = await server(t);
    assert.equal(await seen(({ url }) => official(url), second), theirs);
  });
}

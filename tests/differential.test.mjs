// Programs that are made at random do the same with this package as with the official SDK, but for the rows of
// COMPARE.md. DIFFERENTIAL_SEED=N DIFFERENTIAL_RUNS=N try others; a failure says its seed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { unexplained } from './support/differential/differences.mjs';
import { KNOWN } from './support/differential/known.mjs';
import { scenario } from './support/differential/scenarios.mjs';
import { OURS, runTwin, startTwinServer, THEIRS } from './support/differential/twins.mjs';

const { DIFFERENTIAL_SEED: seed, DIFFERENTIAL_RUNS: numRuns = 2_000 } = process.env;

test('any program comes to the same as with the official SDK, but for what COMPARE.md lists', async (t) => {
  const server = await startTwinServer(t);
  const used = new Set();
  const property = fc.asyncProperty(scenario, async (program) => {
    const ours = await runTwin(server, OURS, program);
    const theirs = await runTwin(server, THEIRS, program);
    const left = unexplained(program, ours, theirs, used);
    assert.deepEqual(left?.ours, left?.theirs, 'no row of COMPARE.md tells of this');
  });
  await fc.assert(property, { seed: Number(seed ?? 1), numRuns: Number(numRuns), includeErrorInReport: true });
  if (seed) return;
  const never = KNOWN.map(({ row }) => row).filter((row) => !used.has(row));
  assert.deepEqual(never, [], 'differences that are expected and do not occur');
});

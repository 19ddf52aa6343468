// The benches, at sizes too small for a speed: every program runs, with every client, in every host, and
// a client that misses a batch or sees one twice is found out.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { openBench, runRound } from '../benches/bench.mjs';
import { environment } from '../benches/environment.mjs';
import { plots } from '../benches/plots.mjs';
import { run as runWindows } from '../benches/inside/programs/windows.mjs';
import { PROGRAMS } from '../benches/programs.mjs';
import { toMarkdown, toText } from '../benches/report.mjs';
import { figures, spread } from '../benches/statistics.mjs';
import { speedSummary } from '../benches/summary.mjs';
import { root } from './support/package.mjs';

const bench = await openBench();
after(() => bench.close());
const runs = [];

/** The program with few batches and next to no waiting. */
function small(program) {
  const { settings } = program;
  const few = {
    items: Math.min(settings.items, 330),
    latency: Math.min(settings.latency, 1),
    ...(settings.pause && { pause: 1 }),
  };
  return { ...program, settings: { ...settings, ...few } };
}

for (const program of PROGRAMS) {
  for (const host of program.hosts) {
    test(`«${program.title}» runs in ${host}`, async () => {
      const tiny = small(program);
      const round = await runRound(bench, host, tiny, 1);
      for (const { name } of program.contestants) {
        const values = round[name];
        assert.equal(values.items, tiny.settings.items, name);
        assert.ok(Number.isFinite(values[program.metrics[0]]), `${name}: ${JSON.stringify(values)}`);
        if (program.name !== 'check')
          assert.ok(values.asked >= Math.ceil(tiny.settings.items / 100), `${name}: ${values.asked} requests`);
      }
      runs.push({ program: program.name, host, rounds: [round] });
    });
  }
}

test('a report names every program, and a plot shows every contestant', async () => {
  const size = { brotli: 1_000 };
  const raw = { environment: await environment(bench.hosts), pairs: 1, sizes: { ours: size, theirs: size }, runs };
  const drawn = await plots(raw);
  assert.deepEqual(Object.keys(drawn), ['ratios', ...PROGRAMS.map(({ name }) => name)]);
  for (const [text, name] of [
    [toText(raw), 'text'],
    [toMarkdown(raw, Object.keys(drawn)), 'Markdown'],
    [speedSummary(raw), 'summary'],
  ]) {
    assert.doesNotMatch(text, /NaN|undefined|Infinity/, name);
    for (const { title } of PROGRAMS) assert.ok(text.includes(title), `${title} in the ${name}`);
  }
  for (const { name, contestants } of PROGRAMS) {
    assert.match(drawn[name], /^<svg .*<\/svg>\n$/s);
    for (const contestant of contestants)
      assert.ok(drawn[name].includes(contestant.name), `${contestant.name} in ${name}.svg`);
  }
});

test('a list that lost a batch on the way is found out', async () => {
  const [list] = PROGRAMS;
  const lossy = { ...bench, hosts: { node: { measure: async () => ({ wall: 1, items: 329 }) } } };
  await assert.rejects(runRound(lossy, 'node', small(list), 1), /329 items instead of 330/);
});

test('a client that gives a batch twice, or in another order, is found out', async () => {
  const runList = (...items) => runWindows({ connect: async () => ({ items: (each) => items.forEach(each) }) }, {});
  const [newer, older] = [
    { id: 'bat-2', created_at: '2026-01-02' },
    { id: 'bat-1', created_at: '2026-01-01' },
  ];
  assert.equal((await runList(newer, older)).items, 2);
  await assert.rejects(runList(newer, older, older), /1 items came twice/);
  await assert.rejects(runList(older, newer), /in another order/);
});

test('medians and quartiles are of the values, ratios of the pairs', () => {
  const { median, low, high } = spread([5, 1, 4, 2, 3]);
  assert.deepEqual([low, median, high], [2, 3, 4]);
  const [a, b] = [{ name: 'a' }, { name: 'b' }];
  const program = {
    contestants: [a, b],
    hosts: ['node'],
    metrics: ['wall'],
    ratios: [{ metric: 'wall', of: a, to: b, goal: 1 }],
  };
  const rounds = [
    [1, 2],
    [30, 10],
    [4, 4],
  ].map(([one, other]) => ({ a: { wall: one }, b: { wall: other } }));
  const { ratios, metrics } = figures(program, 'node', rounds);
  assert.deepEqual(ratios[0].values, [0.5, 3, 1]);
  assert.equal(ratios[0].median, 1);
  assert.deepEqual(
    metrics.map((each) => each.median),
    [4, 4],
  );
});

test('the command line says which programs there are', async () => {
  const run = promisify(execFile)(process.execPath, [path.join(root, 'benches/main.mjs'), '--only', 'nonsense']);
  await assert.rejects(
    run,
    ({ code, stderr }) =>
      code === 1 && /^bench: no such program or host; there are list \(node,chromium\), /.test(stderr),
  );
});

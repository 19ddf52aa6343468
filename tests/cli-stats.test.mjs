// `stats` counts what `list` lists.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run, runInTerminal, shown, startServer } from './support/cli.mjs';
import { KEY } from './support/sandbox.mjs';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const server = await startServer({ batches: 700, days: 40, now: () => NOW });
const { items: all } = await server.client().batches.list({ page_size: 1_000 });
const env = { LLAMA_CLOUD_API_KEY: KEY };
const stats = (...args) => run(['stats', '--base-url', server.url, ...args], { env });

/** How many batches there are of each kind. */
function counts(batches, keyOf) {
  const found = new Map();
  for (const batch of batches) found.set(keyOf(batch), (found.get(keyOf(batch)) ?? 0) + 1);
  return found;
}

const KEYS = {
  status: ({ status }) => status,
  job: ({ config }) => config.job.type,
  configuration: ({ config }) => config.job.configuration_id,
  directory: (batch) => batch.source_directory_id,
  project: (batch) => batch.project_id,
  day: ({ created_at }) => created_at.slice(0, 10),
};

test('counts by everything that it names', async () => {
  const { stdout } = await stats('--by', Object.keys(KEYS).join(','), '--output', 'json');
  const rows = JSON.parse(stdout);
  for (const [by, keyOf] of Object.entries(KEYS)) {
    const counted = rows.filter((row) => row.by === by && row.count).map(({ value, count }) => [value, count]);
    assert.deepEqual(new Map(counted), counts(all, keyOf), by);
  }
});

test('counts by status, configuration and day unless told otherwise, as CSV too', async () => {
  const { stdout } = await stats('--output', 'csv');
  const [titles, ...rows] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  assert.deepEqual(titles, ['by', 'value', 'count']);
  assert.deepEqual([...new Set(rows.map(([by]) => by))], ['status', 'configuration', 'day']);
});

test('a day without batches counts zero', async () => {
  const quiet = all
    .filter(({ created_at }) => created_at.slice(0, 10) === '2026-11-10')
    .map(({ config }) => config.job.configuration_id);
  const rare = all.map(({ config }) => config.job.configuration_id).find((id) => !quiet.includes(id));
  assert.ok(rare, 'a configuration that is not used on that day');
  const { stdout } = await stats('--by', 'day', '--configuration', rare, '--output', 'tsv', '--no-headers');
  const days = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  assert.ok(days.some(([, day, count]) => day === '2026-11-10' && count === '0'));
  const found = counts(
    all.filter(({ config }) => config.job.configuration_id === rare),
    KEYS.day,
  );
  assert.deepEqual(
    days.filter(([, , count]) => count !== '0').map(([, day, count]) => [day, Number(count)]),
    [...found].sort(),
  );
});

test('takes the filters of a list', async () => {
  const { stdout } = await stats(
    '--by',
    'status',
    '--status',
    'FAILED,CANCELLED',
    '--job',
    'extract',
    '--output',
    'json',
  );
  const wanted = all.filter(
    ({ status, config }) => ['FAILED', 'CANCELLED'].includes(status) && config.job.type === 'extract_v2',
  );
  assert.deepEqual(
    JSON.parse(stdout)
      .map(({ value, count }) => [value, count])
      .sort(),
    [...counts(wanted, KEYS.status)].sort(),
  );
});

test('for people it is a chart of bars as long as their counts, with the sum of what is left out', async () => {
  const { stdout, stderr } = await stats();
  assert.match(stderr, /\n700 batches {2}[\d.]+s\n$/);
  for (const title of ['STATUS', 'CONFIGURATION', 'DAY']) assert.match(stdout, new RegExp(`^${title}$`, 'm'));
  const bars = [...stdout.matchAll(/^ {2}. (\S+) +([\d,]+) +(\d+)% {2}(█*)/gm)];
  const byStatus = counts(all, KEYS.status);
  assert.deepEqual(new Map(bars.map(([, status, count]) => [status, Number(count)])), byStatus);
  const longest = bars.find(([, status]) => status === 'COMPLETED')[4].length;
  for (const [, , count, share, bar] of bars) {
    assert.ok(Math.abs(bar.length - (longest * count) / byStatus.get('COMPLETED')) < 1.01);
    assert.equal(Number(share), Math.round((count / 700) * 100));
  }
  const [, days, before] = /^ {2}(\d+) days before +(\d+) +\d+%$/m.exec(stdout);
  const dates = [...counts(all, KEYS.day)].sort();
  assert.equal(
    Number(before),
    dates.slice(0, Number(days)).reduce((sum, [, count]) => sum + count, 0),
  );
  for (const line of stdout.split('\n')) assert.ok(line.length <= 80, line);
});

test('fits a narrow terminal', { skip: process.platform !== 'linux' }, async () => {
  for (const columns of [40, 60, 200]) {
    const { sent } = await runInTerminal(['stats', '--base-url', server.url], { columns, env });
    for (const line of shown(sent).split('\n').slice(0, -2)) assert.ok(line.length <= columns, `${columns}: ${line}`);
  }
});

test('without batches there is no chart', async () => {
  const { code, stdout, stderr } = await stats('--directory', 'dir-none');
  assert.deepEqual([code, stdout], [0, '']);
  assert.match(stderr, /No batches match\./);
});

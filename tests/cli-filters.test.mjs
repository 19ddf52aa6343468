// Filters of lists: several statuses are several lists, merged by time of creation.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { run, startServer } from './support/cli.mjs';
import { batch, startPages } from './support/pages.mjs';
import { KEY } from './support/sandbox.mjs';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const server = await startServer({ batches: 400, days: 10, now: () => NOW });
const { items: all } = await server.client().batches.list({ page_size: 1_000 });
const env = { LLAMA_CLOUD_API_KEY: KEY };

async function ids(...args) {
  const { code, stdout, stderr } = await run(['list', '--output', 'id', '--quiet', '--base-url', server.url, ...args], {
    env,
  });
  assert.deepEqual([code, stderr], [0, '']);
  return stdout.split('\n').slice(0, -1);
}

const matching = (wanted) => all.filter(wanted).map(({ id }) => id);

describe('several statuses', () => {
  const both = matching(({ status }) => ['FAILED', 'RUNNING'].includes(status));
  const each = ({ query }) => new URLSearchParams(query).get('status');

  test('are one list by time of creation, from the newest', async () => {
    assert.ok(both.length > 20);
    for (const status of [
      ['--status', 'FAILED,running'],
      ['--status', 'FAILED', '--status', 'RUNNING'],
    ]) {
      for (const size of ['3', '7', '1000']) assert.deepEqual(await ids(...status, '--page-size', size), both);
    }
  });

  test('are a request each, the same one once', async () => {
    server.requests.clear();
    await ids('--status', 'FAILED,RUNNING,failed', '--page-size', '1000');
    assert.deepEqual(server.requests.all.map(each).sort(), ['FAILED', 'RUNNING']);
  });

  test('stop at the limit', async () => {
    assert.deepEqual(await ids('--status', 'FAILED,RUNNING', '--limit', '9', '--page-size', '4'), both.slice(0, 9));
  });

  test('of which one is empty are the others', async () => {
    const failed = matching(({ status }) => status === 'FAILED');
    const directory = all.find(({ status }) => status === 'FAILED').source_directory_id;
    const expected = matching(
      (each) => ['FAILED', 'PENDING'].includes(each.status) && each.source_directory_id === directory,
    );
    assert.deepEqual(await ids('--status', 'PENDING,FAILED', '--directory', directory), expected);
    assert.ok(failed.length >= expected.length);
  });

  test('are counted together', async () => {
    const { stderr } = await run(['list', '--status', 'FAILED,RUNNING', '--limit', '5', '--base-url', server.url], {
      env,
    });
    assert.match(stderr, new RegExp(`\\n5 of ${both.length} batches `));
  });

  test('have no page token', async () => {
    const { code, stderr } = await run(['list', '--status', 'FAILED,RUNNING', '--page-token', 'x'], { env });
    assert.deepEqual(
      [code, stderr],
      [2, "error: option '--page-token <token>' belongs to one list: it takes one --status\n"],
    );
  });

  test('keep the order of a server that begins with the oldest, and list a batch that moves from one to the other once', async (t) => {
    const made = (id, day, status) => batch(id, { status, created_at: day && `2026-01-0${day}T00:00:00Z` });
    const lists = {
      RUNNING: [[made('a', 1, 'RUNNING'), made('c', 3, 'RUNNING')], [], [made('e', 5, 'RUNNING')]],
      FAILED: [[made('b', 2, 'FAILED')], [made('c', 3, 'FAILED'), made('d', 4, 'FAILED')]],
    };
    const { url } = await startPages(t, (query) => {
      const at = Number(query.get('page_token') ?? 0);
      const pages = lists[query.get('status')];
      return { items: pages[at], next_page_token: at + 1 < pages.length ? String(at + 1) : null };
    });
    assert.deepEqual(
      await ids('--status', 'RUNNING,FAILED', '--base-url', url),
      ['a', 'b', 'c', 'd', 'e'].map((id) => `bat-${id}`),
    );
  });

  test('end with the error of one of them', async () => {
    server.faults.add({ kind: 'status', status: 400, skip: 1 });
    const { code, stderr } = await run(['list', '--status', 'FAILED,RUNNING', '--quiet', '--base-url', server.url], {
      env,
    });
    assert.deepEqual([code, /^error: 400 [^\n]*\n$/.test(stderr)], [1, true]);
  });
});

describe('the kind of job and the configuration', () => {
  test('--job takes parse and extract, and the types as a list shows them', async () => {
    for (const job of ['parse', 'extract']) {
      assert.deepEqual(
        await ids('--job', job),
        matching(({ config }) => config.job.type === `${job}_v2`),
      );
      assert.deepEqual(await ids('--job', `${job}_v2`), await ids('--job', job));
    }
    assert.deepEqual(
      await ids('--job', 'parse,extract'),
      matching(() => true),
    );
  });

  test('--configuration takes several', async () => {
    const wanted = [
      'cfg-PARSE_FAST',
      all.find(({ config }) => config.job.type === 'extract_v2').config.job.configuration_id,
    ];
    const expected = matching(({ config }) => wanted.includes(config.job.configuration_id));
    assert.deepEqual(await ids('--configuration', wanted.join(',')), expected);
    assert.deepEqual(
      await ids('--configuration', wanted.join(','), '--limit', '10', '--page-size', '7'),
      expected.slice(0, 10),
    );
  });

  test('a backslash keeps what separates values in a value, also in the command for the next page', async (t) => {
    const names = ['cfg-a,b', 'cfg-a\\', ' cfg c ', 'cfg-a', 'b'];
    const id = (name) => String(names.indexOf(name));
    const of = (name) => ({ config: { job: { type: 'parse_v2', configuration_id: name } } });
    const pages = [names.slice(0, 2), names.slice(2)].map((page) =>
      page.map((name) => batch('', { id: id(name), ...of(name) })),
    );
    const { url } = await startPages(t, (query) => {
      const at = Number(query.get('page_token') ?? 0);
      return { items: pages[at], next_page_token: at ? null : '1' };
    });
    const list = (...args) => ids('--base-url', url, ...args);
    assert.deepEqual(await list('--configuration', 'cfg-a\\,b'), [id('cfg-a,b')]);
    assert.deepEqual(await list('--configuration', 'cfg-a , b'), [id('cfg-a'), id('b')]);
    const wanted = String.raw`cfg-a\,b,cfg-a\\ ,\ cfg c\ `;
    const chosen = ['cfg-a,b', 'cfg-a\\', ' cfg c '].map(id);
    assert.deepEqual(await list('--configuration', wanted), chosen);
    const first = await run(['list', '--configuration', wanted, '--limit', '2', '--base-url', url], { env });
    const [, quoted] = /--configuration '([^']*)' --page-token 1/.exec(first.stderr);
    assert.deepEqual(await list('--configuration', quoted), chosen);
    const { code, stderr } = await run(['list', '--configuration', 'a,,b'], { env });
    assert.deepEqual([code, /It must not be empty/.test(stderr)], [2, true]);
  });

  test('work with other filters', async () => {
    const expected = matching(
      ({ config, status }) => config.job.type === 'parse_v2' && ['FAILED', 'CANCELLED'].includes(status),
    );
    assert.deepEqual(await ids('--job', 'parse', '--status', 'FAILED,CANCELLED', '--page-size', '5'), expected);
  });
});

test('--since and --until are short for --created-after and --created-before', async () => {
  const [since, until] = [all[300].created_at, all[30].created_at];
  const expected = matching(({ created_at }) => created_at >= since && created_at <= until);
  assert.deepEqual(await ids('--since', since, '--until', until), expected);
  assert.deepEqual(await ids('--created-after', since, '--created-before', until), expected);
});

test('a watch takes several statuses, and the kind of job', async () => {
  const args = [
    'watch',
    '--initial',
    '--status',
    'FAILED,RUNNING',
    '--job',
    'parse',
    '--output',
    'id',
    '--limit',
    '10',
    '--quiet',
  ];
  const { code, stdout } = await run([...args, '--base-url', server.url], { env });
  const expected = matching(
    ({ status, config }) => ['FAILED', 'RUNNING'].includes(status) && config.job.type === 'parse_v2',
  );
  assert.equal(code, 0);
  assert.equal(
    stdout
      .split('\n')
      .slice(0, -1)
      .every((id) => expected.includes(id)),
    true,
  );
  assert.equal(stdout.split('\n').length - 1, 10);
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { run, runInTerminal, shown, startServer } from './support/cli.mjs';
import { KEY } from './support/sandbox.mjs';

const server = await startServer({ batches: 250 });
const all = await fetchAll();

function list(...args) {
  return run(['list', '--base-url', server.url, ...args], { env: { LLAMA_CLOUD_API_KEY: KEY } });
}

async function ids(...args) {
  const { code, stdout } = await list('--json', ...args);
  assert.equal(code, 0);
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line).id);
}

/** Every batch as the server returns it, without the client. */
async function fetchAll() {
  const response = await fetch(`${server.url}/api/v2/batches?page_size=1000`, {
    headers: { authorization: `Bearer ${KEY}` },
  });
  return (await response.json()).items;
}

describe('list --json', () => {
  test('prints every batch, one a line, as the server sent it', async () => {
    const { stdout } = await list('--json', '--page-size', '70');
    const listed = stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    assert.deepEqual(listed.map(settled), all.map(settled));
  });

  test('--limit stops there, in the middle of a page or at its end', async () => {
    const expected = all.map(({ id }) => id);
    for (const [limit, size] of [
      [1, 50],
      [50, 50],
      [75, 50],
      [1000, 100],
    ]) {
      assert.deepEqual(await ids('--limit', `${limit}`, '--page-size', `${size}`), expected.slice(0, limit));
    }
  });

  test('asks for no page that the limit leaves out', async () => {
    server.faults.add({ kind: 'status', status: 500, skip: 1, times: null });
    assert.equal((await ids('--limit', '50', '--page-size', '50', '--max-retries', '0')).length, 50);
    server.faults.clear();
  });

  test('goes on where an earlier list ended', async () => {
    const { stderr } = await list('--json', '--limit', '100', '--page-size', '50');
    const [, hint, token] = /\nThe next page: llama-cloud-batches (list .*--page-token (\S+).*)\n$/.exec(stderr);
    assert.ok(hint.endsWith(` --base-url ${server.url}`), hint);
    assert.deepEqual(
      await ids('--page-token', token),
      all.slice(100).map(({ id }) => id),
    );
  });
});

describe('filters', () => {
  const matching = (wanted) => all.filter(wanted).map(({ id }) => id);

  test('by status, in capitals or not', async () => {
    const expected = matching(({ status }) => status === 'COMPLETED');
    assert.ok(expected.length > 0 && expected.length < all.length);
    assert.deepEqual(await ids('--status', 'COMPLETED'), expected);
    assert.deepEqual(await ids('--status', 'completed'), expected);
  });

  test('by directory and by project', async () => {
    const { source_directory_id: directory, project_id: project } = all[7];
    assert.deepEqual(
      await ids('--directory', directory),
      matching((batch) => batch.source_directory_id === directory),
    );
    assert.deepEqual(
      await ids('--project', project),
      matching((batch) => batch.project_id === project),
    );
  });

  test('by organization: another one has no batches', async () => {
    const { code, stdout, stderr } = await list('--organization', 'org-of-nobody');
    assert.deepEqual([code, stdout], [0, '']);
    assert.match(stderr, /No batches match\./);
  });

  test('by time, as a time and as an age', async () => {
    const [from, to] = [all[200].created_at, all[20].created_at];
    const between = matching(({ created_at }) => created_at >= from && created_at <= to);
    assert.equal(between.length, 181);
    assert.deepEqual(await ids('--created-after', from, '--created-before', to), between);
    const week = new Date(Date.now() - 7 * 86_400_000).toISOString();
    assert.deepEqual(
      await ids('--created-after', '7d'),
      matching(({ created_at }) => created_at >= week),
    );
    const day = to.slice(0, 10);
    assert.deepEqual(
      await ids('--created-after', day),
      matching(({ created_at }) => created_at >= day),
    );
  });
});

describe('the table', () => {
  test('in a pipe: a line for each batch, aligned, whole and without colours', async () => {
    const { code, stdout } = await list();
    assert.equal(code, 0);
    const [titles, ...lines] = stdout.split('\n').slice(0, -1);
    assert.match(titles, /^ID +STATUS +JOB +CONFIGURATION +DIRECTORY +PROJECT +CREATED +DURATION$/);
    assert.equal(lines.length, all.length);
    for (const [at, batch] of all.entries()) {
      const [id, , type, configuration, directory, project, created] = lines[at].split(/ {2,}/);
      const { job } = batch.config;
      assert.deepEqual(
        [id, type, configuration, directory, project, created],
        [batch.id, job.type, job.configuration_id, batch.source_directory_id, batch.project_id, batch.created_at],
      );
      assert.equal(lines[at].indexOf(created), titles.indexOf('CREATED'));
    }
    assert.ok(!stdout.includes('\x1b'));
  });

  test('stderr tells the server, how many there were of which kind, and nothing with --quiet', async () => {
    const { stderr } = await list('--limit', '30');
    assert.ok(stderr.startsWith(`LlamaCloud at ${server.url}\n`));
    assert.match(stderr, /\n30 of 250 batches {2}\S+ [A-Z]+ \d+.* [\d.]+s\n$/);
    const counts = [...stderr.matchAll(/ [A-Z]+ (\d+)/g)].map(([, count]) => Number(count));
    assert.equal(
      counts.reduce((sum, count) => sum + count),
      30,
    );
    assert.equal((await list('--limit', '30', '--quiet')).stderr, '');
  });

  test('pages are printed as they arrive', async () => {
    server.faults.add({ kind: 'status', status: 400, skip: 2 });
    const { code, stdout, stderr } = await list('--page-size', '50');
    assert.equal(code, 1);
    assert.equal(stdout.split('\n').length - 1, 1 + 100);
    assert.match(stderr, /\nerror: 400 /);
  });

  test('FORCE_COLOR colours a pipe too', async () => {
    const { stdout } = await run(['list', '--sandbox', '--limit', '1'], { env: { FORCE_COLOR: '1' } });
    assert.ok(stdout.includes('\x1b['));
  });
});

describe('in a terminal', { skip: process.platform !== 'linux' && 'the command script is another one here' }, () => {
  const inTerminal = (columns, args = [], env = {}) =>
    runInTerminal(['list', '--base-url', server.url, ...args], {
      columns,
      env: { LLAMA_CLOUD_API_KEY: KEY, ...env },
    });

  test('the table has colours, and fits the width', async () => {
    for (const columns of [60, 80, 100, 120, 160, 220]) {
      const { code, sent } = await inTerminal(columns, ['--limit', '40']);
      assert.equal(code, 0);
      assert.match(sent, /\x1b\[\d+m/);
      const rows = shown(sent)
        .split('\n')
        .filter((line) => /^(ID|bat-)/.test(line));
      assert.equal(rows.length, 41);
      for (const row of rows) assert.ok(row.length <= columns, `${row.length} > ${columns}: ${row}`);
    }
  });

  test('progress is shown and taken away, and the cursor comes back', async () => {
    server.faults.add({ kind: 'latency', ms: 350, skip: 1 });
    const { sent } = await inTerminal(120, ['--page-size', '200']);
    assert.match(sent, /200 of 250 batches {2}80%/);
    assert.ok(!/80%/.test(shown(sent)));
    assert.ok(sent.lastIndexOf('\x1b[?25h') > sent.lastIndexOf('\x1b[?25l'));
  });

  test('NO_COLOR is heard', async () => {
    const { sent } = await inTerminal(120, ['--limit', '5'], { NO_COLOR: '1' });
    assert.ok(!/\x1b\[\d+m/.test(sent));
    assert.match(shown(sent), /ID +STATUS/);
    const empty = await inTerminal(120, ['--limit', '5'], { NO_COLOR: '' });
    assert.match(empty.sent, /\x1b\[\d+m/, 'an empty one counts as none');
  });
});

test('--sandbox lists without a key, over HTTP, and ends by itself', async () => {
  const { code, stdout, stderr } = await run(['list', '--sandbox', '--limit', '3', '--json']);
  assert.equal(code, 0);
  assert.equal(stdout.split('\n').length - 1, 3);
  assert.match(stderr, /^Sandbox at http:\/\/127\.0\.0\.1:\d+/);
});

/** A batch without what changes while it is processed. */
function settled({ status, updated_at, results, ...rest }) {
  return rest;
}

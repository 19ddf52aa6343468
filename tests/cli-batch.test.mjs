import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { run, runInTerminal, shown } from './support/cli.mjs';
import { startSandbox } from './support/sandbox.mjs';

const NOBODY = 'bat-00000000-0000-0000-0000-000000000000';

let sandbox;
let directory;

before(async () => {
  // A batch that takes minutes is done in a moment.
  sandbox = await startSandbox({ count: 200, speed: 5_000 });
  directory = (await json('list', '--limit', '1')).source_directory_id;
});
after(() => sandbox.close());

function cli(...args) {
  return run([...args, '--base-url', sandbox.url], { env: { LLAMA_CLOUD_API_KEY: sandbox.apiKey } });
}

async function json(...args) {
  const { code, stdout, stderr } = await cli(...args, '--json');
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

async function first(status) {
  const batch = await json('list', '--status', status, '--limit', '1');
  assert.equal(batch.status, status);
  return batch;
}

function newBatch(...args) {
  return cli('create', '--directory', directory, '--configuration', 'cfg-PARSE_AGENTIC', '--type', 'parse_v2', ...args);
}

describe('get', () => {
  test('shows what the batch does and where it stands', async () => {
    const batch = await first('COMPLETED');
    const { code, stdout } = await cli('get', batch.id);
    assert.equal(code, 0);
    for (const fact of [batch.id, 'COMPLETED', batch.config.job.configuration_id, batch.project_id, batch.created_at]) {
      assert.ok(stdout.includes(fact), fact);
    }
    assert.ok(!stdout.includes('dfl-'));
  });

  test('--results shows every file, those that failed first', async () => {
    const failed = ({ error_message }) => Boolean(error_message);
    const { results, id } = await someBatch((batch) => batch.results?.some(failed));
    const { stdout } = await cli('get', id, '--results');
    const lines = stdout.split('\n').filter((line) => line.startsWith('dfl-'));
    assert.equal(lines.length, results.length);
    const failures = results.filter(failed);
    for (const [at, { source_directory_file_id: file, error_message: message }] of failures.entries()) {
      assert.ok(lines[at].startsWith(file) && lines[at].includes(message));
    }
    assert.match(stdout, new RegExp(`Files +${results.length} files, ${failures.length} failed`));
  });

  test('--json is the batch as the server sent it', async () => {
    const batch = await first('COMPLETED');
    assert.deepEqual(await json('get', batch.id), batch);
    assert.ok(Array.isArray((await json('get', batch.id, '--results')).results));
  });

  async function someBatch(wanted) {
    const { stdout } = await cli('list', '--status', 'COMPLETED', '--json');
    for (const line of stdout.trim().split('\n')) {
      const batch = await json('get', JSON.parse(line).id, '--results');
      if (wanted(batch)) return batch;
    }
    throw new Error('no such batch');
  }
});

describe('create', () => {
  test('makes a batch that can be read', async () => {
    const batch = JSON.parse((await newBatch('--json')).stdout);
    const read = await json('get', batch.id);
    assert.deepEqual(read.config, { job: { configuration_id: 'cfg-PARSE_AGENTIC', type: 'parse_v2' } });
    assert.equal(read.source_directory_id, directory);
  });

  test('shows the batch and how to wait for it', async () => {
    const { code, stdout, stderr } = await newBatch();
    assert.equal(code, 0);
    const [id] = /bat-\S+/.exec(stdout);
    assert.ok(stderr.includes(`llama-cloud-batches wait ${id}`));
  });

  test('--wait waits for its end, and prints one object with --json', async () => {
    const { stdout } = await newBatch('--wait', '--interval', '0.05', '--json');
    assert.ok(['COMPLETED', 'FAILED', 'CANCELLED'].includes(JSON.parse(stdout).status));
  });

  test('is never sent twice when the answer is lost', async () => {
    const count = async () => Number(/of ([\d,]+) batches/.exec((await cli('list', '--limit', '1')).stderr)[1].replace(',', ''));
    const before = await count();
    sandbox.faults.add({ kind: 'truncate', method: 'POST' });
    const { code, stderr } = await newBatch();
    assert.equal(code, 1);
    assert.match(stderr, /error: Connection error/);
    assert.equal(await count(), before + 1);
  });
});

describe('cancel', () => {
  test('a batch that runs is cancelled in the end', async () => {
    const { id } = JSON.parse((await newBatch('--json')).stdout);
    assert.equal((await cli('cancel', id)).code, 0);
    const { code, stdout, stderr } = await cli('wait', id, '--interval', '0.05');
    assert.equal(code, 1);
    assert.match(stdout, /CANCELLED/);
    assert.match(stderr, /error: the batch ended as CANCELLED\n$/);
  });

  test('a batch that has ended cannot be cancelled', async () => {
    const { id } = await first('COMPLETED');
    const { code, stdout, stderr } = await cli('cancel', id, '--max-retries', '0');
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /error: 4\d\d /);
  });
});

describe('wait', () => {
  test('ends with 0 for a batch that is COMPLETED, and 1 for one that FAILED', async () => {
    for (const [status, expected] of [['COMPLETED', 0], ['FAILED', 1]]) {
      const { id } = await first(status);
      const { code, stdout } = await cli('wait', id);
      assert.equal(code, expected);
      assert.match(stdout, new RegExp(`^${id} {2}\\S ${status} `));
    }
  });

  test('tells each status on its way', async () => {
    const slow = await startSandbox({ count: 20, speed: 200 });
    const { stdout } = await run(
      ['create', '--directory', directory, '--configuration', 'cfg-PARSE_AGENTIC', '--type', 'parse_v2', '--json', '--base-url', slow.url],
      { env: { LLAMA_CLOUD_API_KEY: slow.apiKey } },
    );
    const { stderr } = await run(['wait', JSON.parse(stdout).id, '--interval', '0.02', '--base-url', slow.url], {
      env: { LLAMA_CLOUD_API_KEY: slow.apiKey },
    });
    assert.match(stderr, / RUNNING\n[^]* (COMPLETED|FAILED|CANCELLED)\n/);
    await slow.close();
  });

  test('--timeout gives up, and says where the batch stands', async () => {
    const slow = await startSandbox({ count: 5_000 });
    const env = { LLAMA_CLOUD_API_KEY: slow.apiKey };
    const { stdout } = await run(['list', '--status', 'RUNNING', '--limit', '1', '--json', '--base-url', slow.url], { env });
    const { code, stderr } = await run(['wait', JSON.parse(stdout).id, '--timeout', '0.2', '--base-url', slow.url], { env });
    assert.equal(code, 1);
    assert.match(stderr, /error: bat-\S+ did not end within --timeout: it is RUNNING\n$/);
    await slow.close();
  });

  test('shows a bar in a terminal, and takes it away', { skip: process.platform !== 'linux' }, async () => {
    const { id } = JSON.parse((await newBatch('--json')).stdout);
    sandbox.faults.add({ kind: 'latency', ms: 300, path: id, times: 1 });
    const { sent } = await runInTerminal(['wait', id, '--interval', '0.1', '--base-url', sandbox.url], {
      env: { LLAMA_CLOUD_API_KEY: sandbox.apiKey },
    });
    assert.match(sent, /━/);
    assert.ok(!shown(sent).includes('━'));
  });
});

describe('watch', () => {
  test('prints a batch that appears, and each status that it reaches', async () => {
    const watching = cli('watch', '--json', '--interval', '0.02', '--initial', '--limit', '202');
    const { id } = JSON.parse((await newBatch('--json')).stdout);
    assert.match(id, /^bat-/);
    const { code, stdout } = await watching;
    assert.equal(code, 0);
    assert.equal(stdout.trim().split('\n').length, 202);
  });

  test('--initial begins with what is there', async () => {
    const { code, stdout } = await cli('watch', '--initial', '--limit', '5');
    assert.equal(code, 0);
    assert.equal(stdout.trim().split('\n').length, 5);
    for (const line of stdout.trim().split('\n')) assert.match(line, /^\d\d:\d\d:\d\d {2}bat-\S+ {2}\S [A-Z]+ /);
  });
});

test('an id is one segment of a path, whatever it holds', async () => {
  const { code, stderr } = await cli('get', `${NOBODY}/../../x?y#z`);
  assert.equal(code, 1);
  assert.match(stderr, /404/);
});

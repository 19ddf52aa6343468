import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, describe, test } from 'node:test';
import { outcome, run, runInTerminal, shown, start, startInTerminal, startServer } from './support/cli.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';

const NOBODY = 'bat-00000000-0000-0000-0000-000000000000';
const ENDS = ['COMPLETED', 'FAILED', 'CANCELLED'];
/** A server whose batches end in a moment, and one where they take their time. */
const server = await startServer({ batches: 200, speed: 50_000 });
const slow = await startSandbox({ after }, { batches: 5_000 });

function cli(...args) {
  return on(server, ...args);
}

function on({ url }, ...args) {
  return run([...args, '--base-url', url], { env: { LLAMA_CLOUD_API_KEY: KEY } });
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

const NEW = ['create', '--directory', 'dir-of-tests', '--configuration', 'cfg-PARSE_AGENTIC', '--type', 'parse_v2'];

function newBatch(...args) {
  return cli(...NEW, ...args);
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
    assert.equal(read.source_directory_id, 'dir-of-tests');
  });

  test('sends the project and the webhook along', async () => {
    server.requests.clear();
    const webhook = ['--webhook-url', 'https://example.com/hook', '--webhook-event', 'batch.success'];
    await newBatch(...webhook, '--webhook-event', 'batch.error', '--project', 'prj-1');
    const [{ query, body }] = server.requests.all;
    assert.equal(query, '?project_id=prj-1');
    assert.deepEqual(JSON.parse(body).webhook_configurations, [
      { webhook_url: 'https://example.com/hook', webhook_events: ['batch.success', 'batch.error'] },
    ]);
  });

  test('shows the batch and how to wait for it', async () => {
    const { code, stdout, stderr } = await newBatch();
    assert.equal(code, 0);
    const [id] = /bat-\S+/.exec(stdout);
    assert.ok(stderr.includes(`llama-cloud-batches wait ${id}`));
  });

  test('--wait waits for its end, and prints one object with --json', async () => {
    const { code, stdout } = await newBatch('--wait', '--json');
    const { status } = JSON.parse(stdout);
    assert.ok(ENDS.includes(status));
    assert.equal(code, status === 'COMPLETED' ? 0 : 1);
  });

  test('is never sent twice when the answer is lost', async () => {
    const count = async () => Number(/of (\d+) batches/.exec((await cli('list', '--limit', '1')).stderr)[1]);
    const before = await count();
    server.faults.add({ kind: 'truncate', method: 'POST' });
    const { code, stderr } = await newBatch();
    assert.equal(code, 1);
    assert.match(stderr, /error: Connection error/);
    const [, hint] = /^It may have been created all the same\. Look before you repeat it: (.*)$/m.exec(stderr);
    assert.match(hint, /^llama-cloud-batches list --directory dir-of-tests --since 1h --base-url \S+$/);
    assert.equal(await count(), before + 1);
  });

  test('says nothing of a batch that cannot have been created', async () => {
    server.faults.add({ kind: 'status', status: 403, method: 'POST' });
    assert.doesNotMatch((await newBatch()).stderr, /may have been created/);
    const { url, close } = await startSandbox({ after }, { batches: 1 });
    await close();
    const { code, stderr } = await on({ url }, ...NEW);
    assert.equal(code, 1);
    assert.match(stderr, /ECONNREFUSED/);
    assert.doesNotMatch(stderr, /may have been created/);
  });

  test('that is stopped says that the batch may be there', { skip: process.platform === 'win32' }, async () => {
    server.faults.add({ kind: 'silence', method: 'POST' });
    server.requests.clear();
    const child = start([...NEW, '--base-url', server.url], { env: { LLAMA_CLOUD_API_KEY: KEY } });
    const end = outcome(child);
    await server.requests.until(1);
    child.kill('SIGINT');
    const { code, stderr } = await end;
    assert.equal(code, 130);
    assert.match(stderr, /\nIt may have been created all the same\. /);
  });
});

describe('run', () => {
  const RUN = ['run', ...NEW.slice(1)];

  test('creates a batch, waits for its end, and prints the outcome of each file', async () => {
    server.requests.clear();
    const { code, stdout, stderr } = await cli(...RUN, '--interval', '0.02');
    const [, id] = /\nCreated (bat-\S+)\n/.exec(stderr);
    const batch = await json('get', id, '--results');
    assert.ok(ENDS.includes(batch.status));
    assert.equal(code, batch.status === 'COMPLETED' ? 0 : 1);
    assert.match(stdout, new RegExp(`^Batch +${id}\nStatus +\\S ${batch.status}\n`));
    for (const { source_directory_file_id: file } of batch.results ?? []) assert.ok(stdout.includes(file));
    assert.equal(server.requests.all.filter(({ method }) => method === 'POST').length, 1);
  });

  test('prints the object of the end for a program', async () => {
    const { stdout } = await cli(...RUN, '--output', 'json');
    const { status, config } = JSON.parse(stdout);
    assert.ok(ENDS.includes(status));
    assert.equal(config.job.type, 'parse_v2');
  });

  test('takes parse and extract for the kind of job', async () => {
    for (const [job, type] of [
      ['parse', 'parse_v2'],
      ['extract', 'extract_v2'],
      ['extract_v2', 'extract_v2'],
    ]) {
      server.requests.clear();
      await cli('create', '--directory', 'dir-1', '--configuration', 'cfg-1', '--job', job);
      assert.equal(JSON.parse(server.requests.all[0].body).config.job.type, type);
    }
  });

  test('that takes too long, or is stopped, says how to go on', async () => {
    const late = await on(slow, ...RUN, '--timeout', '0.2');
    assert.equal(late.code, 1);
    const [, id, hint] = /error: (bat-\S+) did not end within --timeout: it is \w+\. Go on: (.*)\n$/.exec(late.stderr);
    assert.equal(hint, `llama-cloud-batches wait ${id} --base-url ${slow.url}`);
    if (process.platform === 'win32') return;
    const child = start([...RUN, '--base-url', slow.url], { env: { LLAMA_CLOUD_API_KEY: KEY } });
    const end = outcome(child);
    slow.requests.clear();
    await slow.requests.until(2, 'answered');
    child.kill('SIGINT');
    const { code, stderr } = await end;
    assert.equal(code, 130);
    assert.match(stderr, /\nThe batch goes on: llama-cloud-batches wait bat-\S+ --base-url \S+\n$/);
  });

  test('whose wait fails says how to go on', async () => {
    for (const args of [RUN, [...NEW, '--wait', '--json']]) {
      slow.faults.add({ kind: 'status', status: 403, method: 'GET' });
      const { code, stderr } = await on(slow, ...args);
      assert.equal(code, 1);
      assert.match(stderr, /\nThe batch goes on: llama-cloud-batches wait bat-\S+ --base-url \S+\nerror: 403 /);
    }
  });

  test('works in the sandbox, without a key', async () => {
    const { code, stdout } = await run([...RUN, '--sandbox', '--output', 'csv', '--columns', 'status']);
    const [, status] = stdout.split('\n');
    assert.ok(ENDS.includes(status));
    assert.equal(code, status === 'COMPLETED' ? 0 : 1);
  });
});

describe('cancel', () => {
  test('a batch that runs is cancelled in the end', async () => {
    const { id } = JSON.parse((await on(slow, ...NEW, '--json')).stdout);
    const cancelled = await on(slow, 'cancel', id);
    assert.equal(cancelled.code, 0);
    assert.ok(cancelled.stdout.startsWith(`${id}  `));
    assert.ok(cancelled.stderr.includes(`llama-cloud-batches wait ${id}`));
    const { code, stdout, stderr } = await on(slow, 'wait', id, '--interval', '0.1');
    assert.equal(code, 1);
    assert.match(stdout, /CANCELLED/);
    assert.match(stderr, /error: the batch ended as CANCELLED\n$/);
  });

  test('a batch that has ended cannot be cancelled', async () => {
    const { id } = await first('COMPLETED');
    server.requests.clear();
    const { code, stdout, stderr } = await cli('cancel', id, '--quiet');
    assert.deepEqual([code, stdout], [1, '']);
    assert.equal(stderr, `error: ${id} has ended as COMPLETED: it cannot be cancelled\n`);
    // Once: a refusal is no transient failure.
    assert.equal(server.requests.all.filter(({ method }) => method === 'POST').length, 1);
  });
});

describe('wait', () => {
  test('ends with 0 for a batch that is COMPLETED, and 1 for one that FAILED', async () => {
    for (const [status, expected] of [
      ['COMPLETED', 0],
      ['FAILED', 1],
    ]) {
      const { id } = await first(status);
      const { code, stdout } = await cli('wait', id);
      assert.equal(code, expected);
      assert.match(stdout, new RegExp(`^${id} {2}\\S ${status} `));
    }
  });

  test('tells each status on its way', async () => {
    const { id } = JSON.parse((await newBatch('--json')).stdout);
    server.faults.add({ kind: 'with', field: 'status', value: 'RUNNING', method: 'GET', times: 2 });
    const { stderr } = await cli('wait', id, '--interval', '0.02');
    assert.match(stderr, /s {2}\S RUNNING\n[\d.]+s {2}\S (COMPLETED|FAILED|CANCELLED)\n/);
  });

  test('--timeout gives up, and says where the batch stands', async () => {
    const { stdout } = await on(slow, 'list', '--status', 'RUNNING', '--limit', '1', '--json');
    const { code, stderr } = await on(slow, 'wait', JSON.parse(stdout).id, '--timeout', '0.2');
    assert.equal(code, 1);
    assert.match(
      stderr,
      /error: (bat-\S+) did not end within --timeout: it is RUNNING\. Go on: llama-cloud-batches wait \1 /,
    );
  });

  test('shows a bar in a terminal, and takes it away', { skip: process.platform !== 'linux' }, async () => {
    const { id } = JSON.parse((await newBatch('--json')).stdout);
    server.faults.add({ kind: 'latency', ms: 300, path: id });
    const { sent } = await runInTerminal(['wait', id, '--interval', '0.1', '--base-url', server.url], {
      env: { LLAMA_CLOUD_API_KEY: KEY },
    });
    assert.match(sent, /━/);
    assert.ok(!shown(sent).includes('━'));
  });

  test('Ctrl-C under the bar takes it away, and the cursor comes back', {
    skip: process.platform !== 'linux',
  }, async () => {
    const { id } = JSON.parse((await on(slow, ...NEW, '--json')).stdout);
    const child = startInTerminal(['wait', id, '--base-url', slow.url], { env: { LLAMA_CLOUD_API_KEY: KEY } });
    const end = outcome(child);
    let sent = '';
    await new Promise((resolve) => {
      child.stdout.on('data', (part) => {
        sent += part;
        if (sent.includes('━')) resolve();
      });
    });
    child.stdin.write('\x03');
    const { code } = await end;
    assert.equal(code, 130);
    assert.ok(!shown(sent.replaceAll('\r\n', '\n')).includes('━'));
    assert.ok(sent.includes('\x1b[?25l') && sent.lastIndexOf('\x1b[?25h') > sent.lastIndexOf('\x1b[?25l'));
  });
});

describe('watch', () => {
  test('prints a batch that appears, and each status that it reaches, until Ctrl-C', async () => {
    const { requests } = slow;
    requests.clear();
    const filter = ['--directory', 'dir-of-watch', '--base-url', slow.url];
    const child = start(['watch', '--json', '--interval', '0.05', ...filter], { env: { LLAMA_CLOUD_API_KEY: KEY } });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const next = async () => JSON.parse((await lines.next()).value);
    await requests.until(1, 'answered');
    const { stdout } = await on(slow, ...NEW, '--directory', 'dir-of-watch', '--json');
    const { id } = JSON.parse(stdout);
    const appeared = await next();
    assert.deepEqual([appeared.id, appeared.status], [id, 'PENDING']);
    await on(slow, 'cancel', id);
    const statuses = ['PENDING'];
    while (statuses.at(-1) !== 'CANCELLED') {
      const batch = await next();
      assert.equal(batch.id, id);
      assert.notEqual(batch.status, statuses.at(-1));
      statuses.push(batch.status);
    }
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    if (process.platform !== 'win32') assert.equal(code, 130); // where a signal is no more than an end
  });

  test('a poll that fails is reported once, and the watch goes on', async () => {
    server.faults.add({ kind: 'status', status: 503 });
    const briefly = ['--limit', '1', '--max-retries', '0'];
    const { code, stderr } = await cli('watch', '--initial', '--interval', '0.02', ...briefly);
    assert.equal(code, 0);
    assert.match(stderr, /^LlamaCloud at \S+\nA poll failed, and is retried: 503 [^\n]*\n$/);
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

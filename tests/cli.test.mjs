import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { open } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { manifest, outcome, run, runInTerminal, shown, start, startServer } from './support/cli.mjs';
import { NEW } from './support/operations.mjs';
import { KEY } from './support/sandbox.mjs';

const ON_SERVERS = ['list', 'get', 'results', 'stats', 'watch', 'export', 'run', 'create', 'wait', 'cancel'];
const COMMANDS = [...ON_SERVERS, 'login', 'logout', 'profiles', 'completion'];
const ID = 'bat-00000000-0000-0000-0000-000000000000';

const server = await startServer({ batches: 20 });

describe('help', () => {
  test('the overall help names every command, and where the key comes from', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    assert.equal(code, 0);
    assert.equal(stderr, '');
    for (const command of COMMANDS) assert.match(stdout, new RegExp(`^  ${command} `, 'm'));
    assert.match(stdout, /LLAMA_CLOUD_API_KEY/);
  });

  for (const command of COMMANDS) {
    test(`the help of ${command} tells usage, options and examples`, async () => {
      const [{ code, stdout }, other] = await Promise.all([run([command, '--help']), run(['help', command])]);
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`^Usage: llama-cloud-batches ${command} \\[options\\]`));
      const ofServers = ['--sandbox', '--profile <name>', '--region <region>', '--base-url <url>', '--max-retries <n>'];
      for (const option of [...(ON_SERVERS.includes(command) ? ofServers : []), '--help', 'Examples:']) {
        assert.ok(stdout.includes(option), option);
      }
      assert.equal(other.stdout, stdout);
      assert.ok(!stdout.includes('--api-key'), 'a key in an option would be in the history of the shell');
    });
  }

  test('wraps at narrow widths', {
    skip: process.platform !== 'linux' && 'the command script is another one here',
  }, async () => {
    for (const columns of [40, 80]) {
      for (const args of [['--help'], ...COMMANDS.map((command) => [command, '--help'])]) {
        const { code, sent } = await runInTerminal(args, { columns });
        assert.equal(code, 0);
        // An option stays with its value, and usage lines are one.
        const lines = shown(sent)
          .split('\n')
          .filter((line) => !line.startsWith('Usage:'));
        for (const line of lines) {
          const longest = Math.max(0, ...(line.match(/--[\w-]+ \S+|\S+/g) ?? []).map((part) => part.length));
          assert.ok(line.length <= Math.max(columns, longest + 6), `${args[0]} at ${columns}: ${line}`);
        }
      }
    }
  });

  test('an unknown command is an error, with --help and in `help` too', async () => {
    for (const args of [
      ['lst', '--help'],
      ['lst', '-h'],
      ['help', 'lst'],
      ['lst', '--sandbox', '--help'],
    ]) {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual([code, stdout, stderr], [2, '', "error: unknown command 'lst' (Did you mean list?)\n"]);
    }
  });

  test('without a command the help is on stderr, and the usage is bad', async () => {
    const { code, stdout, stderr } = await run([]);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /^Usage: /);
  });

  test('the version is that of the package', async () => {
    assert.deepEqual(await run(['--version']), { code: 0, signal: null, stdout: `${manifest.version}\n`, stderr: '' });
  });
});

describe('bad usage', () => {
  const cases = {
    'an unknown command, with the one that was meant': [['lst'], /unknown command 'lst'.*Did you mean list\?/],
    'an unknown option, with the one that was meant': [
      ['list', '--stauts', 'X'],
      /unknown option '--stauts'.*Did you mean --status\?/,
    ],
    'an option before the command': [['--sandbox', 'list'], /'--sandbox' \(options come after the command\)/],
    'an unknown option without a command': [['-V'], /^error: unknown option '-V'\n$/],
    'an option without its value': [['list', '--limit'], /'--limit <n>'.*missing/],
    'an unknown status': [['list', '--status', 'RUNING'], /'--status <status>'.*PENDING, THROTTLED, RUNNING/],
    'a limit of nothing': [['list', '--limit', '0'], /'--limit <n>'/],
    'a page size that is no number': [['list', '--page-size', 'many'], /'--page-size <n>'/],
    'a time that is none': [['list', '--created-after', 'batch 5'], /'--since, --created-after <time>'/],
    'a day that is none': [['list', '--created-before', '2026-13-01'], /'--until, --created-before <time>'/],
    'a day that its month does not have': [['list', '--since', '2026-02-30'], /'--since, --created-after <time>'/],
    'an end before the start': [
      ['list', '--since', '1h', '--until', '2h'],
      /'--since, --created-after <time>' is later than option '--until, --created-before <time>'/,
    ],
    'an empty directory': [['list', '--directory', ' '], /'--directory <id>'/],
    'an address that is none': [['list', '--base-url', 'ftp://example.com'], /'--base-url <url>'/],
    'a timeout of nothing': [['list', '--timeout', '0'], /'--timeout <seconds>'/],
    'retries that are no number': [['list', '--max-retries', '-1'], /'--max-retries <n>'.*whole number from 0 on/],
    'an unknown column': [['list', '--columns', 'id,size'], /'--columns <names>'.*id, status, job/],
    'columns of a format that has none': [
      ['list', '--columns', 'id', '--json'],
      /'--columns <names>' belongs to the formats table, wide, csv, tsv/,
    ],
    'an unknown format': [['list', '--output', 'xml'], /'-o, --output <format>'.*table, wide, json/],
    'two formats at once': [
      ['list', '--json', '--output', 'csv'],
      /'--json' cannot be used with option '-o, --output <format>'/,
    ],
    'an unknown status among others': [
      ['list', '--status', 'FAILED,RUNING'],
      /'--status <status>'.*PENDING, THROTTLED, RUNNING/,
    ],
    'an unknown kind of job': [['list', '--job', 'translate'], /'--job <type>'.*parse, extract/],
    'a profile for the sandbox': [['list', '--sandbox', '--profile', 'eu'], /'--sandbox' cannot be used with/],
    'two servers at once': [['list', '--sandbox', '--base-url', 'http://localhost'], /'--sandbox' cannot be used with/],
    'a missing id': [['get'], /missing required argument 'id'/],
    'an empty id': [['get', ''], /'id'/],
    'an id too many': [['cancel', ID, ID], /too many arguments/],
    'a missing option': [['create', '--directory', 'dir-1', '--type', 'parse_v2'], /'--configuration <id>'/],
    'an event without an address': [
      ['create', '--directory', 'd', '--configuration', 'c', '--type', 'parse_v2', '--webhook-event', 'batch.error'],
      /'--webhook-event <event>' needs option '--webhook-url <url>'/,
    ],
    'an unknown job type': [
      ['create', '--directory', 'dir-1', '--configuration', 'cfg-1', '--type', 'translate'],
      /'--type, --job <type>'.*parse, extract/,
    ],
  };
  for (const [name, [args, message]] of Object.entries(cases)) {
    test(name, async () => {
      const { code, stdout, stderr } = await run(args);
      assert.match(stderr, /^error: .*\n$/, 'one line');
      assert.match(stderr, message);
      assert.equal(code, 2);
      assert.equal(stdout, '');
    });
  }
});

describe('a server that refuses', () => {
  async function fails(args, env = {}) {
    const { code, stdout, stderr } = await run([...args, '--quiet'], { env: { LLAMA_CLOUD_API_KEY: KEY, ...env } });
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /^error: [^\n]*\n$/, 'one line, no stack');
    return stderr;
  }

  test('no key: the error names the variable and the sandbox', async () => {
    const said = await fails(['list'], { LLAMA_CLOUD_API_KEY: ' ' });
    assert.match(said, /LLAMA_CLOUD_API_KEY/);
    assert.match(said, /--sandbox/);
  });

  test('a wrong key: check it, and the region; the key itself is not told', async () => {
    const said = await fails(['list', '--base-url', server.url], { LLAMA_CLOUD_API_KEY: 'wrong' });
    assert.match(said, /401 .*LLAMA_CLOUD_API_KEY.*--region eu/);
    assert.ok(!said.includes('wrong'));
  });

  test('an unknown batch: check the id and the project', async () => {
    for (const command of ['get', 'cancel', 'wait']) {
      assert.match(await fails([command, ID, '--base-url', server.url]), /404 .*check the id, --project/);
    }
  });

  test('a plan without batches', async () => {
    server.faults.add({ kind: 'status', status: 403, body: { detail: 'Forbidden' } });
    assert.match(await fails(['list', '--base-url', server.url]), /403 Forbidden; .*plan/);
  });

  test('a server in trouble', async () => {
    server.faults.add({ kind: 'status', status: 500 });
    assert.match(await fails(['list', '--base-url', server.url, '--max-retries', '0']), /500 .*try again later/);
  });

  test('too many requests, and the wait that the server asks for is too long', async () => {
    server.faults.add({ kind: 'status', status: 429, headers: { 'retry-after': '120' } });
    assert.match(await fails(['list', '--base-url', server.url]), /429 .*try again in 2m/);
  });

  test('a page that is none', async () => {
    server.faults.add({ kind: 'html' });
    assert.match(await fails(['list', '--base-url', server.url]), /200 the body is not JSON: check --base-url\n/);
  });

  test('control characters of the server do not reach the terminal', async () => {
    server.faults.add({ kind: 'status', status: 400, body: { detail: 'no\x1b[2J\x07\nway' } });
    assert.match(await fails(['list', '--base-url', server.url]), /400 no\[2J way/);
  });

  test('no answer in time: a longer timeout may help', async () => {
    server.faults.add({ kind: 'silence' });
    const said = await fails(['list', '--base-url', server.url, '--timeout', '0.1', '--max-retries', '0']);
    assert.match(said, /timed out.*--timeout/);
  });

  test('no server', async () => {
    const server = http.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    const said = await fails(['list', '--base-url', `http://127.0.0.1:${port}`, '--max-retries', '0']);
    assert.match(said, /ECONNREFUSED 127\.0\.0\.1:\d+; is http:\/\/127\.0\.0\.1:\d+ the right server/);
  });

  test('a 429 is waited out, and the wait is reported', async () => {
    server.faults.add({ kind: 'status', status: 429, headers: { 'retry-after-ms': '30' } });
    const { code, stdout, stderr } = await run(['list', '--base-url', server.url, '--json'], {
      env: { LLAMA_CLOUD_API_KEY: KEY },
    });
    assert.equal(code, 0);
    assert.equal(stdout.trim().split('\n').length, 20);
    assert.match(stderr, /trying again in 0\.0s/);
  });
});

describe('ending early', () => {
  const signals = { SIGINT: 130, SIGTERM: 143 };
  for (const [signal, code] of Object.entries(signals)) {
    test(`${signal} aborts the request and ends with ${code}`, { skip: process.platform === 'win32' }, async () => {
      const server = http.createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const child = start(['list', '--quiet', '--base-url', `http://127.0.0.1:${server.address().port}`], {
        env: { LLAMA_CLOUD_API_KEY: KEY },
      });
      const end = outcome(child);
      const [request, response] = await once(server, 'request');
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"items": [');
      const closed = new Promise((resolve) => request.socket.once('close', resolve));
      child.kill(signal);
      await closed;
      assert.deepEqual(await end, { code, signal: null, stdout: '', stderr: '' });
      server.close();
    });
  }

  const onServer = ['--quiet', '--base-url', server.url];
  const read = { env: { LLAMA_CLOUD_API_KEY: KEY } };

  test('a reader that has read enough is no error', async () => {
    const child = start(['list', '--sandbox', '--quiet']);
    const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
    assert.match(line, /^ID /);
    child.stdout.destroy();
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    assert.equal(stderr, '');
    assert.equal(code, 0);
  });

  test('a watch ends when its reader has read enough', async () => {
    const child = start(['watch', '--initial', '--json', '--interval', '0.02', ...onServer], read);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    server.faults.add({ kind: 'with', field: 'items.0.status', value: 'DANCING', method: 'GET' });
    assert.deepEqual(await outcome(child), { code: 0, signal: null, stdout: '', stderr: '' });
  });

  test('a closed output is no error of any command', async () => {
    const { items } = await server.client().batches.list({ status: 'COMPLETED' });
    const { id } = await server.client().batches.create(NEW);
    const make = ['--directory', 'dir-1', '--configuration', 'cfg-PARSE_FAST', '--type', 'parse_v2'];
    for (const args of [
      ['get', items[0].id],
      ['wait', items[0].id],
      ['cancel', id],
      ['create', ...make],
      ['list'],
      ['list', '--json'],
    ]) {
      const child = start([...args, ...onServer], read);
      child.stdout.destroy();
      assert.deepEqual(await outcome(child), { code: 0, signal: null, stdout: '', stderr: '' }, args.join(' '));
    }
  });

  test('an output that cannot be written is an error', {
    skip: process.platform !== 'linux' && 'there is no /dev/full',
  }, async () => {
    const full = await open('/dev/full', 'w');
    for (const args of [['list', '--json', ...onServer], ['list', ...onServer], ['list', '--help'], ['--help']]) {
      const { code, stderr } = await run(args, { ...read, stdio: ['ignore', full.fd, 'pipe'] });
      assert.match(stderr, /^error: cannot write the output: ENOSPC[^\n]*\n$/, args.join(' '));
      assert.equal(code, 1, args.join(' '));
    }
    await full.close();
  });
});

// Keys in profiles, and which key goes to which server.

import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { outcome, run, start, startInTerminal, startServer } from './support/cli.mjs';
import { startPages } from './support/pages.mjs';

const isWindows = process.platform === 'win32';
const KEY = 'llx-of-the-profile';
const server = await startServer({ batches: 20, apiKeys: [KEY] });
const home = await mkdtemp(path.join(tmpdir(), 'profiles-'));
after(() => rm(home, { recursive: true }));
let count = 0;

/** A new config folder, and the command line in it. */
function newConfig(more = {}) {
  const folder = path.join(home, String(++count));
  const file = path.join(folder, 'llama-cloud-batches', 'config.json');
  const env = { XDG_CONFIG_HOME: folder, APPDATA: folder, ...more };
  const write = async (profiles) => {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, JSON.stringify({ profiles }), { mode: 0o600 });
  };
  return { file, env, write, cli: (...args) => run(args, { env }), login: (key, ...args) => logIn(env, key, args) };
}

function logIn(env, key, args) {
  const child = start(['login', ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(key);
  return outcome(child);
}

const at = (url = server.url) => ['--base-url', url];

describe('login', () => {
  test('keeps the key that it reads in a file for the user alone, and never prints it', async () => {
    const { file, cli, login } = newConfig();
    const { code, stdout, stderr } = await login(`${KEY}\n`, ...at(), '--project', 'prj-1');
    assert.deepEqual([code, stdout], [0, '']);
    assert.ok(stderr.endsWith(`Saved the profile default for ${server.url} in ${file}\n`));
    assert.ok(!stderr.includes(KEY));
    if (!isWindows) {
      assert.equal((await stat(file)).mode & 0o777, 0o600);
      assert.equal((await stat(path.dirname(file))).mode & 0o777, 0o700);
    }
    server.requests.clear();
    const listed = await cli('list', '--output', 'id');
    assert.equal(listed.code, 0);
    assert.ok(listed.stderr.startsWith(`LlamaCloud at ${server.url} (profile default)\n`));
    assert.equal(new URLSearchParams(server.requests.all[0].query).get('project_id'), 'prj-1');
  });

  /** Types at the question of a terminal: the exit code, and what the terminal showed. */
  async function type(env, ...keys) {
    const child = startInTerminal(['login', ...at()], { env });
    let sent = '';
    const asked = new Promise((resolve) => {
      child.stdout.on('data', (part) => {
        sent += part;
        if (sent.includes('it is not shown')) resolve();
      });
    });
    const end = outcome(child);
    await asked;
    for (const key of keys) child.stdin.write(key);
    return { code: (await end).code, sent };
  }
  const terminal = { skip: process.platform !== 'linux' && 'the command script is another one here' };

  test('asks for the key without echo', terminal, async () => {
    const { file, env } = newConfig();
    const { code, sent } = await type(env, `${KEY}x\x7f`, '\r');
    assert.equal(code, 0);
    assert.ok(!sent.includes(KEY.slice(0, 4)), sent);
    assert.equal(JSON.parse(await readFile(file, 'utf8')).profiles.default.apiKey, KEY);
  });

  test('ends with Ctrl-C', terminal, async () => {
    const { file, env } = newConfig();
    const { code, sent } = await type(env, KEY, '\x03');
    assert.equal(code, 130);
    assert.ok(!sent.includes(KEY.slice(0, 4)), sent);
    await assert.rejects(stat(file));
  });

  test('tries the key, and saves none that is refused', async () => {
    const { file, login } = newConfig();
    const { code, stderr } = await login('llx-wrong', ...at());
    assert.equal(code, 1);
    assert.match(
      stderr,
      /error: 401 Invalid API key; .*\. Nothing was saved; --no-verify saves the key without trying it\n$/,
    );
    assert.ok(!stderr.includes('llx-wrong'));
    await assert.rejects(stat(file));
    assert.equal((await login('llx-wrong', ...at(), '--no-verify')).code, 0);
  });

  test('takes one word', async () => {
    const { login } = newConfig();
    for (const key of ['', '\n', 'two words', 'llx-é']) {
      const { code, stderr } = await login(key, ...at(), '--no-verify');
      assert.deepEqual([code, stderr], [1, 'error: no API key was entered: it is one word, llx-…\n']);
    }
  });

  test('keeps the other profiles, and says that the environment comes first', async () => {
    const { login, cli } = newConfig({ LLAMA_CLOUD_API_KEY: 'llx-other' });
    await login(KEY, '--profile', 'eu', '--region', 'eu', '--no-verify');
    const { stderr } = await login(KEY, ...at());
    assert.match(stderr, /LLAMA_CLOUD_API_KEY is set and takes precedence: use --profile default, or unset it\n$/);
    const { stdout } = await cli('profiles');
    assert.match(
      stdout,
      new RegExp(`^NAME +SERVER .*\\ndefault +${server.url} .*\\neu +https://api\\.cloud\\.eu\\.llamaindex\\.ai `),
    );
    const { stdout: json } = await cli('profiles', '--output', 'json');
    assert.ok(!`${stdout}${json}`.includes(KEY));
  });
});

describe('logout', () => {
  test('deletes one profile', async () => {
    const { file, cli, write } = newConfig();
    await write({ default: { apiKey: KEY, baseURL: server.url }, eu: { apiKey: KEY, baseURL: server.url } });
    assert.equal((await cli('logout', '--profile', 'eu')).code, 0);
    assert.deepEqual(Object.keys(JSON.parse(await readFile(file, 'utf8')).profiles), ['default']);
    const { code, stderr } = await cli('logout', '--profile', 'eu');
    assert.equal(code, 1);
    assert.match(stderr, /error: there is no profile eu \(there are default\)/);
  });
});

describe('the key and its server', () => {
  /** Which server gets which key, with these profiles, this environment and these options. */
  async function sent(t, { profiles, env = {}, options = [] }) {
    const servers = {
      one: await startPages(t, () => ({ items: [] })),
      two: await startPages(t, () => ({ items: [] })),
    };
    const named = (text) => text.replace(/\b(one|two)\b/g, (name) => servers[name].url);
    const { cli, write } = newConfig(
      Object.fromEntries(Object.entries(env).map(([name, value]) => [name, named(value)])),
    );
    const kept = Object.entries(profiles ?? {}).map(([name, [apiKey, baseURL]]) => [
      name,
      { apiKey, baseURL: named(baseURL) },
    ]);
    if (profiles) await write(Object.fromEntries(kept));
    const { code, stderr } = await cli('list', '--max-retries', '0', ...options.map(named));
    assert.equal(code, 0, stderr);
    return Object.entries(servers).flatMap(([name, { requests }]) =>
      requests.map(({ headers }) => `${headers.authorization} to ${name}`),
    );
  }

  const profiles = { default: ['llx-default', 'one'], work: ['llx-work', 'two'] };
  const env = { LLAMA_CLOUD_API_KEY: 'llx-env', LLAMA_CLOUD_BASE_URL: 'two' };
  const cases = {
    'the profile default, where nothing else is said': [{ profiles }, 'Bearer llx-default to one'],
    'the environment before the profile default': [{ profiles, env }, 'Bearer llx-env to two'],
    'the second name of the key in the environment': [
      { env: { LLAMA_PARSE_API_KEY: 'llx-second', LLAMA_CLOUD_BASE_URL: 'one' } },
      'Bearer llx-second to one',
    ],
    'the profile that is named before the environment, its server too': [
      { profiles, env: { ...env, LLAMA_CLOUD_BASE_URL: 'one' }, options: ['--profile', 'work'] },
      'Bearer llx-work to two',
    ],
    'the server of the environment for the profile default': [
      { profiles, env: { LLAMA_CLOUD_BASE_URL: 'two' } },
      'Bearer llx-default to two',
    ],
    'the server of the options for all': [
      { profiles, options: ['--profile', 'work', '--base-url', 'one'] },
      'Bearer llx-work to one',
    ],
    'a blank key in the environment is none': [
      { profiles, env: { LLAMA_CLOUD_API_KEY: ' ' } },
      'Bearer llx-default to one',
    ],
  };
  for (const [name, [given, expected]] of Object.entries(cases)) {
    test(name, async (t) => assert.deepEqual(await sent(t, given), [expected]));
  }

  test('--region chooses the server', async () => {
    for (const [region, url] of Object.entries({
      us: 'https://api.cloud.llamaindex.ai',
      eu: 'https://api.cloud.eu.llamaindex.ai',
    })) {
      // No request leaves the machine.
      const refuse = 'data:text/javascript,globalThis.fetch=()=>Promise.reject(new\tError)';
      const env = { LLAMA_CLOUD_API_KEY: KEY, NODE_OPTIONS: `--import ${refuse}` };
      const { stderr } = await run(['list', '--region', region, '--max-retries', '0'], { env });
      assert.ok(stderr.startsWith(`LlamaCloud at ${url}\n`), stderr);
    }
    const both = await run(['list', '--region', 'eu', '--base-url', server.url]);
    assert.equal(both.code, 2);
    assert.equal((await run(['list', '--region', 'asia'])).code, 2);
  });

  test('a key or a server that is none is called what the user calls it', async () => {
    const list = async ({ env, profiles, options = [] }) => {
      const { cli, write } = newConfig(env);
      if (profiles) await write(profiles);
      const { code, stderr } = await cli('list', ...options);
      return [code, stderr];
    };
    const key = { LLAMA_CLOUD_API_KEY: KEY };
    const [noServer, noKey] = [' must be an http or https URL without query', ' contains invalid characters'];
    const query = 'http://host?a=b';
    const profiles = { work: { apiKey: 'llx-…', baseURL: 'https://host' }, far: { apiKey: KEY, baseURL: 'far' } };
    for (const [given, message] of [
      [{ env: { ...key, LLAMA_CLOUD_BASE_URL: 'far' } }, `LLAMA_CLOUD_BASE_URL${noServer}`],
      [{ env: key, options: ['--base-url', query] }, `--base-url${noServer}`],
      [{ env: { LLAMA_CLOUD_API_KEY: 'llx-…' } }, `LLAMA_CLOUD_API_KEY${noKey}`],
      [{ env: { LLAMA_PARSE_API_KEY: 'llx-…' } }, `LLAMA_PARSE_API_KEY${noKey}`],
      [{ profiles, options: ['--profile', 'work'] }, `the apiKey of the profile work${noKey}`],
      [{ profiles, options: ['--profile', 'far'] }, `the baseURL of the profile far${noServer}`],
    ]) {
      assert.deepEqual(await list(given), [1, `error: ${message}\n`]);
    }
  });

  test('a profile that there is not, and how to make it', async () => {
    const { cli } = newConfig({ LLAMA_CLOUD_API_KEY: KEY });
    const { code, stderr } = await cli('list', '--profile', 'work');
    assert.equal(code, 1);
    assert.equal(
      stderr,
      'error: there is no profile work (there are none): make it with "llama-cloud-batches login --profile work"\n',
    );
  });

  test('a profile that there is not cannot be deleted', async () => {
    const { code, stderr } = await newConfig().cli('logout', '--profile', 'work');
    assert.deepEqual([code, stderr], [1, 'error: there is no profile work (there are none)\n']);
  });

  test('hints name the profile', async () => {
    const { cli, write } = newConfig();
    await write({ work: { apiKey: KEY, baseURL: server.url } });
    const { stderr } = await cli('list', '--profile', 'work', '--page-size', '5', '--limit', '5');
    assert.match(stderr, /\nThe next page: llama-cloud-batches list --page-size 5 --page-token \S+ --profile work\n$/);
  });
});

describe('the config file', () => {
  test('is refused where others can read it', { skip: isWindows }, async () => {
    const { file, cli, write } = newConfig();
    await write({ default: { apiKey: KEY, baseURL: server.url } });
    await chmod(file, 0o644);
    const { code, stdout, stderr } = await cli('list');
    assert.deepEqual([code, stdout], [1, '']);
    assert.equal(
      stderr,
      `error: ${file} can be read by other users: run "chmod 600 ${file}", and consider replacing its API keys\n`,
    );
  });

  test('that is broken is named, and not quoted', async () => {
    const { file, cli, write } = newConfig();
    await write({});
    for (const profile of [`{"apiKey":"${KEY}"`, `{"apiKey":"${KEY}"}}}`, `"${KEY}"}}`]) {
      await writeFile(file, `{"profiles":{"default":${profile}`, { mode: 0o600 });
      const { code, stderr } = await cli('list');
      assert.equal(code, 1);
      assert.ok(stderr.includes(file) && !stderr.includes(KEY), stderr);
    }
  });

  test('without profiles says how to make one', async () => {
    const { cli } = newConfig();
    const { code, stdout, stderr } = await cli('profiles');
    assert.deepEqual([code, stdout], [0, '']);
    assert.match(stderr, /There are no profiles: make one with "llama-cloud-batches login"/);
  });

  test('is in ~/.config, where XDG_CONFIG_HOME is not set', { skip: isWindows }, async () => {
    const folder = path.join(home, String(++count));
    await logIn({ HOME: folder, XDG_CONFIG_HOME: '' }, KEY, [...at(), '--no-verify']);
    assert.ok(await stat(path.join(folder, '.config/llama-cloud-batches/config.json')));
  });
});

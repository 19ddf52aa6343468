// docs/cli.md shows what the command line prints: each block is run, against a sandbox with a fixed
// clock. UPDATE_DOCS=1 writes what is printed into the page.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { cli, run, shown } from './support/cli.mjs';
import { root } from './support/package.mjs';
import { KEY, startSandbox } from './support/sandbox.mjs';

const PAGE = path.join(root, 'docs/cli.md');
const BLOCK = /(?:<!-- ([\w ]+) -->\n)?```console\n([^]*?)```/g;
const NOW = Date.parse('2026-11-20T12:00:00Z');
/** What passes between two requests where time passes. */
const STEP_MS = 120_000;

const home = await mkdtemp(path.join(tmpdir(), 'cli-docs-'));
after(() => rm(home, { recursive: true }));
await writeFile(path.join(home, 'llama-cloud-batches'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`, {
  mode: 0o755,
});

/** A sandbox whose clock stands still, or moves on with each request. */
async function startServer(t, timePasses) {
  let ms = timePasses ? NOW - 12 * STEP_MS : NOW;
  const server = await startSandbox(t, { seed: 335, batches: 1_000, days: 30, now: () => ms });
  const { handle } = server.sandbox;
  server.sandbox.handle = (...args) => {
    if (timePasses) ms += STEP_MS;
    return handle(...args);
  };
  return server.url;
}

/** What a terminal of 100 columns shows of a line of the shell. */
async function show(line, server, hasKey) {
  const env = {
    HOME: home,
    PATH: `${home}:${process.env.PATH}`,
    TERM: 'xterm-256color',
    SHELL: '/bin/sh',
    TZ: 'UTC',
    NODE_OPTIONS: `--import ${pathToFileURL(path.join(root, 'tests/support/cli-preload.mjs')).href}`,
    CLI_NOW: String(NOW),
    CLI_SERVER: server,
    ...(hasKey ? { LLAMA_CLOUD_API_KEY: KEY } : {}),
  };
  const child = spawn('script', ['-qec', `stty cols 100 rows 50; ${line}`, '/dev/null'], { cwd: home, env });
  let sent = '';
  let isAsked = false;
  child.stdout.on('data', (part) => {
    sent += part;
    if (isAsked || !sent.includes('it is not shown')) return;
    isAsked = true;
    child.stdin.write(`${KEY}\r`);
  });
  await once(child, 'exit');
  return shown(sent.replaceAll('\r\n', '\n')).replaceAll(home, '/home/you').replace(/ +$/gm, '');
}

/** How long something took is different each time. */
const timeless = (text) => text.replaceAll(/\b\d+\.\ds/g, '#s');

const skip = process.platform !== 'linux' && 'the command script is another one here';

test('docs/cli.md shows what the commands print', { skip, timeout: 300_000 }, async (t) => {
  const page = await readFile(PAGE, 'utf8');
  let written = page;
  for (const [block, setting, text] of page.matchAll(BLOCK)) {
    const server = await startServer(t, setting === 'time passes');
    const lines = text
      .split('\n')
      .filter((line) => line.startsWith('$ '))
      .map((line) => line.slice(2));
    const parts = [];
    for (const line of lines) parts.push(`$ ${line}\n${await show(line, server, setting !== 'no key')}`);
    const actual = parts.join('\n');
    if (process.env.UPDATE_DOCS) {
      if (timeless(actual) !== timeless(text))
        written = written.replace(block, () => block.replace(text, () => actual));
    } else {
      assert.equal(timeless(actual), timeless(text));
    }
  }
  if (written !== page) await writeFile(PAGE, written);
});

test('docs/cli.md names every command and every option', { skip }, async () => {
  const page = await readFile(PAGE, 'utf8');
  const unnamed = new Set();
  const help = await show('llama-cloud-batches --help | cat', '', true);
  const commands = [...help.matchAll(/^ {2}(\w+) .*\[options\]/gm)].map(([, name]) => name);
  assert.ok(commands.length > 10);
  for (const name of commands) {
    assert.match(page, new RegExp(`llama-cloud-batches ${name}\\b`));
    const { stdout } = await run([name, '--help']);
    for (const [line] of stdout.matchAll(/^ {2}-.*/gm)) {
      const [names] = line.trim().split(/ {2}/);
      for (const [option] of names.matchAll(/--[a-z-]+/g)) {
        if (!new RegExp(`${option}(?![a-z-])`).test(page)) unnamed.add(option);
      }
    }
  }
  assert.deepEqual([...unnamed], []);
});

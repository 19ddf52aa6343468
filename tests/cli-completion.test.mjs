// Completion: the candidates, and the scripts in the shells that this machine has.

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { cli, run } from './support/cli.mjs';

const folder = await mkdtemp(path.join(tmpdir(), 'completion-'));
after(() => rm(folder, { recursive: true }));

/** The candidates for the last of these words. */
async function candidates(...words) {
  const { code, stdout, stderr } = await run(['complete', '--', ...words]);
  assert.deepEqual([code, stderr], [0, '']);
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t')[0]);
}

describe('the candidates', () => {
  const COMMANDS =
    'list get results stats watch export run create wait cancel login logout profiles completion help'.split(' ');
  const cases = {
    'every command': [[''], COMMANDS],
    'the commands that begin so': [['re'], ['results']],
    'the commands after help': [['help', 'st'], ['stats']],
    'the options of the program': [['--'], ['--version', '--help']],
    'the options of a command, by each of their names': [
      ['list', '--s'],
      ['--status', '--since', '--sandbox'],
    ],
    'the values of an option': [
      ['list', '--status', ''],
      ['PENDING', 'THROTTLED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'],
    ],
    'the values of a short option': [
      ['list', '-o', 'j'],
      ['json', 'jsonl'],
    ],
    'in lower case too': [['list', '--status', 'run'], ['RUNNING']],
    'the next value after a comma': [['list', '--status', 'RUNNING,FA'], ['RUNNING,FAILED']],
    'a value in the same word': [['list', '--status=FA'], ['--status=FAILED']],
    'a value in the same word, taken apart by bash': [['list', '--status', '=', 'FA'], ['FAILED']],
    'a value in the same word that bash has yet to see': [
      ['list', '--region', '='],
      ['us', 'eu'],
    ],
    'an option after one with a value': [['list', '--status', 'FAILED', '--si'], ['--since']],
    'an option after a flag': [['list', '--sandbox', '--li'], ['--limit']],
    'nothing for a value that is free': [['list', '--limit', ''], []],
    'nothing for an id': [['get', ''], []],
    'the shells': [
      ['completion', ''],
      ['bash', 'zsh', 'fish', 'powershell'],
    ],
    'a file': [['export', 'b'], [':files']],
    'nothing after the file': [['export', 'batches.csv', ''], []],
    'nothing of an unknown command': [['lst', '--'], []],
    'the columns of each command': [['results', 'bat-1', '--columns', 'file,o'], ['file,outcome']],
  };
  for (const [name, [words, expected]] of Object.entries(cases)) {
    test(name, async () => assert.deepEqual(await candidates(...words), expected));
  }

  test('the names of the profiles', async () => {
    const config = path.join(folder, 'config');
    await mkdir(path.join(config, 'llama-cloud-batches'), { recursive: true });
    const profile = { apiKey: 'llx-secret', baseURL: 'http://localhost' };
    const profiles = { eu: profile, default: profile };
    await writeFile(path.join(config, 'llama-cloud-batches/config.json'), JSON.stringify({ profiles }), {
      mode: 0o600,
    });
    const { stdout } = await run(['complete', '--', 'list', '--profile', ''], {
      env: { XDG_CONFIG_HOME: config, APPDATA: config },
    });
    assert.equal(stdout, 'default\t\neu\t\n');
  });

  test('an empty last word, for shells that pass none', async () => {
    assert.equal(
      (await run(['complete', '--next', '--', 'completion'])).stdout,
      'bash\t\nzsh\t\nfish\t\npowershell\t\n',
    );
  });

  test('are described', async () => {
    assert.equal((await run(['complete', '--', 'ge'])).stdout, 'get\tshow one batch\n');
  });
});

/** How a shell completes these words with its script. */
const SHELLS = {
  bash: (script, words) => `source ${script}
COMP_WORDS=(llama-cloud-batches ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
_llama_cloud_batches; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (script, words) => `compdef() {}
_describe() { printf '%s\\n' "\${(@P)\${@[-1]}%%:?*}" }
source ${script}
words=(llama-cloud-batches ${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length + 1}
_llama_cloud_batches`,
  fish: (script, words) => `source ${script}; complete -C 'llama-cloud-batches ${words.join(' ')}' | cut -f1`,
};

for (const [shell, program] of Object.entries(SHELLS)) {
  const skip = !isThere(shell) && `there is no ${shell} here`;
  test(`${shell} completes with its script`, { skip }, async () => {
    const bin = path.join(folder, `bin-${shell}`);
    await mkdir(bin);
    await writeFile(path.join(bin, 'llama-cloud-batches'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`, {
      mode: 0o755,
    });
    const script = path.join(folder, `script.${shell}`);
    const { stdout } = await run(['completion', shell]);
    await writeFile(script, stdout);
    const env = { PATH: `${bin}:${process.env.PATH}`, HOME: folder, XDG_CONFIG_HOME: folder };
    for (const [words, expected] of [
      [['re'], ['results']],
      [['list', '--st'], ['--status']],
      [['list', '--status', 'RUNNING,F'], ['RUNNING,FAILED']],
      [
        ['completion', ''],
        ['bash', 'zsh', 'fish', 'powershell'],
      ],
    ]) {
      const flags = shell === 'fish' ? ['--no-config'] : shell === 'zsh' ? ['-f'] : ['--norc'];
      const { stdout: said, stderr } = await promisify(execFile)(shell, [...flags, '-c', program(script, words)], {
        env,
      });
      assert.deepEqual([said.trimEnd().split('\n'), stderr], [expected, ''], words.join(' '));
    }
  });
}

test('the script of PowerShell registers a completer that calls the command', async () => {
  const { stdout } = await run(['completion', 'powershell']);
  assert.match(stdout, /^Register-ArgumentCompleter -Native -CommandName llama-cloud-batches /);
  assert.match(stdout, /llama-cloud-batches complete @next -- @words/);
});

test('another shell is bad usage', async () => {
  const { code, stderr } = await run(['completion', 'tcsh']);
  assert.equal(code, 2);
  assert.match(stderr, /Allowed choices are bash, zsh, fish, powershell/);
});

function isThere(program) {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

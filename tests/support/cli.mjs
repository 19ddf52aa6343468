// Runs the command line as a user does: a process of its own, with nothing of this one's environment.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, afterEach } from 'node:test';
import { consumer } from './package.mjs';
import { startSandbox } from './sandbox.mjs';

const installed = path.join(consumer, 'node_modules', 'llama-cloud-batches');
export const manifest = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8'));
export const cli = path.join(installed, manifest.bin['llama-cloud-batches']);
const { PATH, SystemRoot } = process.env;
/** A config folder without a config. */
const nowhere = path.join(consumer, 'no-config');
const surroundings = { PATH, SystemRoot, XDG_CONFIG_HOME: nowhere, APPDATA: nowhere };

/** A sandbox for all tests of a file. What a test put in its way, and no request was in time to meet, ends with the test. */
export async function startServer(options) {
  const server = await startSandbox({ after }, options);
  afterEach(() => server.faults.clear());
  return server;
}

/** Starts the command line and gives the process. */
export function start(args, { env = {}, cwd, stdio = ['ignore', 'pipe', 'pipe'] } = {}) {
  return spawn(process.execPath, [cli, ...args], { cwd, env: { ...surroundings, ...env }, stdio });
}

/** Runs the command line to its end. */
export async function run(args, options) {
  return outcome(start(args, options));
}

/** Runs the command line in a terminal of this width, and gives what the terminal was sent. */
export async function runInTerminal(args, options) {
  const { code, stdout } = await outcome(startInTerminal(args, options));
  return { code, sent: stdout.replaceAll('\r\n', '\n') };
}

/**
 * Starts the command line in a terminal of this width: what is written to its stdin is typed there.
 * `line` makes a line of the shell of the command, such as one with a pipe.
 */
export function startInTerminal(args, { columns = 100, env = {}, line = (command) => `exec ${command}` } = {}) {
  const command = [process.execPath, cli, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  return spawn('script', ['-qefc', `stty cols ${columns} rows 50; ${line(command)}`, '/dev/null'], {
    env: { ...surroundings, TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** What a terminal shows in the end of what it was sent: without colours, and without lines that were erased. */
export function shown(sent) {
  return sent
    .split('\n')
    .map((line) => line.split('\x1b[2K').at(-1))
    .join('\n')
    .replace(/\x1b\[[\d;?]*[a-z]/gi, '');
}

/** The exit code and all that a process prints, while its output is read. */
export async function outcome(child) {
  const all = (stream) => (stream && !stream.destroyed ? text(stream) : '');
  const [stdout, stderr, [code, signal]] = await Promise.all([
    all(child.stdout),
    all(child.stderr),
    once(child, 'exit'),
  ]);
  return { code, signal, stdout, stderr };
}

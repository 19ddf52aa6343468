// Programs that end: by themselves, when they are stopped, or when their time is over, with all they started.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

const running = new Set();

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
process.once('exit', () => running.forEach(kill));

/** Runs a program to its end and gives all it said; its failure quotes that. */
export async function run(command, args, { cwd, env, timeout = 120_000 } = {}) {
  const child = launch(command, args, { cwd, env, timeout });
  const [code, signal] = await once(child, 'close');
  if (code === 0) return child.said;
  throw new Error(
    `${child.title} ended with ${child.isLate ? `no answer for ${timeout / 1_000} s` : (signal ?? code)}\n${child.said}`,
  );
}

/** Starts a program that serves; gives what `ready` found in its words, and a way to end it. */
export async function start(command, args, { cwd, env, ready, timeout = 60_000 }) {
  const child = launch(command, args, { cwd, env, timeout });
  const found = await new Promise((resolve, reject) => {
    const match = () => ready.exec(child.said.replaceAll(/\x1b\[[\d;]*m/g, '')) ?? undefined;
    const seen = () => match() && resolve(match());
    child.stdout.on('data', seen);
    child.stderr.on('data', seen);
    child.once('close', () => reject(new Error(`${child.title} never said ${ready}\n${child.said}`)));
    child.once('error', reject);
  });
  clearTimeout(child.timer);
  return {
    found,
    said: () => child.said,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      kill(child);
      await once(child, 'close');
    },
  };
}

function launch(command, args, { cwd, env, timeout }) {
  const options = { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] };
  // Windows starts its scripts, npm among them, by a shell only.
  const child = spawn(command, args, {
    ...options,
    detached: process.platform !== 'win32',
    shell: command.endsWith('.cmd'),
  });
  running.add(child);
  Object.assign(child, { title: [command, ...args].join(' '), said: '', isLate: false });
  for (const pipe of [child.stdout, child.stderr]) pipe.setEncoding('utf8').on('data', (text) => (child.said += text));
  child.timer = setTimeout(() => {
    child.isLate = true;
    kill(child);
  }, timeout);
  child.once('close', () => {
    clearTimeout(child.timer);
    running.delete(child);
  });
  return child;
}

function kill(child) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f']);
    else process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Context } from './context.ts';

/** Asks for a secret on the terminal, without echo; from a pipe it reads the first line. */
export async function askSecret(question: string, { signal }: Context): Promise<string> {
  const { stdin, stderr } = process;
  const isTerminal = Boolean(stdin.isTTY);
  const muted = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: muted, terminal: isTerminal, historySize: 0 });
  // In raw mode Ctrl-C is a key.
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  if (isTerminal) stderr.write(question);
  try {
    // Without a line the input ends.
    const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
    return (await Promise.race([lines.question('', { signal }), ended])).trim();
  } finally {
    lines.close();
    if (isTerminal) stderr.write('\n');
  }
}

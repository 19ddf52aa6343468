import { createInterface } from 'node:readline/promises';
import { addAbortSignal, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Context } from './context.ts';

/** Asks for a secret on the terminal, without echo; from a pipe it reads the first line. */
export async function askSecret(question: string, context: Context): Promise<string> {
  const { stdin } = process;
  const answer = stdin.isTTY ? await askTerminal(question, context) : await text(addAbortSignal(context.signal, stdin));
  return answer.trimStart().split('\n', 1)[0]!.trim();
}

async function askTerminal(question: string, { signal }: Context): Promise<string> {
  const { stdin, stderr } = process;
  const muted = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: muted, terminal: true, historySize: 0 });
  // In raw mode Ctrl-C is a key, and Ctrl-D ends the input without a line.
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  stderr.write(question);
  try {
    return await Promise.race([lines.question('', { signal }), ended]);
  } finally {
    lines.close();
    stderr.write('\n');
  }
}

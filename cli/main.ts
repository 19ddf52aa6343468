// The command line: `llama-cloud-batches list` and the like.

import { CommanderError } from 'commander';
import { Failure, oneLine } from './failure.ts';
import { Interrupts } from './interrupts.ts';
import { createProgram, wordsOf } from './program.ts';
import { Terminal } from './terminal.ts';

const ISSUES = 'https://github.com/llama-cloud-batches/llama-cloud-batches/issues';
const OK = 0;
const FAILED = 1;
const BAD_USAGE = 2;

const terminal = new Terminal();
const interrupts = new Interrupts();
terminal.onClosed((isLost) => {
  interrupts.stop(isLost ? FAILED : OK);
  // Help is still being written when `run` is over.
  if (isLost) process.exitCode = FAILED;
});
const code = await run();
process.exitCode ||= code;
terminal.end();
interrupts.end();

async function run(): Promise<number> {
  try {
    const program = createProgram({ terminal, signal: interrupts.signal });
    await program.parseAsync(wordsOf(program, process.argv.slice(2)), { from: 'user' });
    return interrupts.exitCode ?? OK;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? OK : BAD_USAGE;
    if (interrupts.exitCode !== undefined) return interrupts.exitCode;
    terminal.error(
      error instanceof Failure
        ? error.message
        : `unexpected: ${oneLine(String(error))}; please report this at ${ISSUES}`,
    );
    return FAILED;
  }
}

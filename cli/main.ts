// The command line: `llama-cloud-batches list` and the like.

import { Command, CommanderError } from 'commander';
import { cancel } from './commands/cancel.ts';
import { create } from './commands/create.ts';
import { get } from './commands/get.ts';
import { list } from './commands/list.ts';
import { wait } from './commands/wait.ts';
import { watch } from './commands/watch.ts';
import type { Context } from './context.ts';
import { Failure } from './failure.ts';
import { examples, shape, usageError } from './help.ts';
import { Interrupts } from './interrupts.ts';
import { Terminal } from './terminal.ts';

declare const VERSION: string;

const OK = 0;
const FAILED = 1;
const BAD_USAGE = 2;

const SURROUNDINGS = `
Environment:
  LLAMA_CLOUD_API_KEY   the API key (llx-…), taken from nowhere else; the second choice is LLAMA_PARSE_API_KEY
  LLAMA_CLOUD_BASE_URL  the server, where --base-url does not name one
  LLAMA_CLOUD_LOG       what to log on stderr: off, error, warn, info or debug
  NO_COLOR              no colours

Exit codes:
  0    done
  1    the server refused or was not reached, or the batch that was waited for failed
  2    bad usage
  130  interrupted by Ctrl-C`;

const terminal = new Terminal();
const interrupts = new Interrupts();
terminal.onClosed((isLost) => {
  interrupts.stop(isLost ? FAILED : OK);
  // Help is still being written when `run` is over.
  if (isLost) process.exitCode = FAILED;
});
const code = await run({ terminal, signal: interrupts.signal });
process.exitCode ||= code;
terminal.end();
interrupts.end();

async function run(context: Context): Promise<number> {
  const program = build(context);
  try {
    await program.parseAsync();
    return interrupts.exitCode ?? OK;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? OK : BAD_USAGE;
    if (interrupts.exitCode !== undefined) return interrupts.exitCode;
    terminal.error(error instanceof Failure ? error.message : `this is a bug of llama-cloud-batches: ${String(error)}`);
    return FAILED;
  }
}

function build(context: Context): Command {
  const { terminal } = context;
  const program = shape(new Command('llama-cloud-batches'), terminal)
    .description('List and run LlamaCloud batches.')
    .version(VERSION, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command');
  for (const add of [list, get, create, cancel, wait, watch]) add(program, context);
  examples(
    program,
    ['see it work without a key', 'list --sandbox'],
    ['what failed in the last week', 'list --status FAILED --created-after 7d'],
    ['one batch, file by file', 'get bat-… --results'],
  );
  // Who writes an option first means one of a command.
  const outputError = (text: string) =>
    usageError(terminal, /unknown option '.*'\n$/.test(text) ? `${text}(options come after the command)` : text);
  return program.addHelpText('after', SURROUNDINGS).configureOutput({ outputError });
}

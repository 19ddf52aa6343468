import { Command } from 'commander';
import { cancel } from './commands/cancel.ts';
import { completion } from './commands/completion.ts';
import { create } from './commands/create.ts';
import { exportList } from './commands/export.ts';
import { get } from './commands/get.ts';
import { list } from './commands/list.ts';
import { login } from './commands/login.ts';
import { logout, profiles } from './commands/profiles.ts';
import { results } from './commands/results.ts';
import { run } from './commands/run.ts';
import { stats } from './commands/stats.ts';
import { wait } from './commands/wait.ts';
import { watch } from './commands/watch.ts';
import type { Context } from './context.ts';
import { definitions, examples, shape, usageError } from './help.ts';

declare const VERSION: string;

const GROUPS = {
  'Read batches:': [list, get, results, stats, watch, exportList],
  'Run batches:': [run, create, wait, cancel],
  'Set up:': [login, logout, profiles, completion],
};

/** The program with all its commands. */
export function createProgram(context: Context): Command {
  const { terminal } = context;
  const program = shape(new Command('llama-cloud-batches'), terminal)
    .description('List and run LlamaCloud batches.')
    .version(VERSION, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command');
  for (const [title, commands] of Object.entries(GROUPS)) {
    program.commandsGroup(title);
    for (const add of commands) add(program, context);
  }
  examples(
    program,
    ['see it work without a key', 'list --sandbox'],
    ['what failed in the last week', 'list --status FAILED --since 7d'],
    ['one batch, file by file', 'results bat-…'],
  );
  definitions(program, 'Where the API key is taken from', [
    ['--profile <name>', 'the profile that is named: see the command login'],
    ['environment', 'LLAMA_CLOUD_API_KEY, else LLAMA_PARSE_API_KEY; and LLAMA_CLOUD_BASE_URL'],
    ['default', 'the profile of that name'],
  ]);
  definitions(program, 'Environment', [
    ['LLAMA_CLOUD_LOG', 'what to log on stderr: off, error, warn, info or debug'],
    ['NO_COLOR', 'print no colours'],
  ]);
  definitions(program, 'Exit codes', [
    ['0', 'done'],
    ['1', 'the server refused or was not reached, or the batch that was waited for failed'],
    ['2', 'bad usage'],
    ['130', 'interrupted by Ctrl-C'],
  ]);
  const outputError = (text: string) => {
    // An option before the command is usually one of the command's.
    const isEarly =
      /unknown option '.*'\n$/.test(text) && program.commands.some((each) => program.args.includes(each.name()));
    usageError(terminal, isEarly ? `${text}(options come after the command)` : text);
  };
  return program.configureOutput({ outputError });
}

/** The words of the command line, without `--help` and the like after an unknown command, which is an error all the same. */
export function wordsOf(program: Command, words: string[]): string[] {
  const [first, second] = words;
  const isUnknown = (name: string | undefined) =>
    name !== undefined &&
    !name.startsWith('-') &&
    name !== 'help' &&
    !program.commands.some((command) => command.name() === name);
  if (isUnknown(first)) return words.slice(0, 1);
  return first === 'help' && isUnknown(second) ? words.slice(1, 2) : words;
}

import type { Command, Option } from 'commander';
import { Profiles } from './profiles.ts';

/** A word that the last one may become. */
export interface Candidate {
  value: string;
  description: string;
}

/** What the shell completes by itself. */
export const FILES = ':files';

/** The candidates for the last of these words of a command line, the program's name left out. */
export async function complete(program: Command, words: string[]): Promise<Candidate[] | typeof FILES> {
  const { before, word, isValue } = split(words);
  const [name, ...rest] = before;
  if (name === undefined) return starting(word, word.startsWith('-') ? optionsOf(program) : commandsOf(program));
  if (name === 'help') return rest.length ? [] : starting(word, commandsOf(program));
  const command = program.commands.find((each) => each.name() === name);
  if (!command) return [];
  const last = rest.at(-1);
  const open = last !== undefined && (isValue || !last.includes('=')) ? optionOf(command, last) : undefined;
  if (open?.required) return values(word, open);
  const [, flag = '', value = ''] = /^(--[\w-]+=)(.*)$/.exec(word) ?? [];
  const given = flag && optionOf(command, flag.slice(0, -1));
  if (given) return (await values(value, given)).map((each) => ({ ...each, value: flag + each.value }));
  if (word.startsWith('-')) return starting(word, optionsOf(command));
  const argument = command.registeredArguments[positionals(command, rest)];
  if (argument?.name() === 'file') return FILES;
  return starting(word, plain(argument?.argChoices));
}

/** The words before the last. Bash takes `--name=value` apart. */
function split(words: string[]): { before: string[]; word: string; isValue: boolean } {
  const before = words.slice(0, -1);
  const word = words.at(-1) ?? '';
  if (word === '=') return { before, word: '', isValue: true };
  return before.at(-1) === '='
    ? { before: before.slice(0, -1), word, isValue: true }
    : { before, word, isValue: false };
}

function commandsOf(program: Command): Candidate[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({ value: command.name(), description: command.summary() || command.description() }));
}

/** The options with each of their long names. */
function optionsOf(command: Command): Candidate[] {
  const options = command.createHelp().visibleOptions(command);
  return options.flatMap(({ short, long, description }) =>
    [short, long].filter((name) => name?.startsWith('--')).map((value) => ({ value: value!, description })),
  );
}

function optionOf(command: Command, name: string): Option | undefined {
  return command.options.find(({ short, long }) => short === name || long === name);
}

/** The values of an option; the last, if some are given already with commas. */
async function values(word: string, { long, argChoices }: Option): Promise<Candidate[]> {
  const names = long === '--profile' ? await profiles() : argChoices;
  const given = word.slice(0, word.lastIndexOf(',') + 1);
  return starting(
    word,
    plain(names).map(({ value }) => ({ value: given + value, description: '' })),
  );
}

async function profiles(): Promise<string[]> {
  return Profiles.read().then(
    ({ names }) => names,
    () => [],
  );
}

/** How many of the words are arguments. */
function positionals(command: Command, words: string[]): number {
  return words.filter((word, at) => !word.startsWith('-') && !optionOf(command, words[at - 1] ?? '')?.required).length;
}

function plain(names: readonly string[] = []): Candidate[] {
  return names.map((value) => ({ value, description: '' }));
}

function starting(word: string, candidates: Candidate[]): Candidate[] {
  const start = word.toLowerCase();
  return candidates.filter(({ value }) => value.toLowerCase().startsWith(start));
}

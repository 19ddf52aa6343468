import type { Command } from 'commander';
import type { Terminal } from './terminal.ts';

const WIDEST = 110;

/** Gives a command, and those that are made from it, the looks of this program. */
export function shape(command: Command, terminal: Terminal): Command {
  const paint = terminal.paint;
  return command
    .exitOverride()
    .configureHelp({
      showGlobalOptions: false,
      sortSubcommands: false,
      styleTitle: (text) => paint('bold', text),
      styleCommandText: (text) => paint('bold', text),
      styleSubcommandText: (text) => paint('cyan', text),
      styleOptionText: (text) => paint('cyan', text),
      styleArgumentText: (text) => paint('yellow', text),
    })
    .configureOutput({
      getOutHelpWidth: () => Math.min(terminal.width ?? WIDEST, WIDEST),
      getErrHelpWidth: () => Math.min(process.stderr.columns || WIDEST, WIDEST),
      outputError: (text) => usageError(terminal, text),
    });
}

/** Tells in one line what is wrong with the command line. */
export function usageError(terminal: Terminal, text: string): void {
  terminal.error(text.replace(/^error: /, '').trim().replaceAll('\n', ' '));
}

/** Adds examples to the help: what each does, and the command without the program's name. */
export function examples(command: Command, ...all: [does: string, line: string][]): Command {
  const lines = all.map(([does, line]) => `  # ${does}\n  llama-cloud-batches ${line}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

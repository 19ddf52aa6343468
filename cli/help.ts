import type { AddHelpTextContext, Command, Help } from 'commander';
import type { Terminal } from './terminal.ts';

const MAX_WIDTH = 110;
/** Descriptions that have less room than this beside their options go below them. */
const MIN_DESCRIPTION = 40;
const INDENT = 6;

/** Gives a command, and its subcommands, the style of this program's help. */
export function shape(command: Command, terminal: Terminal): Command {
  const paint = terminal.paint;
  return command
    .exitOverride()
    .configureHelp({
      showGlobalOptions: false,
      sortSubcommands: false,
      minWidthToWrap: 20,
      formatItem,
      // Descriptions name defaults and choices themselves.
      optionDescription: ({ description }) => description,
      argumentDescription: ({ description }) => description,
      styleTitle: (text) => paint('bold', text),
      styleCommandText: (text) => paint('bold', text),
      styleSubcommandText: (text) => paint('cyan', text),
      styleOptionText: (text) => paint('cyan', text),
      styleArgumentText: (text) => paint('yellow', text),
    })
    .configureOutput({
      getOutHelpWidth: () => Math.min(terminal.width ?? MAX_WIDTH, MAX_WIDTH),
      getErrHelpWidth: () => Math.min(process.stderr.columns || MAX_WIDTH, MAX_WIDTH),
      outputError: (text) => usageError(terminal, text),
    });
}

/** Reports in one line what is wrong with the command line. */
export function usageError(terminal: Terminal, text: string): void {
  terminal.error(
    text
      .replace(/^error: /, '')
      .trim()
      .replaceAll('\n', ' '),
  );
}

/** Adds examples to the help: what each does, and the command without the program's name. */
export function examples(command: Command, ...all: [does: string, line: string][]): Command {
  return addText(command, (width) => {
    const lines = all.flatMap(([does, line]) => [
      ...wrap(does, width, '  # '),
      ...continued(`llama-cloud-batches ${line}`, width - 2).map((part) => `  ${part}`),
    ]);
    return ['', 'Examples:', ...lines];
  });
}

/** Adds a table of names and their meanings to the help. */
export function definitions(command: Command, title: string, all: [name: string, meaning: string][]): Command {
  const widest = Math.max(...all.map(([name]) => name.length));
  return addText(command, (width) => [
    '',
    `${title}:`,
    ...all.flatMap(([name, meaning]) => item(name, widest + 2, meaning, width)),
  ]);
}

function addText(command: Command, lines: (width: number) => string[]): Command {
  return command.addHelpText('after', ({ error, command: of }: AddHelpTextContext) => {
    const { getOutHelpWidth, getErrHelpWidth } = of.configureOutput();
    return lines((error ? getErrHelpWidth?.() : getOutHelpWidth?.()) ?? MAX_WIDTH).join('\n');
  });
}

/** An option or a command of the help: its description is below where there is no room beside it. */
function formatItem(term: string, termWidth: number, description: string, helper: Help): string {
  return item(term, termWidth, description, helper.helpWidth ?? MAX_WIDTH, helper.displayWidth(term)).join('\n');
}

function item(term: string, termWidth: number, description: string, width: number, displayed = term.length): string[] {
  if (!description) return [`  ${term}`];
  const start = termWidth + 4;
  if (width - start < MIN_DESCRIPTION) return [`  ${term}`, ...wrap(description, width, ' '.repeat(INDENT))];
  const [first = '', ...others] = wrap(description, width, ' '.repeat(start));
  return [`  ${term}${' '.repeat(termWidth - displayed + 2)}${first.trimStart()}`, ...others];
}

/** Lines of at most `width` columns, each with this indent; words stay whole. */
function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, indent + line];
}

/** A command line, broken between words as shells take it; an option stays with its value. */
function continued(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const lines: string[] = [];
  let current = '';
  for (const part of line.match(/--?[a-z][\w-]*(?: [^-\s]\S*)?|\S+/g) ?? []) {
    if (current && current.length + part.length + 3 > width) {
      lines.push(`${current} \\`);
      current = `  ${part}`;
    } else current = current ? `${current} ${part}` : part;
  }
  return [...lines, current];
}

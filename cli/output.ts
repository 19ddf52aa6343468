import { type Command, Option } from 'commander';
import { createRenderer, type Format, FORMATS, toJson, toYaml } from './renderer.ts';
import type { Column } from './table.ts';
import type { Terminal } from './terminal.ts';
import { list, oneOf } from './values.ts';

const WITH_COLUMNS: Format[] = ['table', 'wide', 'csv', 'tsv'];

/** How results are printed. */
export interface OutputOptions {
  output?: Format;
  json?: true;
  columns?: string[];
  headers?: false;
}

/** Adds the options that say how results are printed. */
export function outputOptions(
  command: Command,
  columns: readonly { name: string }[],
  formats: readonly Format[] = FORMATS,
): Command {
  const names = columns.map(({ name }) => name);
  const column = new Option(
    '--columns <names>',
    `the columns of a table, CSV or TSV, in this order: ${names.join(', ')}`,
  );
  column.argChoices = names;
  return command
    .optionsGroup('Output:')
    .addOption(
      new Option(
        '-o, --output <format>',
        `how to print the result, instead of for people: ${formats.join(', ')}`,
      ).choices(formats),
    )
    .addOption(new Option('--json', 'the same as --output jsonl: one object a line').conflicts('output'))
    .addOption(column.argParser(list(oneOf(names))))
    .option('--no-headers', 'print no line of titles')
    .optionsGroup('Options:')
    .hook('preAction', checkColumns);
}

function checkColumns(command: Command): void {
  const options = command.opts<OutputOptions>();
  if (options.columns && !WITH_COLUMNS.includes(formatOf(options)!)) {
    command.error(`error: option '--columns <names>' belongs to the formats ${WITH_COLUMNS.join(', ')}`);
  }
}

/** The format that the options name; undefined for the command's own. */
export function formatOf({ output, json, columns }: OutputOptions): Format | undefined {
  return json ? 'jsonl' : (output ?? (columns && 'table'));
}

/** The columns of a format: those that the options name, else the usual ones. */
export function columnsOf<Row>(all: Column<Row>[], { columns }: OutputOptions, format: Format): Column<Row>[] {
  if (format === 'id') return all.slice(0, 1);
  if (columns) return columns.map((name) => all.find((column) => column.name === name)!);
  return format === 'table' ? all.filter(({ isExtra }) => !isExtra) : all;
}

/** Prints rows while they arrive. */
export interface Printer<Row> {
  rows(rows: Row[]): Promise<void>;
  /** Prints what ends the output. */
  end(): Promise<void>;
}

/** Makes a printer of rows, whose first column is their id. */
export async function createPrinter<Row>(
  all: Column<Row>[],
  options: OutputOptions,
  terminal: Terminal,
): Promise<Printer<Row>> {
  const format = formatOf(options) ?? 'table';
  const { rows, end } = await createRenderer(
    format,
    columnsOf(all, options, format),
    options.headers !== false,
    terminal,
  );
  return {
    async rows(items) {
      if (items.length) await terminal.write(await rows(items));
    },
    async end() {
      const text = end?.();
      if (text) await terminal.write(text);
    },
  };
}

/** Prints one object: as a document of its own rather than a list. */
export async function printOne<Row>(
  row: Row,
  all: Column<Row>[],
  options: OutputOptions,
  terminal: Terminal,
): Promise<void> {
  const format = formatOf(options);
  if (format === 'json') return terminal.write(`${toJson(row, 2)}\n`);
  if (format === 'yaml') return terminal.write(await toYaml(row));
  const printer = await createPrinter(all, options, terminal);
  await printer.rows([row]);
  await printer.end();
}

import type { Command } from 'commander';
import type { Batch } from 'llama-cloud-batches';
import { BATCH_COLUMNS } from '../columns.ts';
import type { Context } from '../context.ts';
import { filterOptions, type FilterOptions, filters, localFilter } from '../filters.ts';
import { duration, number, paintStatus, plain, span } from '../format.ts';
import { examples } from '../help.ts';
import { createPrinter, formatOf, outputOptions, type OutputOptions, type Printer } from '../output.ts';
import { FORMATS } from '../renderer.ts';
import { type Server, serverOptions, withServer } from '../server.ts';
import type { Terminal } from '../terminal.ts';
import { count, lengthOfTime } from '../values.ts';

interface Options extends FilterOptions, OutputOptions {
  interval?: number;
  initial?: true;
  limit?: number;
}

export function watch(program: Command, context: Context): void {
  const command = program
    .command('watch')
    .summary('print batches as they appear or change status')
    .description('Print a line for each batch that appears or changes its status, until Ctrl-C.')
    .option('--interval <seconds>', 'how long to wait between two polls (default: 5)', lengthOfTime)
    .option('--initial', 'start with the batches that exist already')
    .option('--limit <n>', 'stop after this many lines (default: no limit)', count)
    .action((options: Options) => withServer(options, context, (server) => run(server, options, context)));
  serverOptions(
    outputOptions(
      filterOptions(command),
      BATCH_COLUMNS,
      FORMATS.filter((format) => format !== 'json'),
    ),
  );
  examples(
    command,
    ['what goes on in a directory', 'watch --directory dir-… --initial'],
    ['what ends from now on, for a program', 'watch --status COMPLETED,FAILED,CANCELLED --output jsonl'],
  );
}

async function run({ client, scope }: Server, options: Options, { terminal, signal }: Context): Promise<void> {
  const started = performance.now();
  let lines = 0;
  terminal.status(() => {
    const since = span(performance.now() - started);
    return terminal.paintNote('dim', `Watching for ${since}: ${number(lines)} changes. Ctrl-C ends.`);
  });
  const failed = (message: string) => terminal.paintNote('yellow', `A poll failed, and is retried: ${plain(message)}`);
  const printer = formatOf(options) ? await createPrinter(BATCH_COLUMNS, options, terminal) : linePrinter(terminal);
  const isWanted = localFilter(options);
  const statuses = options.status ?? [];
  // Several statuses are filtered here: a list of the server takes one.
  const status = statuses.length === 1 ? statuses[0]! : null;
  const watched = client.batches.watch(
    { ...filters(options, scope), status },
    {
      interval: options.interval ?? null,
      initial: Boolean(options.initial),
      signal,
      onError: ({ message }) => terminal.note(failed(message)),
    },
  );
  for await (const batch of watched) {
    if (isWanted?.(batch) === false || (statuses.length > 1 && !statuses.includes(batch.status))) continue;
    await printer.rows([batch]);
    lines += 1;
    if (lines >= (options.limit ?? Infinity)) break;
  }
  await printer.end();
}

function linePrinter(terminal: Terminal): Printer<Batch> {
  const line = (batch: Batch) => {
    const now = new Date().toTimeString().slice(0, 8);
    const status = paintStatus(terminal.paint, batch.status);
    return `${[terminal.paint('dim', now), plain(batch.id), status, plain(batch.config.job.type), duration(batch)].join('  ')}\n`;
  };
  return { rows: (batches) => terminal.write(batches.map(line).join('')), end: async () => {} };
}

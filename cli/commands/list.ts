import type { Command } from 'commander';
import { batchList } from '../batch-list.ts';
import { BATCH_COLUMNS } from '../columns.ts';
import type { Context } from '../context.ts';
import { filterOptions, type FilterOptions, filterWords } from '../filters.ts';
import { batches, number, paintStatus, span } from '../format.ts';
import { examples } from '../help.ts';
import { createPrinter, outputOptions, type OutputOptions } from '../output.ts';
import { progressBar } from '../progress.ts';
import { type Server, serverOptions, withServer } from '../server.ts';
import { Tally } from '../tally.ts';
import type { Paint } from '../terminal.ts';
import { count, text } from '../values.ts';

interface Options extends FilterOptions, OutputOptions {
  limit?: number;
  pageToken?: string;
}

export function list(program: Command, context: Context): void {
  const command = program
    .command('list')
    .summary('list the batches of a project')
    .description("List the batches of a project, each page as it arrives, in the server's order.")
    .option('--limit <n>', 'stop after this many batches (default: no limit)', count)
    .option('--page-token <token>', 'start where an earlier list ended', text)
    .action((options: Options) => {
      if (options.pageToken && (options.status?.length ?? 0) > 1) {
        command.error("error: option '--page-token <token>' belongs to one list: it takes one --status");
      }
      return withServer(options, context, (server) => run(server, options, context));
    });
  serverOptions(outputOptions(filterOptions(command), BATCH_COLUMNS));
  examples(
    command,
    ['see it work without a key', 'list --sandbox'],
    ['the last ten that failed or were cancelled', 'list --status FAILED,CANCELLED --limit 10'],
    ['the ids of everything that runs', 'list --status RUNNING --output id'],
    [
      'what was parsed in a directory this week, for a spreadsheet',
      'list --directory dir-… --job parse --since 7d --output csv',
    ],
  );
}

async function run({ client, scope, hint }: Server, options: Options, { terminal, signal }: Context) {
  const started = performance.now();
  const limit = options.limit ?? Infinity;
  const printer = await createPrinter(BATCH_COLUMNS, options, terminal);
  const tally = new Tally((batch) => batch.status);
  const isFiltered = Boolean(options.job || options.configuration);
  let received = 0;
  let total: number | null = null;
  let next = '';
  terminal.status(() => {
    const goal = total === null ? null : isFiltered ? total : Math.min(total, limit);
    const done = isFiltered ? received : tally.all;
    return progressBar(terminal.paintNote, { done, goal, what: 'batches', ms: performance.now() - started });
  });
  for await (const part of batchList(client, options, scope, { signal, pageToken: options.pageToken })) {
    total = part.total;
    received += part.received;
    const items = part.items.slice(0, limit - tally.all);
    tally.add(items);
    next = items.length === part.items.length ? part.next : '';
    await printer.rows(items);
    if (tally.all >= limit) break;
  }
  signal.throwIfAborted();
  await printer.end();
  terminal.end();
  terminal.note(summary(tally, terminal.paintNote, isFiltered ? null : total, span(performance.now() - started)));
  if (next) {
    const more = hint('list', ...filterWords(options), '--page-token', next);
    terminal.note(terminal.paintNote('dim', `The next page: ${more}`));
  }
}

function summary({ all, sorted }: Tally, paint: Paint, total: number | null, took: string): string {
  if (all === 0) return 'No batches match.';
  const some = total !== null && total > all ? `${number(all)} of ${batches(total)}` : batches(all);
  const byStatus = sorted.map(([status, amount]) => `${paintStatus(paint, status)} ${number(amount)}`);
  return [paint('bold', some), ...byStatus, paint('dim', took)].join('  ');
}

import type { Command } from 'commander';
import type { Batch, LlamaCloud } from 'llama-cloud-batches';
import { batchColumns } from '../columns.ts';
import type { Context } from '../context.ts';
import { filterOptions, type FilterOptions, filters } from '../filters.ts';
import { batches, number, paintStatus, span } from '../format.ts';
import { examples } from '../help.ts';
import { progressBar } from '../progress.ts';
import { serverOptions, withServer } from '../server.ts';
import { Table } from '../table.ts';
import type { Paint } from '../terminal.ts';
import { count, text } from '../values.ts';

interface Options extends FilterOptions {
  limit?: number;
  pageToken?: string;
}

export function list(program: Command, context: Context): void {
  const command = program
    .command('list')
    .summary('list the batches of a project')
    .description('List the batches of a project, each page as it arrives, ordered by the server.')
    .option('--limit <n>', 'stop after this many batches (default: no limit)', count)
    .option('--page-token <token>', 'begin where an earlier list said that it goes on', text)
    .action((options: Options) => withServer(options, context, ({ client }) => run(client, options, context)));
  serverOptions(filterOptions(command));
  examples(
    command,
    ['see it work without a key', 'list --sandbox'],
    ['the last ten that failed', 'list --status FAILED --limit 10'],
    ['the ids of everything that runs', "list --status RUNNING --json | jq -r .id"],
    ['one directory, this week', 'list --directory dir-… --created-after 7d'],
  );
}

async function run(client: LlamaCloud, options: Options, { terminal, signal }: Context) {
  const started = performance.now();
  const limit = options.limit ?? Infinity;
  const table = new Table(batchColumns(terminal.width !== undefined), terminal.width, terminal.paint);
  const tally = new Tally();
  let total: number | null = null;
  let next = '';
  terminal.status(() => {
    const goal = total === null ? null : Math.min(total, limit);
    return progressBar(terminal.paintNote, { done: tally.all, goal, what: 'batches', ms: performance.now() - started });
  });
  const params = { ...filters(options), page_token: options.pageToken ?? null };
  for await (const page of client.batches.list(params, { signal }).iterPages()) {
    total = page.total_size;
    const items = page.items.slice(0, limit - tally.all);
    tally.add(items);
    next = items.length === page.items.length ? page.next_page_token : '';
    if (items.length) {
      const objects = () => items.map((item) => `${JSON.stringify(item)}\n`).join('');
      await terminal.write(options.json ? objects() : table.lines(items));
    }
    if (tally.all >= limit) break;
  }
  signal.throwIfAborted();
  terminal.end();
  const took = span(performance.now() - started);
  terminal.note(tally.summary(terminal.paintNote, total, took));
  if (next) terminal.note(terminal.paintNote('dim', `Goes on with --page-token ${next}`));
}

/** How many batches were listed, by status. */
class Tally {
  all = 0;
  #byStatus = new Map<string, number>();

  add(items: Batch[]): void {
    this.all += items.length;
    for (const { status } of items) this.#byStatus.set(status, (this.#byStatus.get(status) ?? 0) + 1);
  }

  summary(paint: Paint, total: number | null, took: string): string {
    if (this.all === 0) return 'No batches match.';
    const some = total !== null && total > this.all ? `${number(this.all)} of ${batches(total)}` : batches(this.all);
    const byStatus = [...this.#byStatus]
      .sort(([, a], [, b]) => b - a)
      .map(([status, amount]) => `${paintStatus(paint, status)} ${number(amount)}`);
    return [paint('bold', some), ...byStatus, paint('dim', took)].join('  ');
  }
}

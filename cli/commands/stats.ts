import { type Command, Option } from 'commander';
import type { Batch } from 'llama-cloud-batches';
import { batchList } from '../batch-list.ts';
import { type Bar, barChart } from '../chart.ts';
import type { Context } from '../context.ts';
import { filterOptions, type FilterOptions, STATUSES } from '../filters.ts';
import { batches, NONE, number, plain, span, status, statusStyle } from '../format.ts';
import { examples } from '../help.ts';
import { createPrinter, formatOf, outputOptions, type OutputOptions } from '../output.ts';
import { progressBar } from '../progress.ts';
import { type Server, serverOptions, withServer } from '../server.ts';
import type { Column } from '../table.ts';
import { Tally } from '../tally.ts';
import type { Terminal } from '../terminal.ts';
import { list, oneOf } from '../values.ts';

const DAY_MS = 86_400_000;
/** How many bars a chart has at most; the rest is summed up. */
const MAX_BARS = 14;
const PIPE_WIDTH = 80;

/** What batches can be counted by. */
const KEYS = {
  status: (batch: Batch) => batch.status,
  job: (batch: Batch) => batch.config.job.type,
  configuration: (batch: Batch) => batch.config.job.configuration_id,
  directory: (batch: Batch) => batch.source_directory_id,
  project: (batch: Batch) => batch.project_id,
  day: (batch: Batch) => batch.created_at?.slice(0, 10) ?? NONE,
};
type Key = keyof typeof KEYS;
const USUAL: Key[] = ['status', 'configuration', 'day'];

interface Options extends FilterOptions, OutputOptions {
  by?: Key[];
}

/** How many batches have a value. */
interface Count {
  by: Key;
  value: string;
  count: number;
}

const COLUMNS: Column<Count>[] = [
  { name: 'by', value: ({ by }) => by },
  { name: 'value', value: ({ value }) => value },
  { name: 'count', value: ({ count }) => count },
];

export function stats(program: Command, context: Context): void {
  const by = new Option(
    '--by <what>',
    `what to count by: ${Object.keys(KEYS).join(', ')} (default: ${USUAL.join(', ')})`,
  );
  by.argChoices = Object.keys(KEYS);
  const command = program
    .command('stats')
    .summary('count batches by status, configuration and day')
    .description('Count batches by status, configuration and day of creation (UTC). It reads the whole list.')
    .addOption(by.argParser(list(oneOf(Object.keys(KEYS) as Key[]))))
    .action((options: Options) => withServer(options, context, (server) => run(server, options, context)));
  serverOptions(outputOptions(filterOptions(command), COLUMNS, ['table', 'json', 'jsonl', 'csv', 'tsv', 'yaml']));
  examples(
    command,
    ['see it work without a key', 'stats --sandbox'],
    ['what failed in the last two weeks, by configuration', 'stats --status FAILED --since 2w --by configuration'],
    ['the counts of each day, for a spreadsheet', 'stats --by day --output csv'],
  );
}

async function run({ client, scope }: Server, options: Options, { terminal, signal }: Context): Promise<void> {
  const started = performance.now();
  const tallies = (options.by ?? USUAL).map((by) => ({ by, tally: new Tally(KEYS[by]) }));
  let [received, all] = [0, 0];
  let total: number | null = null;
  terminal.status(() =>
    progressBar(terminal.paintNote, { done: received, goal: total, what: 'batches', ms: performance.now() - started }),
  );
  for await (const part of batchList(client, options, scope, { signal })) {
    total = part.total;
    received += part.received;
    all += part.items.length;
    for (const { tally } of tallies) tally.add(part.items);
  }
  signal.throwIfAborted();
  terminal.end();
  const counts = tallies.map(({ by, tally }) => ({ by, counts: ordered(by, tally) }));
  if (formatOf(options)) {
    const printer = await createPrinter(COLUMNS, options, terminal);
    for (const { by, counts: each } of counts) await printer.rows(each.map(([value, count]) => ({ by, value, count })));
    await printer.end();
  } else {
    for (const { by, counts: each } of counts) if (each.length) await terminal.write(chart(by, each, terminal));
  }
  const took = terminal.paintNote('dim', span(performance.now() - started));
  terminal.note(all ? `${terminal.paintNote('bold', batches(all))}  ${took}` : 'No batches match.');
}

type Pair = [value: string, count: number];

/** Statuses in the order of a batch's life, days in time, without gaps; all else by frequency. */
function ordered(by: Key, tally: Tally): Pair[] {
  const { sorted } = tally;
  if (by === 'status') {
    const place = (value: string) => (STATUSES as string[]).indexOf(value) + 1 || Infinity;
    return sorted.toSorted(([a], [b]) => place(a) - place(b));
  }
  if (by !== 'day') return sorted;
  const days = sorted.map(([day]) => Date.parse(day)).filter((day) => !Number.isNaN(day));
  if (!days.length) return sorted;
  const [first, last] = [days.reduce((a, b) => Math.min(a, b)), days.reduce((a, b) => Math.max(a, b))];
  const between = Array.from({ length: (last - first) / DAY_MS + 1 }, (_, at) =>
    new Date(first + at * DAY_MS).toISOString().slice(0, 10),
  );
  const undated = tally.count(NONE);
  return [...between.map((day): Pair => [day, tally.count(day)]), ...(undated ? [[NONE, undated] as Pair] : [])];
}

function chart(by: Key, counts: Pair[], { width = PIPE_WIDTH, paint }: Terminal): string {
  const rest = counts.length > MAX_BARS ? counts.length - MAX_BARS + 1 : 0;
  const bar = ([value, count]: Pair): Bar =>
    by === 'status' ? { label: status(value), count, style: statusStyle(value) } : { label: plain(value), count };
  const restOf = (some: Pair[], label: string): Bar[] =>
    some.length ? [{ label, count: some.reduce((all, [, count]) => all + count, 0), isRest: true }] : [];
  const bars =
    by === 'day'
      ? [...restOf(counts.slice(0, rest), `${number(rest)} days before`), ...counts.slice(rest).map(bar)]
      : [
          ...counts.slice(0, counts.length - rest).map(bar),
          ...restOf(counts.slice(counts.length - rest), `${number(rest)} others`),
        ];
  return `${paint(['bold', 'dim'], by.toUpperCase())}\n${barChart(bars, width, paint)}`;
}

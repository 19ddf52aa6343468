import path from 'node:path';
import { type Command, Option } from 'commander';
import type { Batch, BatchStatus, PaginatedCursor } from 'llama-cloud-batches';
import { BATCH_COLUMNS } from '../columns.ts';
import type { Context } from '../context.ts';
import { ExportFile, type ExportedList, type ExportState, LINE_FORMATS, type LineFormat } from '../export-file.ts';
import { Failure } from '../failure.ts';
import { filterOptions, type FilterOptions, filters, localFilter, STATUSES } from '../filters.ts';
import { batches, span } from '../format.ts';
import { examples } from '../help.ts';
import { withLock } from '../lock.ts';
import { columnsOf, type OutputOptions } from '../output.ts';
import { progressBar } from '../progress.ts';
import { type Server, serverOptions, withServer } from '../server.ts';
import { list, oneOf } from '../values.ts';

const EXTENSIONS: Record<string, LineFormat> = { '.jsonl': 'jsonl', '.ndjson': 'jsonl', '.csv': 'csv', '.tsv': 'tsv' };
const NO_FORMAT = "the name of the file must end in .jsonl, .csv or .tsv, or option '--output <format>' name one";
/** How often the progress is printed where no line can be redrawn. */
const NOTE_MS = 5_000;
/** How a server may refuse a cursor that it does not know any more. */
const CURSOR_REFUSALS = [400, 404, 410, 422];

interface Options extends FilterOptions, OutputOptions {
  output?: LineFormat;
  overwrite?: true;
}

export function exportList(program: Command, context: Context): void {
  const names = BATCH_COLUMNS.map(({ name }) => name);
  const columns = new Option('--columns <names>', `the columns of CSV or TSV: ${names.join(', ')}; id is one of them`);
  columns.argChoices = names;
  const format = new Option(
    '-o, --output <format>',
    'the format, jsonl, csv or tsv (default: by the name of the file)',
  );
  const command = program
    .command('export')
    .summary('write a long list to a file, and go on where it stopped')
    .description(
      'Write batches to a file, each once. If it is stopped, the same command goes on where it was: until the end, a file ' +
        'beside it (FILE.export.json) keeps the place. Several statuses are written one after the other.',
    )
    .argument('<file>', 'the file: .jsonl, .csv or .tsv')
    .addOption(format.choices(LINE_FORMATS))
    .addOption(columns.argParser(list(oneOf(names))))
    .option('--no-headers', 'write no line of titles')
    .option('--overwrite', 'start from scratch, even if the file exists')
    .action((file: string, options: Options) => {
      const format = options.output ?? EXTENSIONS[path.extname(file).toLowerCase()];
      if (!format) return command.error(`error: ${NO_FORMAT}`);
      if (options.columns?.includes('id') === false)
        command.error("error: option '--columns <names>' needs the column id");
      const target = new ExportFile(file, format, columnsOf(BATCH_COLUMNS, options, format), options.headers !== false);
      const work = (server: Server) =>
        withLock(file, () => run(server, target, { ...options, output: format }, context));
      return withServer(options, context, work);
    });
  serverOptions(filterOptions(command));
  examples(
    command,
    ['see it work without a key', 'export batches.csv --sandbox'],
    ['everything, a line of JSON each', 'export batches.jsonl --page-size 500'],
    [
      'what failed this month, for a spreadsheet',
      'export failed.csv --status FAILED --since 30d --columns id,created,configuration',
    ],
  );
}

async function run(server: Server, file: ExportFile, options: Options, context: Context): Promise<void> {
  const { terminal, signal } = context;
  const started = performance.now();
  const state = await begin(server, file, options);
  if (state.received) terminal.note(`Going on after ${batches(file.count)} in ${file.path}`);
  let total: number | null = null;
  let noted = started;
  const progress = () =>
    progressBar(terminal.paintNote, {
      done: state.received,
      goal: total,
      what: 'batches',
      ms: performance.now() - started,
    });
  terminal.status(progress);
  const isWanted = localFilter(options) ?? (() => true);
  try {
    for (const part of state.lists.filter(({ isDone }) => !isDone)) {
      for await (const page of pages(server, options, state, part, context)) {
        total = state.lists.length === 1 ? page.total_size : null;
        state.received += page.items.length;
        part.pageToken = page.next_page_token || null;
        part.isDone = !page.hasNextPage();
        await file.add(page.items.filter(isWanted), state);
        if (!terminal.live && performance.now() - noted > NOTE_MS) {
          terminal.note(progress());
          noted = performance.now();
        }
      }
    }
    signal.throwIfAborted();
    await file.finish();
  } catch (error) {
    terminal.end();
    terminal.warn(`${file.path} holds ${batches(file.count)} so far: run the same command again to go on`);
    throw error;
  } finally {
    await file.close();
  }
  terminal.end();
  terminal.note(`Wrote ${batches(file.count)} to ${file.path} in ${span(performance.now() - started)}`);
}

/** Opens the file: for a new export, or to go on with one of the same options. */
async function begin({ client, scope }: Server, file: ExportFile, options: Options): Promise<ExportState> {
  const { createdAfter, createdBefore, directory, job, configuration, status, output, columns, headers } = options;
  const query = {
    server: options.sandbox ? 'sandbox' : client.baseURL,
    ...scope,
    since: createdAfter?.given ?? null,
    until: createdBefore?.given ?? null,
    directory: directory ?? null,
    status: status?.toSorted() ?? null,
    job: job?.toSorted() ?? null,
    configuration: configuration?.toSorted() ?? null,
    output,
    columns: columns ?? null,
    headers: headers !== false,
  };
  const saved = options.overwrite ? undefined : await file.load();
  if (saved) {
    const isOther = ([name, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(saved.query[name]);
    const [changed] = Object.entries(query).find(isOther) ?? [];
    if (changed) {
      throw new Failure(
        `${file.path} is being exported with another ${changed}: repeat that, or start again with --overwrite`,
      );
    }
  } else if (!options.overwrite && (await file.exists())) {
    throw new Failure(`${file.path} exists: choose another file, or --overwrite`);
  }
  await file.open(saved);
  // In the order of a batch's life: one that changes its status meanwhile is in the file already, or yet to come.
  const statuses: (BatchStatus | null)[] = status ? STATUSES.filter((each) => status.includes(each)) : [null];
  return (
    saved ?? {
      version: 1,
      query,
      since: createdAfter?.date.toISOString() ?? null,
      until: createdBefore?.date.toISOString() ?? null,
      lists: statuses.map((status) => ({ status, pageToken: null, isDone: false })),
      size: 0,
      received: 0,
    }
  );
}

/** The pages of a list from where it stopped, or from its start if the server refuses the cursor. */
async function* pages(
  { client, scope }: Server,
  options: Options,
  state: ExportState,
  { status, pageToken }: ExportedList,
  { terminal, signal }: Context,
): AsyncGenerator<PaginatedCursor<Batch>> {
  const from = (page_token: string | null): AsyncIterable<PaginatedCursor<Batch>> => {
    const bounds = { created_at_on_or_after: state.since, created_at_on_or_before: state.until, page_token };
    return client.batches.list({ ...filters(options, scope), ...bounds, status }, { signal }).iterPages();
  };
  let isAccepted = pageToken === null;
  try {
    for await (const page of from(pageToken)) {
      isAccepted = true;
      yield page;
    }
    return;
  } catch (error) {
    if (isAccepted || !CURSOR_REFUSALS.includes((error as { status?: number }).status!)) throw error;
  }
  terminal.warn('The server refuses the saved cursor: reading the list again, and skipping what the file holds');
  state.received = 0;
  yield* from(null);
}

import type { Command } from 'commander';
import type { Batch, LlamaCloud } from 'llama-cloud-batches';
import type { Context } from '../context.ts';
import { filterOptions, type FilterOptions, filters } from '../filters.ts';
import { duration, number, paintStatus, plain, span } from '../format.ts';
import { examples } from '../help.ts';
import { serverOptions, withServer } from '../server.ts';
import type { Paint } from '../terminal.ts';
import { count, seconds } from '../values.ts';

interface Options extends FilterOptions {
  interval?: number;
  initial?: true;
  limit?: number;
}

export function watch(program: Command, context: Context): void {
  const command = program
    .command('watch')
    .summary('print batches as they appear or change status')
    .description('Print a line for each batch that appears or changes its status, until Ctrl-C.')
    .option('--interval <seconds>', 'how long to wait between two looks (default: 5)', seconds)
    .option('--initial', 'begin with the batches that are there already')
    .option('--limit <n>', 'stop after this many lines (default: no limit)', count)
    .action((options: Options) => withServer(options, context, ({ client }) => run(client, options, context)));
  serverOptions(filterOptions(command));
  examples(
    command,
    ['what goes on in a directory', 'watch --directory dir-… --initial'],
    ['what fails from now on, for a program', `watch --json | jq -c 'select(.status == "FAILED")'`],
  );
}

async function run(client: LlamaCloud, options: Options, { terminal, signal }: Context): Promise<void> {
  const started = performance.now();
  let lines = 0;
  terminal.status(() => {
    const since = span(performance.now() - started);
    return terminal.paintNote('dim', `Watching for ${since}: ${number(lines)} changes. Ctrl-C ends.`);
  });
  const failed = (message: string) => terminal.paintNote('yellow', `A look failed and is repeated: ${plain(message)}`);
  const watched = client.batches.watch(filters(options), {
    interval: options.interval ?? null,
    initial: Boolean(options.initial),
    signal,
    onError: ({ message }) => terminal.note(failed(message)),
  });
  for await (const batch of watched) {
    await terminal.write(options.json ? `${JSON.stringify(batch)}\n` : `${line(batch, terminal.paint)}\n`);
    lines += 1;
    if (lines >= (options.limit ?? Infinity)) break;
  }
}

function line(batch: Batch, paint: Paint): string {
  const now = new Date().toTimeString().slice(0, 8);
  const status = paintStatus(paint, batch.status);
  return [paint('dim', now), plain(batch.id), status, plain(batch.config.job.type), duration(batch)].join('  ');
}

import type { Batch, WaitOptions } from 'llama-cloud-batches';
import { BATCH_COLUMNS } from './columns.ts';
import type { Context } from './context.ts';
import { files, started } from './detail.ts';
import { Failure } from './failure.ts';
import { duration, paintStatus, plain, span } from './format.ts';
import { formatOf, type OutputOptions, printOne } from './output.ts';
import { progressBar } from './progress.ts';
import type { Server } from './server.ts';
import type { Terminal } from './terminal.ts';

/** How to wait for a batch, in milliseconds. */
export interface FollowOptions extends OutputOptions {
  /** Between two polls. */
  interval?: number;
  /** In all. */
  timeout?: number;
}

/** How a batch is printed that has ended. */
export type Print = (batch: Batch, options: OutputOptions, terminal: Terminal) => Promise<void>;

/** Waits for a batch to end, shows its progress, and prints it. A batch that does not complete is a failure. */
export async function follow(
  { client, scope }: Server,
  id: string,
  options: FollowOptions,
  { terminal, signal }: Context,
  print: Print = printSummary,
): Promise<void> {
  const began = performance.now();
  const elapsed = () => performance.now() - began;
  let seen: Batch | undefined;
  const onUpdate = (batch: Batch) => {
    if (batch.status !== seen?.status && !terminal.live) {
      terminal.note(`${span(elapsed())}  ${paintStatus(terminal.paintNote, batch.status)}`);
    }
    seen = batch;
  };
  terminal.status(() => {
    const results = seen?.results ?? [];
    const bar = progressBar(terminal.paintNote, {
      done: started(results),
      goal: results.length || null,
      what: 'files',
      ms: elapsed(),
    });
    return seen ? `${paintStatus(terminal.paintNote, seen.status)}  ${bar}` : bar;
  });
  const waiting: WaitOptions = {
    ...scope,
    pollInterval: options.interval ?? null,
    maxInterval: options.interval ?? null,
    timeout: options.timeout ?? null,
    expand: ['results'],
    signal,
    onUpdate,
  };
  const batch = await client.batches.wait(id, waiting);
  terminal.end();
  await print(batch, options, terminal);
  if (batch.status !== 'COMPLETED') throw new Failure(`the batch ended as ${plain(batch.status)}`);
}

/** Prints a batch in a line: its id, its status, how long it took, and how many files failed. */
export async function printSummary(batch: Batch, options: OutputOptions, terminal: Terminal): Promise<void> {
  if (formatOf(options)) return printOne(batch, BATCH_COLUMNS, options, terminal);
  const parts = [plain(batch.id), paintStatus(terminal.paint, batch.status), duration(batch)];
  await terminal.write(`${[...parts, ...(batch.results ? [files(batch.results)] : [])].join('  ')}\n`);
}

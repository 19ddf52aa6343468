import type { Batch, LlamaCloud, WaitOptions } from 'llama-cloud-batches';
import type { Context } from './context.ts';
import { files, started } from './detail.ts';
import { Failure } from './failure.ts';
import { duration, paintStatus, plain, span } from './format.ts';
import { progressBar } from './progress.ts';
import { scope, type ServerOptions } from './server.ts';
import type { Paint } from './terminal.ts';

/** How to wait for a batch. */
export interface FollowOptions extends ServerOptions {
  /** Between two looks, in milliseconds. */
  interval?: number;
  /** In all, in milliseconds. */
  timeout?: number;
}

/** Waits for a batch to end, shows how it comes along, and prints it. A bad end is a failure. */
export async function follow(
  client: LlamaCloud,
  id: string,
  options: FollowOptions,
  { terminal, signal }: Context,
): Promise<void> {
  const began = performance.now();
  const elapsed = () => performance.now() - began;
  let seen: Batch | undefined;
  const update = (batch: Batch) => {
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
    ...scope(options),
    pollInterval: options.interval ?? null,
    maxInterval: options.interval ?? null,
    timeout: options.timeout ?? null,
    expand: ['results'],
    signal,
    onUpdate: update,
  };
  const batch = await client.batches.wait(id, waiting);
  terminal.end();
  await terminal.write(options.json ? `${JSON.stringify(batch)}\n` : `${summary(batch, terminal.paint)}\n`);
  if (batch.status !== 'COMPLETED') throw new Failure(`the batch ended as ${plain(batch.status)}`);
}

function summary(batch: Batch, paint: Paint): string {
  const parts = [plain(batch.id), paintStatus(paint, batch.status), duration(batch)];
  return [...parts, ...(batch.results ? [files(batch.results)] : [])].join('  ');
}

import type { Command } from 'commander';
import { BATCH_COLUMNS } from '../columns.ts';
import type { Context } from '../context.ts';
import { follow, type FollowOptions } from '../follow.ts';
import { examples } from '../help.ts';
import { outputOptions } from '../output.ts';
import { serverOptions, type ServerOptions, withServer } from '../server.ts';
import { lengthOfTime, text } from '../values.ts';

interface Options extends FollowOptions, ServerOptions {}

export function wait(program: Command, context: Context): void {
  const command = program
    .command('wait')
    .summary('wait for a batch to end')
    .description(
      'Wait for a batch to end. The exit code is 0 if it COMPLETED, and 1 if it FAILED, was CANCELLED or took too long.',
    )
    .argument('<id>', 'the batch, bat-…', text)
    .option(
      '--timeout <seconds>',
      'how long to wait in all: seconds, or 90s, 10m, 2h (default: no limit)',
      lengthOfTime,
    )
    .option('--interval <seconds>', 'how long to wait between two polls (default: 1, growing to 10)', lengthOfTime)
    .action((id: string, options: Options) => {
      // Here --timeout is not that of a request.
      const { timeout: _, ...server } = options;
      return withServer(server, context, (server) => follow(server, id, options, context));
    });
  serverOptions(outputOptions(command, BATCH_COLUMNS), { timeout: false });
  examples(
    command,
    ['wait for an hour at most', 'wait bat-… --timeout 1h'],
    ['then read the results', 'wait bat-… && llama-cloud-batches results bat-…'],
  );
}

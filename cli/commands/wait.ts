import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { follow, type FollowOptions } from '../follow.ts';
import { examples } from '../help.ts';
import { serverOptions, withServer } from '../server.ts';
import { seconds, text } from '../values.ts';

export function wait(program: Command, context: Context): void {
  const command = program
    .command('wait')
    .summary('wait for a batch to end')
    .description(
      'Wait for a batch to end. The exit code is 0 if it COMPLETED, 1 if it FAILED, was CANCELLED or took too long.',
    )
    .argument('<id>', 'the batch, bat-…', text)
    .option('--timeout <seconds>', 'how long to wait in all (default: no limit)', seconds)
    .option('--interval <seconds>', 'how long to wait between two looks (default: 1, growing to 10)', seconds)
    .action((id: string, options: FollowOptions) => {
      // Here --timeout is not that of a request.
      const { timeout: _, ...server } = options;
      return withServer(server, context, ({ client }) => follow(client, id, options, context));
    });
  serverOptions(command, { timeout: false });
  examples(
    command,
    ['wait for an hour at most', 'wait bat-… --timeout 3600'],
    ['then read the results', 'wait bat-… && llama-cloud-batches get bat-… --results'],
  );
}

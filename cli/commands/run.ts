import type { Command } from 'commander';
import { BATCH_COLUMNS } from '../columns.ts';
import type { Context } from '../context.ts';
import {
  checkCreation,
  createBatch,
  creationOptions,
  type CreationOptions,
  followCreated,
  SANDBOX_SPEED,
} from '../creation.ts';
import { printDetail } from '../detail.ts';
import type { FollowOptions } from '../follow.ts';
import { plain } from '../format.ts';
import { examples } from '../help.ts';
import { outputOptions } from '../output.ts';
import { type Server, serverOptions, type ServerOptions, withServer } from '../server.ts';
import { lengthOfTime } from '../values.ts';

interface Options extends CreationOptions, FollowOptions, ServerOptions {}

export function run(program: Command, context: Context): void {
  const command = program
    .command('run')
    .summary('create a batch, wait for its end, and print the outcome of each file')
    .description(
      'Create a batch, wait for it to end, and print the outcome of each file. The exit code is 0 if it COMPLETED, and 1 if it ' +
        'FAILED, was CANCELLED or took too long. Ctrl-C ends the wait, not the batch.',
    )
    .action((options: Options) => {
      checkCreation(command, options);
      // Here --timeout is not that of a request.
      const { timeout: _, ...server } = options;
      return withServer(server, context, (server) => work(server, options, context), { sandboxSpeed: SANDBOX_SPEED });
    });
  creationOptions(command)
    .option(
      '--timeout <seconds>',
      'how long to wait in all: seconds, or 90s, 10m, 2h (default: no limit)',
      lengthOfTime,
    )
    .option('--interval <seconds>', 'how long to wait between two polls (default: 1, growing to 10)', lengthOfTime);
  serverOptions(outputOptions(command, BATCH_COLUMNS), { timeout: false });
  examples(
    command,
    ['see it work without a key', 'run --sandbox --directory dir-1 --configuration cfg-PARSE_FAST --job parse'],
    [
      'parse a directory, within an hour',
      'run --directory dir-… --configuration cfg-PARSE_AGENTIC --job parse --timeout 1h',
    ],
  );
}

async function work(server: Server, options: Options, context: Context): Promise<void> {
  const { id } = await createBatch(server, options, context);
  context.terminal.note(`Created ${plain(id)}`);
  await followCreated(server, id, options, context, printDetail);
}

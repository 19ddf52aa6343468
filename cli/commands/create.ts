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
import { plain } from '../format.ts';
import { examples } from '../help.ts';
import { formatOf, outputOptions, type OutputOptions } from '../output.ts';
import { type Server, serverOptions, type ServerOptions, withServer } from '../server.ts';

interface Options extends CreationOptions, ServerOptions, OutputOptions {
  wait?: true;
}

export function create(program: Command, context: Context): void {
  const command = program
    .command('create')
    .summary('create a batch over the files of a directory')
    .description('Create a batch: one job for each file of a directory, 1,000 files at most. It starts at once.')
    .action((options: Options) => {
      checkCreation(command, options);
      return withServer(options, context, (server) => make(server, options, context), { sandboxSpeed: SANDBOX_SPEED });
    });
  creationOptions(command).option('--wait', 'wait for the batch to end, as the command wait does');
  serverOptions(outputOptions(command, BATCH_COLUMNS));
  examples(
    command,
    [
      'see it work without a key',
      'create --sandbox --wait --directory dir-1 --configuration cfg-PARSE_FAST --job parse',
    ],
    ['parse a directory', 'create --directory dir-… --configuration cfg-PARSE_AGENTIC --job parse'],
    ['keep the id', 'create --directory dir-… --configuration cfg-… --job extract --output id'],
    [
      'and be told when it is done',
      'create … --webhook-url https://example.com/hook --webhook-event batch.success,batch.error',
    ],
  );
}

async function make(server: Server, options: Options, context: Context): Promise<void> {
  const { terminal } = context;
  const batch = await createBatch(server, options, context);
  // For a program, the one object is that of the end.
  if (!options.wait || !formatOf(options)) await printDetail(batch, options, terminal);
  // Here --timeout is that of a request, not of the whole wait.
  const { timeout: _, ...following } = options;
  if (options.wait) await followCreated(server, batch.id, following, context);
  else if (!options.sandbox) terminal.note(`Wait for it: ${server.hint('wait', plain(batch.id))}`);
}

import type { Command } from 'commander';
import { BATCH_COLUMNS } from '../columns.ts';
import type { Context } from '../context.ts';
import { Failure } from '../failure.ts';
import { ended, paintStatus, plain } from '../format.ts';
import { examples } from '../help.ts';
import { formatOf, outputOptions, type OutputOptions, printOne } from '../output.ts';
import { type Server, serverOptions, type ServerOptions, withServer } from '../server.ts';
import { text } from '../values.ts';

interface Options extends ServerOptions, OutputOptions {}

export function cancel(program: Command, context: Context): void {
  const command = program
    .command('cancel')
    .summary('cancel a batch that has not ended')
    .description('Cancel a batch that has not ended. Files that are done keep their results.')
    .argument('<id>', 'the batch, bat-…', text)
    .action((id: string, options: Options) =>
      withServer(options, context, (server) => run(server, id, options, context), { fetch: refusalsAreFinal }),
    );
  serverOptions(outputOptions(command, BATCH_COLUMNS));
  examples(
    command,
    ['cancel a batch', 'cancel bat-…'],
    ['and wait until it has stopped', 'cancel bat-… && llama-cloud-batches wait bat-…'],
  );
}

async function run(
  { client, scope, hint }: Server,
  id: string,
  options: Options,
  { terminal, signal }: Context,
): Promise<void> {
  const batch = await client.batches.cancel(id, scope, { signal }).catch(async (error: unknown) => {
    // How the API refuses is not documented, so the batch itself says whether there was something to cancel.
    const { status } = error as { status?: number };
    const found =
      status !== undefined && status < 500 && status !== 404
        ? await client.batches.get(id, scope, { signal })
        : undefined;
    if (found && ended(found))
      throw new Failure(`${plain(found.id)} has ended as ${plain(found.status)}: it cannot be cancelled`);
    throw error;
  });
  if (formatOf(options)) await printOne(batch, BATCH_COLUMNS, options, terminal);
  else await terminal.write(`${plain(batch.id)}  ${paintStatus(terminal.paint, batch.status)}\n`);
  if (!ended(batch)) terminal.note(`It becomes CANCELLED once its processing stops: ${hint('wait', plain(batch.id))}`);
}

/** A conflict is a batch that has ended, which a retry would not change. */
async function refusalsAreFinal(url: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (response.status !== 409) return response;
  const headers = new Headers(response.headers);
  headers.set('x-should-retry', 'false');
  return new Response(response.body, { status: response.status, headers });
}

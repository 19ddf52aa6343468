import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { ended, paintStatus, plain } from '../format.ts';
import { examples } from '../help.ts';
import { scope, serverOptions, type ServerOptions, withServer } from '../server.ts';
import { text } from '../values.ts';

export function cancel(program: Command, context: Context): void {
  const command = program
    .command('cancel')
    .summary('cancel a batch that has not ended')
    .description('Cancel a batch that has not ended. Files that are done keep their results.')
    .argument('<id>', 'the batch, bat-…', text)
    .action((id: string, options: ServerOptions) =>
      withServer(options, context, async ({ client }) => {
        const { terminal, signal } = context;
        const batch = await client.batches.cancel(id, scope(options), { signal });
        await terminal.write(
          options.json
            ? `${JSON.stringify(batch)}\n`
            : `${plain(batch.id)}  ${paintStatus(terminal.paint, batch.status)}\n`,
        );
        if (!ended(batch)) {
          terminal.note(`CANCELLED as soon as its processing stops: llama-cloud-batches wait ${plain(batch.id)}`);
        }
      }),
    );
  serverOptions(command);
  examples(
    command,
    ['cancel a batch', 'cancel bat-…'],
    ['and wait until it has stopped', 'cancel bat-… && llama-cloud-batches wait bat-…'],
  );
}

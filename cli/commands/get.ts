import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { detail } from '../detail.ts';
import { examples } from '../help.ts';
import { scope, serverOptions, type ServerOptions, withServer } from '../server.ts';
import { text } from '../values.ts';

interface Options extends ServerOptions {
  results?: true;
}

export function get(program: Command, context: Context): void {
  const command = program
    .command('get')
    .summary('show one batch')
    .description('Show one batch: what it does, where it stands and, on request, what became of each file.')
    .argument('<id>', 'the batch, bat-…', text)
    .option('--results', 'show each file too, those that failed first')
    .action((id: string, options: Options) =>
      withServer(options, context, async ({ client }) => {
        const { terminal, signal } = context;
        const expand = options.results ? ['results'] : null;
        const batch = await client.batches.get(id, { ...scope(options), expand }, { signal });
        await terminal.write(options.json ? `${JSON.stringify(batch)}\n` : detail(batch, terminal));
        if (options.results && !batch.results) terminal.note('There are no results yet.');
      }),
    );
  serverOptions(command);
  examples(
    command,
    ['one batch, file by file', 'get bat-… --results'],
    ['the files that failed', `get bat-… --results --json | jq '.results[] | select(.error_message)'`],
  );
}

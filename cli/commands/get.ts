import type { Command } from 'commander';
import { BATCH_COLUMNS } from '../columns.ts';
import type { Context } from '../context.ts';
import { noResults, printDetail } from '../detail.ts';
import { plain } from '../format.ts';
import { examples } from '../help.ts';
import { outputOptions, type OutputOptions } from '../output.ts';
import { serverOptions, type ServerOptions, withServer } from '../server.ts';
import { text } from '../values.ts';

interface Options extends ServerOptions, OutputOptions {
  results?: true;
}

export function get(program: Command, context: Context): void {
  const command = program
    .command('get')
    .summary('show one batch')
    .description('Show one batch: what it does, its status and, with --results, what became of each file.')
    .argument('<id>', 'the batch, bat-…', text)
    .option('--results', 'show each file too, those that failed first')
    .action((id: string, options: Options) =>
      withServer(options, context, async ({ client, scope, hint }) => {
        const { terminal, signal } = context;
        const expand = options.results ? ['results'] : null;
        const batch = await client.batches.get(id, { ...scope, expand }, { signal });
        await printDetail(batch, options, terminal);
        if (options.results && !batch.results) terminal.note(noResults(batch, hint('wait', plain(batch.id))));
      }),
    );
  serverOptions(outputOptions(command, BATCH_COLUMNS));
  examples(
    command,
    ['one batch, file by file', 'get bat-… --results'],
    ['its status, for a script', 'get bat-… --output tsv --columns status --no-headers'],
  );
}

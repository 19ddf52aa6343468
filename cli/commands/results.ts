import type { Command } from 'commander';
import type { BatchResult } from 'llama-cloud-batches';
import { outcome, RESULT_COLUMNS } from '../columns.ts';
import type { Context } from '../context.ts';
import { failedFirst, files, noResults } from '../detail.ts';
import { plain } from '../format.ts';
import { examples } from '../help.ts';
import { createPrinter, outputOptions, type OutputOptions } from '../output.ts';
import { serverOptions, type ServerOptions, withServer } from '../server.ts';
import { text } from '../values.ts';

interface Options extends ServerOptions, OutputOptions {
  failed?: true;
}

export function results(program: Command, context: Context): void {
  const command = program
    .command('results')
    .summary('list the files of a batch with their outcome')
    .description(
      'List the files of a batch, those that failed first. The outcome is JOB for a file that has a job, FAILED for one that got ' +
        'none because of an error, and WAITING for one that has no job yet.',
    )
    .argument('<id>', 'the batch, bat-…', text)
    .option('--failed', 'only the files that failed')
    .action((id: string, options: Options) =>
      withServer(options, context, async ({ client, scope, hint }) => {
        const { terminal, signal } = context;
        const batch = await client.batches.get(id, { ...scope, expand: ['results'] }, { signal });
        const all = batch.results ?? [];
        const printer = await createPrinter<BatchResult>(RESULT_COLUMNS, options, terminal);
        await printer.rows(failedFirst(options.failed ? all.filter((result) => outcome(result) === 'FAILED') : all));
        await printer.end();
        terminal.note(batch.results ? files(all) : noResults(batch, hint('wait', plain(batch.id))));
      }),
    );
  serverOptions(outputOptions(command, RESULT_COLUMNS));
  examples(
    command,
    ['the files that failed, and why', 'results bat-… --failed'],
    ['the ids of their jobs', 'results bat-… --output tsv --columns job --no-headers'],
  );
}

import type { Command } from 'commander';
import type { BatchCreateParams, JobType, LlamaCloud } from 'llama-cloud-batches';
import type { Context } from '../context.ts';
import { detail } from '../detail.ts';
import { follow } from '../follow.ts';
import { plain } from '../format.ts';
import { examples } from '../help.ts';
import { scope, type Server, serverOptions, type ServerOptions, withServer } from '../server.ts';
import { gathered, oneOf, text, url } from '../values.ts';

const JOB_TYPES: JobType[] = ['parse_v2', 'extract_v2'];
/** Whoever tries it does not want to wait for minutes. */
const SANDBOX_SPEED = 1_000;
const EVENTS = ['batch.pending', 'batch.running', 'batch.success', 'batch.error', 'batch.cancelled'];

interface Options extends ServerOptions {
  directory: string;
  configuration: string;
  type: JobType;
  webhookUrl?: string;
  webhookEvent?: string[];
  wait?: true;
}

export function create(program: Command, context: Context): void {
  const command = program
    .command('create')
    .summary('create a batch over the files of a directory')
    .description('Create a batch: one job for each file of a directory, 1,000 files at most. It starts at once.')
    .requiredOption('--directory <id>', 'the directory whose files are processed, dir-…', text)
    .requiredOption('--configuration <id>', 'a saved configuration, cfg-…, or a preset such as cfg-PARSE_AGENTIC', text)
    .requiredOption('--type <type>', `what to do with each file: ${JOB_TYPES.join(' or ')}`, oneOf(JOB_TYPES))
    .option('--webhook-url <url>', 'the address to notify by POST', url)
    .option(
      '--webhook-event <event>',
      `an event to notify of: ${EVENTS.join(', ')}; may be given several times (default: all)`,
      gathered(text),
    )
    .option('--wait', 'wait for the batch to end, as the command wait does')
    .action((options: Options) => {
      if (options.webhookEvent && !options.webhookUrl) {
        command.error("error: option '--webhook-event <event>' needs option '--webhook-url <url>'");
      }
      const work = ({ client }: Server) => run(client, options, context);
      return withServer(options, context, work, { sandboxSpeed: SANDBOX_SPEED });
    });
  serverOptions(command);
  examples(
    command,
    [
      'see it work without a key',
      'create --sandbox --wait --directory dir-1 --configuration cfg-PARSE_FAST --type parse_v2',
    ],
    ['parse a directory', 'create --directory dir-… --configuration cfg-PARSE_AGENTIC --type parse_v2 --wait'],
    ['keep the id', 'create --directory dir-… --configuration cfg-… --type extract_v2 --json | jq -r .id'],
    [
      'and be told when it is done',
      'create … --webhook-url https://example.com/hook --webhook-event batch.success --webhook-event batch.error',
    ],
  );
}

async function run(client: LlamaCloud, options: Options, context: Context): Promise<void> {
  const { terminal, signal } = context;
  // Here --timeout is that of a request, not of the whole wait.
  const { timeout: _, ...following } = options;
  const batch = await client.batches.create(parameters(options), { signal });
  // With --json and --wait the one object is that of the end.
  if (!options.json) await terminal.write(detail(batch, terminal));
  else if (!options.wait) await terminal.write(`${JSON.stringify(batch)}\n`);
  if (options.wait) await follow(client, batch.id, following, context);
  else if (!options.sandbox) terminal.note(`Wait for it: llama-cloud-batches wait ${plain(batch.id)}`);
}

function parameters(options: Options): BatchCreateParams {
  const { directory, configuration, type, webhookUrl, webhookEvent } = options;
  const webhook = { webhook_url: webhookUrl ?? null, webhook_events: webhookEvent ?? null };
  return {
    ...scope(options),
    config: { job: { configuration_id: configuration, type } },
    source_directory_id: directory,
    ...(webhookUrl ? { webhook_configurations: [webhook] } : {}),
  };
}

import { type Command, Option } from 'commander';
import type { BatchCreateParams, JobType } from 'llama-cloud-batches';
import type { Context } from './context.ts';
import { Failure } from './failure.ts';
import { follow, type FollowOptions, type Print } from './follow.ts';
import { plain } from './format.ts';
import type { Scope, Server, ServerOptions } from './server.ts';
import { list, oneOf, text, url } from './values.ts';

const JOBS = { parse: 'parse_v2', extract: 'extract_v2' } as const;
const EVENTS = ['batch.pending', 'batch.running', 'batch.success', 'batch.error', 'batch.cancelled'];

/** Batches of a sandbox live this much faster: to try a command is not to wait for minutes. */
export const SANDBOX_SPEED = 5_000;

/** What a new batch is made from. */
export interface CreationOptions {
  directory: string;
  configuration: string;
  job?: string;
  webhookUrl?: string;
  webhookEvent?: string[];
}

/** Adds the options of a new batch. */
export function creationOptions(command: Command): Command {
  const types = [...Object.keys(JOBS), ...Object.values(JOBS)];
  const job = new Option('--type, --job <type>', 'what to do with each file: parse or extract').makeOptionMandatory();
  job.argChoices = Object.keys(JOBS);
  const event = new Option('--webhook-event <event>', `the events to notify of: ${EVENTS.join(', ')} (default: all)`);
  event.argChoices = EVENTS;
  return command
    .requiredOption('--directory <id>', 'the directory whose files are processed, dir-…', text)
    .requiredOption('--configuration <id>', 'a saved configuration, cfg-…, or a preset such as cfg-PARSE_AGENTIC', text)
    .addOption(job.argParser(oneOf(types)))
    .option('--webhook-url <url>', 'the address to notify by POST', url)
    .addOption(event.argParser(list(text)));
}

/** Fails if the options of a new batch contradict each other. */
export function checkCreation(command: Command, { webhookEvent, webhookUrl }: CreationOptions): void {
  if (webhookEvent && !webhookUrl) {
    command.error("error: option '--webhook-event <event>' needs option '--webhook-url <url>'");
  }
}

/** Waits for a batch that was just created. If the wait ends before the batch, its id is not lost. */
export async function followCreated(
  server: Server,
  id: string,
  options: FollowOptions & ServerOptions,
  context: Context,
  print?: Print,
): Promise<void> {
  try {
    await follow(server, id, options, context, print);
  } catch (error) {
    // Those that know of the batch say so themselves.
    const isTold = error instanceof Failure || (error as Error).name === 'BatchWaitError';
    if (!isTold && !options.sandbox) context.terminal.warn(`The batch goes on: ${server.hint('wait', plain(id))}`);
    throw error;
  }
}

/** A new batch as the client takes it. */
export function creationParams(options: CreationOptions, scope: Scope): BatchCreateParams {
  const { directory, configuration, job = '', webhookUrl, webhookEvent } = options;
  const type: JobType = JOBS[job as keyof typeof JOBS] ?? job;
  const webhook = { webhook_url: webhookUrl ?? null, webhook_events: webhookEvent ?? null };
  return {
    ...scope,
    config: { job: { configuration_id: configuration, type } },
    source_directory_id: directory,
    ...(webhookUrl ? { webhook_configurations: [webhook] } : {}),
  };
}

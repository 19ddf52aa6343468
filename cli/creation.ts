import { type Command, Option } from 'commander';
import type { Batch, BatchCreateParams, JobType } from 'llama-cloud-batches';
import type { Context } from './context.ts';
import { Failure } from './failure.ts';
import { follow, type FollowOptions, type Print } from './follow.ts';
import { plain } from './format.ts';
import { job, JOB_NAMES } from './jobs.ts';
import type { Scope, Server, ServerOptions } from './server.ts';
import { list, text, url } from './values.ts';

const EVENTS = ['batch.pending', 'batch.running', 'batch.success', 'batch.error', 'batch.cancelled'];

/** Codes of connections that were never made. */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Batches of a sandbox live this much faster: to try a command is not to wait for minutes. */
export const SANDBOX_SPEED = 5_000;

/** What a new batch is made from. */
export interface CreationOptions {
  directory: string;
  configuration: string;
  job: JobType;
  webhookUrl?: string;
  webhookEvent?: string[];
}

/** Adds the options of a new batch. */
export function creationOptions(command: Command): Command {
  const type = new Option('--type, --job <type>', 'what to do with each file: parse or extract').makeOptionMandatory();
  type.argChoices = JOB_NAMES;
  const event = new Option('--webhook-event <event>', `the events to notify of: ${EVENTS.join(', ')} (default: all)`);
  event.argChoices = EVENTS;
  return command
    .requiredOption('--directory <id>', 'the directory whose files are processed, dir-…', text)
    .requiredOption('--configuration <id>', 'a saved configuration, cfg-…, or a preset such as cfg-PARSE_AGENTIC', text)
    .addOption(type.argParser(job))
    .option('--webhook-url <url>', 'the address to notify by POST', url)
    .addOption(event.argParser(list(text)));
}

/** Fails if the options of a new batch contradict each other. */
export function checkCreation(command: Command, { webhookEvent, webhookUrl }: CreationOptions): void {
  if (webhookEvent && !webhookUrl) {
    command.error("error: option '--webhook-event <event>' needs option '--webhook-url <url>'");
  }
}

/** Creates a batch. If that fails, and the batch may be there all the same, it says how to look. */
export async function createBatch(
  { client, scope, hint }: Server,
  options: CreationOptions & ServerOptions,
  { terminal, signal }: Context,
): Promise<Batch> {
  try {
    return await client.batches.create(creationParams(options, scope), { signal });
  } catch (error) {
    if (!options.sandbox && isInDoubt(error)) {
      const look = hint('list', '--directory', options.directory, '--since', '1h');
      terminal.warn(`It may have been created all the same. Look before you repeat it: ${look}`);
    }
    throw error;
  }
}

/** Whether a request may have run: there was no response to it, or one of a server in trouble. */
function isInDoubt(error: unknown): boolean {
  const { name, status = 0, cause } = error as Error & { status?: number };
  const { code } = ((cause as Error | undefined)?.cause ?? {}) as NodeJS.ErrnoException;
  if (name === 'APIConnectionError') return !NEVER_SENT.includes(code ?? '');
  return name === 'APIConnectionTimeoutError' || name === 'APIUserAbortError' || status >= 500;
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
function creationParams(options: CreationOptions, scope: Scope): BatchCreateParams {
  const { directory, configuration, job: type, webhookUrl, webhookEvent } = options;
  const webhook = { webhook_url: webhookUrl ?? null, webhook_events: webhookEvent ?? null };
  return {
    ...scope,
    config: { job: { configuration_id: configuration, type } },
    source_directory_id: directory,
    ...(webhookUrl ? { webhook_configurations: [webhook] } : {}),
  };
}

import { randomUUID } from 'node:crypto';
import { type Command, Option } from 'commander';
import type { ClientOptions, LlamaCloud, Logger } from 'llama-cloud-batches';
import type { Context } from './context.ts';
import { explain, Failure } from './failure.ts';
import { number, span } from './format.ts';
import { countOrZero, seconds, text, url } from './values.ts';

/** What every command can be told. */
export interface ServerOptions {
  json?: true;
  quiet?: true;
  sandbox?: true;
  baseUrl?: string;
  project?: string;
  organization?: string;
  /** Of one request, in milliseconds. */
  timeout?: number;
  maxRetries?: number;
}

/** A server to work with. */
export interface Server {
  client: LlamaCloud;
  /** How to call it: its address. */
  name: string;
}

/** Adds the options of every command. `wait` has a timeout of its own. */
export function serverOptions(command: Command, { timeout = true } = {}): Command {
  command
    .option('--json', 'print JSON: one object a line, as the server sent it')
    .option('-q, --quiet', 'print nothing on stderr but errors')
    .helpOption('-h, --help', 'print this help')
    .optionsGroup('Server:')
    .addOption(
      new Option(
        '--sandbox',
        'use the sandbox, a LlamaCloud with made-up batches on this machine: no key needed, nothing leaves it',
      ).conflicts('baseUrl'),
    )
    .option('--base-url <url>', 'the server (default: https://api.cloud.llamaindex.ai)', url)
    .option('--project <id>', "the project, prj-… (default: the key's)", text)
    .option('--organization <id>', "the organization (default: the key's)", text)
    .option('--max-retries <n>', 'how often a request is sent again after a passing failure (default: 2)', countOrZero);
  if (timeout) {
    command.option('--timeout <seconds>', 'how long a request may take, to the last byte (default: 60)', seconds);
  }
  return command;
}

/**
 * Runs `work` with a client of the server that the options name, having said which that is. What
 * goes wrong there becomes a failure that is told to the user.
 */
export async function withServer(
  options: ServerOptions,
  { terminal }: Context,
  work: (server: Server) => Promise<void>,
  { sandboxSpeed = 1 } = {},
): Promise<void> {
  terminal.quiet = Boolean(options.quiet);
  const sandbox = options.sandbox && (await startSandbox(sandboxSpeed));
  if (!sandbox && !hasKey()) {
    throw new Failure('no API key: set LLAMA_CLOUD_API_KEY, or try --sandbox, which needs none');
  }
  const dim = (line: string) => terminal.note(terminal.paintNote('dim', line));
  let name = sandbox ? sandbox.url : 'the server';
  try {
    const { LlamaCloud } = await import('llama-cloud-batches');
    const client = new LlamaCloud({
      ...(sandbox ? { baseURL: sandbox.url, apiKey: sandbox.apiKey } : { baseURL: options.baseUrl ?? null }),
      maxRetries: options.maxRetries ?? null,
      timeout: options.timeout ?? null,
      ...logging(dim),
    });
    name = client.baseURL;
    const faster = sandboxSpeed > 1 ? `, where time goes ${number(sandboxSpeed)} times faster` : '';
    dim(sandbox ? `Sandbox at ${name}: made-up batches on this machine${faster}` : `LlamaCloud at ${name}`);
    await work({ client, name });
  } catch (error) {
    throw await explain(error, name);
  } finally {
    await sandbox?.close();
  }
}

/** The scope of a request: the project and the organization. */
export function scope({ project, organization }: ServerOptions) {
  return { project_id: project ?? null, organization_id: organization ?? null };
}

async function startSandbox(speed: number) {
  const { serve } = await import('llama-cloud-batches/sandbox/node');
  const apiKey = `llx-${randomUUID()}`;
  const { url, close } = await serve({ apiKeys: [apiKey], speed });
  return { url, close, apiKey };
}

function hasKey(): boolean {
  return ['LLAMA_CLOUD_API_KEY', 'LLAMA_PARSE_API_KEY'].some((name) => process.env[name]?.trim());
}

/** Errors are told by the command itself; a wait before the next try is news where nobody asked for a log. */
function logging(print: (line: string) => void): Pick<ClientOptions, 'logger' | 'logLevel'> {
  const silent = () => {};
  if (process.env['LLAMA_CLOUD_LOG']?.trim()) {
    return { logger: { error: print, warn: print, info: print, debug: print } };
  }
  const again = (line: string) => {
    const [, ms] = /sent again in (\d+) ms/.exec(line) ?? [];
    if (ms) print(`The server is busy or was not reached: trying again in ${span(Number(ms))}`);
  };
  const logger: Logger = { error: silent, warn: print, info: again, debug: silent };
  return { logger, logLevel: 'info' };
}

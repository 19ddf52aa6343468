import { randomUUID } from 'node:crypto';
import { type Command, Option } from 'commander';
import type { ClientOptions, LlamaCloud, Logger } from 'llama-cloud-batches';
import type { Context } from './context.ts';
import { explain } from './failure.ts';
import { number, span } from './format.ts';
import { hint } from './hint.ts';
import { findSettings, REGIONS, type Settings, type SettingsOptions } from './settings.ts';
import { countOrZero, lengthOfTime, oneOf, text, url } from './values.ts';

/** The options that choose a server, and how to call it. */
export interface ServerOptions extends SettingsOptions {
  quiet?: true;
  sandbox?: true;
  /** For one request, in milliseconds. */
  timeout?: number;
  maxRetries?: number;
}

/** The project and the organization of a request. */
export interface Scope {
  project_id: string | null;
  organization_id: string | null;
}

/** A server to work with. */
export interface Server {
  client: LlamaCloud;
  scope: Scope;
  /** A command line for the same server, with these words. */
  hint(...words: string[]): string;
}

/** Adds the options of every command that calls a server. `wait` has a timeout of its own. */
export function serverOptions(command: Command, { timeout = true } = {}): Command {
  command
    .option('-q, --quiet', 'print nothing on stderr but errors')
    .helpOption('-h, --help', 'print this help')
    .optionsGroup('Server:')
    .addOption(
      new Option(
        '--sandbox',
        'use the sandbox, a LlamaCloud with made-up batches on this machine: no key needed, nothing leaves it',
      ).conflicts(['baseUrl', 'region', 'profile']),
    )
    .option('--profile <name>', 'use the key and the server of this profile: see the command login', text);
  regionOptions(command)
    .option('--project <id>', "the project, prj-… (default: the profile's, else the key's)", text)
    .option('--organization <id>', "the organization (default: the profile's, else the key's)", text)
    .option('--max-retries <n>', 'how often a request is retried after a transient failure (default: 2)', countOrZero);
  if (timeout) {
    command.option('--timeout <seconds>', 'how long a request may take, to the last byte (default: 60)', lengthOfTime);
  }
  return command;
}

/** Adds the options that name a server. */
export function regionOptions(command: Command): Command {
  const region = new Option(
    '--region <region>',
    'the region of LlamaCloud: us (default) or eu, which has keys of its own',
  );
  region.argChoices = Object.keys(REGIONS);
  return command
    .addOption(region.argParser(oneOf(region.argChoices)).conflicts('baseUrl'))
    .option('--base-url <url>', `the address of the server (default: ${REGIONS.us})`, url);
}

/** How the client for a command differs from the usual one. */
export interface ServerUse {
  /** How many times faster than real ones the batches of a sandbox live. */
  sandboxSpeed?: number;
  fetch?: NonNullable<ClientOptions['fetch']>;
  /** The key and the server, in the place of what the options and the environment say. */
  settings?: Settings;
}

/** Runs `work` with a client of the server that the options name. Errors of the server become failures for the user. */
export async function withServer(
  options: ServerOptions,
  { terminal }: Context,
  work: (server: Server) => Promise<void>,
  { sandboxSpeed = 1, fetch, settings: given }: ServerUse = {},
): Promise<void> {
  terminal.quiet = Boolean(options.quiet);
  const sandbox = options.sandbox && (await startSandbox(sandboxSpeed));
  const dim = (line: string) => terminal.note(terminal.paintNote('dim', line));
  let name = '';
  let called: Settings['called'];
  try {
    const { project, organization } = options;
    const settings: Settings = given ?? (sandbox ? { ...sandbox, project, organization } : await findSettings(options));
    ({ baseURL: name, called } = settings);
    const { LlamaCloud } = await import('llama-cloud-batches');
    const client = new LlamaCloud({
      apiKey: settings.apiKey,
      baseURL: settings.baseURL,
      fetch: fetch ?? null,
      maxRetries: options.maxRetries ?? null,
      timeout: options.timeout ?? null,
      ...logging(dim),
    });
    name = client.baseURL;
    const from = settings.profile === undefined ? '' : ` (profile ${settings.profile})`;
    dim(sandbox ? sandboxNote(name, sandboxSpeed) : `LlamaCloud at ${name}${from}`);
    const scope = { project_id: settings.project ?? null, organization_id: settings.organization ?? null };
    await work({ client, scope, hint: (...words) => hint(words, options) });
  } catch (error) {
    throw await explain(error, { url: name, called }, (...words) => hint(words, options));
  } finally {
    await sandbox?.close();
  }
}

function sandboxNote(url: string, speed: number): string {
  return `Sandbox at ${url}: made-up batches on this machine${speed > 1 ? `, where time goes ${number(speed)} times faster` : ''}`;
}

async function startSandbox(speed: number) {
  const { serve } = await import('llama-cloud-batches/sandbox/node');
  const apiKey = `llx-${randomUUID()}`;
  const { url: baseURL, close } = await serve({ apiKeys: [apiKey], speed });
  return { baseURL, close, apiKey };
}

/** The command reports errors itself. Without LLAMA_CLOUD_LOG the log is for people: it only reports retries. */
function logging(print: (line: string) => void): Pick<ClientOptions, 'logger' | 'logLevel'> {
  const silent = () => {};
  if (process.env['LLAMA_CLOUD_LOG']?.trim()) {
    return { logger: { error: print, warn: print, info: print, debug: print } };
  }
  const retry = (line: string) => {
    const [, ms] = /\bin (\d+) ms\b/.exec(line) ?? [];
    if (ms) print(`The server is busy or was not reached: trying again in ${span(Number(ms))}`);
  };
  const logger: Logger = { error: silent, warn: silent, info: retry, debug: silent };
  return { logger, logLevel: 'info' };
}

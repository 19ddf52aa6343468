// Clients and their options, as users of the official SDK write them: see types.test.mjs.

import type LlamaCloudType from 'llama-cloud-batches';
import type { ClientOptions } from 'llama-cloud-batches';
import LlamaCloud, { type PagePromise } from 'llama-cloud-batches';
import * as everything from 'llama-cloud-batches';
import { LlamaCloud as ByName } from 'llama-cloud-batches';
import {
  LlamaCloud as ByPath,
  type ClientOptions as OptionsByPath,
  type Logger,
  type LogLevel,
} from 'llama-cloud-batches/client';
import type { BatchListResponse, BatchListResponsesPaginatedCursor } from 'llama-cloud-batches/resources/batches';

const client = new LlamaCloud({ apiKey: 'llx-…' });
declare const process: { env: Record<string, string | undefined> };

export function aClientOfTheEnvironment(): LlamaCloud {
  return new LlamaCloud({ apiKey: process.env['LLAMA_CLOUD_API_KEY'] });
}

export function aClientByEachName(): LlamaCloud[] {
  return [
    new ByName(),
    new ByPath(),
    new everything.LlamaCloud(),
    new everything.default(),
    new LlamaCloud.LlamaCloud(),
  ];
}

export function everyOption(logger: Logger): ClientOptions {
  return {
    apiKey: undefined,
    baseURL: null,
    timeout: 20 * 1000,
    maxRetries: 0,
    fetchOptions: { cache: 'no-store', credentials: 'include', keepalive: true, redirect: 'follow' },
    fetch: async (url, init) => {
      console.log('about to make a request', url, init);
      return globalThis.fetch(url, init);
    },
    defaultHeaders: { 'X-Team': 'ingest', 'X-Gone': null },
    defaultQuery: { project_id: 'prj-1', organization_id: undefined },
    logLevel: 'debug',
    logger,
  };
}

export function defaultsAndOverrides(overrides: Partial<ClientOptions> = {}): LlamaCloud {
  const defaults: ClientOptions = { timeout: 10_000, maxRetries: 3 };
  return new LlamaCloud({ ...defaults, ...overrides, baseURL: overrides.baseURL ?? process.env['LLAMA_BASE'] });
}

export function theTypeOfTheOptions(options: ConstructorParameters<typeof LlamaCloud>[0]): OptionsByPath | undefined {
  return options;
}

export function optionsOnly(options: Pick<ClientOptions, 'timeout' | 'maxRetries'>): Required<typeof options> {
  return { timeout: options.timeout ?? LlamaCloud.DEFAULT_TIMEOUT, maxRetries: options.maxRetries ?? 2 };
}

export function readingAndSettingOptions(): [string, number, number, LogLevel | undefined, Logger] {
  client.timeout = 5_000;
  client.maxRetries = 1;
  client.baseURL = 'https://api.cloud.eu.llamaindex.ai';
  client.logger = console;
  client.logLevel = 'warn';
  client.logger.info('set', client.fetchOptions);
  return [client.baseURL, client.timeout, client.maxRetries, client.logLevel, client.logger];
}

export function aChangedCopy(): LlamaCloud {
  return client.withOptions({ timeout: 1_000 }).withOptions({ maxRetries: 0, defaultHeaders: new Headers({ a: 'b' }) });
}

export class TeamClient extends LlamaCloud {
  readonly team: string;
  constructor({ team = 'ingest', ...options }: ClientOptions & { team?: string } = {}) {
    super({ ...options, defaultHeaders: { 'X-Team': team } });
    this.team = team;
  }
  failed(): PagePromise<BatchListResponsesPaginatedCursor, BatchListResponse> {
    return this.batches.list({ status: 'FAILED' });
  }
}

export async function aSubclassStaysItself(): Promise<number> {
  const copy: TeamClient = new TeamClient({ team: 'x' }).withOptions({ timeout: 1 });
  return (await copy.failed()).items.length;
}

export class Service {
  constructor(private readonly llama: LlamaCloudType) {}
  async count(): Promise<number> {
    let count = 0;
    for await (const _ of this.llama.batches.list()) count++;
    return count;
  }
}

export function aLazyClient(): () => LlamaCloud {
  let made: LlamaCloud | undefined;
  return () => (made ??= new LlamaCloud());
}

export const structuredLogger: Logger = {
  error: (message, ...rest) => console.error(message, ...rest),
  warn: (message, ...rest) => console.warn(message, ...rest),
  info: (message: string, ...rest: unknown[]) => console.info(message, ...rest),
  debug: () => {},
};

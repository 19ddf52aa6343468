// Where the batches come from: the sandbox, the key of this page's server, or a key that was typed.

import { signal } from '@preact/signals';
import LlamaCloud from 'llama-cloud-batches';
import { noticeBusy } from './busy.ts';
import { save, saved } from './settings.ts';

/** LlamaCloud's own servers. */
export const REGIONS = [
  { name: 'North America', url: 'https://api.cloud.llamaindex.ai' },
  { name: 'Europe', url: 'https://api.cloud.eu.llamaindex.ai' },
] as const;

export interface Source {
  kind: 'sandbox' | 'server' | 'key';
  /** How to call it. */
  name: string;
  client: LlamaCloud;
  /** How many requests a minute it may be sent, where that was limited here. */
  rate?: number | undefined;
}

/** The server whose key this page's server has, if it has one. */
export const serverHost = document.querySelector<HTMLMetaElement>('meta[name="llama-cloud"]')?.content;

/** Where the batches come from; none while the sandbox is loaded. */
export const source = signal<Source | undefined>(undefined);

/** The server that this page used before it was reloaded; its key is forgotten. */
export const lostServer = signal(saved('wasConnected') ? saved('baseURL') : undefined);

/** The sandbox of this page, once it was used: its batches stay while another server is shown. */
let sandbox: Promise<LlamaCloud> | undefined;

/** Connects as the page was served: by its server's key, else to the sandbox. */
export async function connect(): Promise<void> {
  return serverHost ? connectServer() : connectSandbox();
}

/** Asks LlamaCloud through this page's server, which adds the key. */
export function connectServer(rate = saved('rate')): void {
  const client = new LlamaCloud({
    baseURL: location.origin,
    fetch: noticeBusy(fetch),
    logLevel: 'off',
    maxRequestsPerMinute: rate ?? null,
  });
  source.value = { kind: 'server', name: serverHost ?? location.host, client, rate };
}

/** Asks a server with a key that was typed. It is in memory only; a bad one is an error. */
export function connectKey(baseURL: string, apiKey: string, rate: number | undefined): void {
  const client = new LlamaCloud({
    baseURL,
    apiKey,
    fetch: noticeBusy(fetch),
    logLevel: 'off',
    maxRequestsPerMinute: rate ?? null,
  });
  save('baseURL', baseURL);
  remember(true);
  source.value = { kind: 'key', name: new URL(client.baseURL).host, client, rate };
}

/** Runs the sandbox in this page. */
export async function connectSandbox(): Promise<void> {
  sandbox ??= import('./sandbox.ts').then(({ startSandbox }) => startSandbox());
  source.value = { kind: 'sandbox', name: 'Sandbox', client: await sandbox };
}

/** Notes whether a typed key is in use: after a reload, the page says what became of it. */
export function remember(isConnected: boolean): void {
  save('wasConnected', isConnected || undefined);
  lostServer.value = undefined;
}

/** A base URL as the client takes it: without what people copy along. */
export function cleanBaseURL(text: string): string {
  return text
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/api\/v\d+(\/batches)?$/, '');
}

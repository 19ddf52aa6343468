import LlamaCloud from 'llama-cloud-batches';
import { createSandbox } from 'llama-cloud-batches/sandbox';
import { sandboxOption } from './address.ts';
import { noticeBusy } from './busy.ts';

/** How long a page takes, in milliseconds, so that one can see it come. */
const LATENCY = 40;
/** How many batches are new when the page opens, so that something is under way. */
const AT_FIRST = 7;

/** Starts the sandbox in this page, where someone creates a batch every few seconds; gives its client. */
export async function startSandbox(): Promise<LlamaCloud> {
  const sandbox = createSandbox({
    batches: sandboxOption('batches', 5_000),
    days: sandboxOption('days', 14),
    speed: sandboxOption('speed', 12),
  });
  const latency = sandboxOption('latency', LATENCY);
  const fetch = noticeBusy(async (url, init) => {
    await new Promise((resolve) => setTimeout(resolve, latency));
    return sandbox.fetch(url, init);
  });
  const client = new LlamaCloud({ baseURL: 'https://sandbox.invalid', apiKey: 'llx-sandbox', fetch, logLevel: 'off' });
  const every = sandboxOption('arrivals', 12);
  if (every > 0) await arrive(sandbox.fetch, every * 1_000);
  return client;
}

/** Somebody else's work: batches over directories that are there. */
async function arrive(fetch: ReturnType<typeof createSandbox>['fetch'], every: number): Promise<void> {
  const { batches } = new LlamaCloud({
    baseURL: 'https://sandbox.invalid',
    apiKey: 'llx-somebody',
    fetch,
    logLevel: 'off',
  });
  const { items } = await batches.list({ page_size: 50 });
  let at = 0;
  const create = async () => {
    const like = items[at++ % items.length];
    if (like) await batches.create({ config: like.config, source_directory_id: like.source_directory_id });
  };
  await Promise.all(Array.from({ length: AT_FIRST }, create));
  setInterval(create, every);
}

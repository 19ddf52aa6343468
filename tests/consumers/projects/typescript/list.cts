import batches = require('llama-cloud-batches');
import { NotFoundError, type Batch } from 'llama-cloud-batches';

export async function listIds(): Promise<string[]> {
  const client = new batches.LlamaCloud();
  const ids: string[] = [];
  for await (const { id } of client.batches.list({ page_size: 60 }) satisfies AsyncIterable<Batch>) ids.push(id);
  const error: unknown = await client.batches.get('bat-unknown').catch((error: unknown) => error);
  if (!(error instanceof NotFoundError)) throw new Error(`an unknown batch answered ${String(error)}`);
  return ids;
}

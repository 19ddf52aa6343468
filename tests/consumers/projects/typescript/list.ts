import LlamaCloud, { NotFoundError, type Batch, type BatchListParams, type ClientOptions } from 'llama-cloud-batches';

export type Init = typeof import('llama-cloud-batches/web').default;

export async function listIds(options?: ClientOptions): Promise<string[]> {
  const client = new LlamaCloud(options);
  const params: BatchListParams = { page_size: 60 };
  const ids: string[] = [];
  for await (const batch of client.batches.list(params)) ids.push(idOf(batch));
  const error: unknown = await client.batches.get('bat-unknown').catch((error: unknown) => error);
  if (!(error instanceof NotFoundError && (error.status satisfies 404)))
    throw new Error(`an unknown batch answered ${String(error)}`);
  return ids;
}

const idOf = ({ id }: Batch): string => id;

// The names under which users of the official SDK know its types: in the namespaces of the classes, and by name.

import type Official from '@llamaindex/llama-cloud';
import LlamaCloud, {
  type Batches,
  type BatchCreateParams,
  type BatchGetResponse,
  type PaginatedCursorParams,
} from 'llama-cloud-batches';

const client = new LlamaCloud({ apiKey: 'llx-…' } satisfies LlamaCloud.ClientOptions);

const params: LlamaCloud.BatchListParams = { status: 'FAILED', page_size: 10 } satisfies PaginatedCursorParams &
  Batches.BatchListParams;
const job: BatchCreateParams.Config.Job = { configuration_id: 'cfg', type: 'parse_v2' };
const webhook: BatchCreateParams.WebhookConfiguration = { webhook_url: 'https://example.com' };
const creation: LlamaCloud.BatchCreateParams = {
  config: { job },
  source_directory_id: 'dir',
  webhook_configurations: [webhook],
};

export async function main(
  options: LlamaCloud.RequestOptions,
): Promise<BatchGetResponse.Result.JobReference | null | undefined> {
  const page: LlamaCloud.BatchListResponsesPaginatedCursor = await client.batches.list(params, options);
  const [first]: Array<LlamaCloud.BatchListResponse> = page.items;
  const made: LlamaCloud.BatchCreateResponse = await client.batches.create(creation);
  const config: LlamaCloud.BatchCreateResponse.Config = made.config;
  const got: LlamaCloud.BatchGetResponse = await client.batches.get(first!.id, {
    expand: ['results'],
  } satisfies LlamaCloud.BatchGetParams);
  const result: BatchGetResponse.Result | undefined = got.results?.[0];
  const cancelled: LlamaCloud.BatchCancelResponse = await client.batches.cancel(
    made.id,
    {} satisfies LlamaCloud.BatchCancelParams,
  );
  const theirs: Official.BatchGetResponse.Result.JobReference | null | undefined = result?.job_reference;
  console.log(config.job.type, cancelled.status, theirs?.id);
  return result?.job_reference;
}
declare const console: { log(...words: unknown[]): void };

// What users write, and what the compiler must refuse.

import LlamaCloud, {
  APIError,
  NotFoundError,
  type Batch,
  type BatchListParams,
  type BatchStatus,
  type ClientOptions,
  type RequestOptions,
} from 'llama-cloud-batches';

const options: ClientOptions = {
  apiKey: 'llx-…',
  timeout: 5_000,
  maxRetries: 0,
  logLevel: 'debug',
  defaultHeaders: { 'x-a': null },
};
const client = new LlamaCloud(options);
new LlamaCloud();

const params: BatchListParams = {
  status: 'RUNNING',
  page_size: 50,
  created_at_on_or_after: new Date(),
  project_id: null,
};
export async function main(request: RequestOptions): Promise<BatchStatus[]> {
  const statuses: BatchStatus[] = [];
  for await (const batch of client.batches.list(params, request)) statuses.push(batch.status);
  let page = await client.batches.list();
  const total: number | null = page.total_size;
  const token: string = page.next_page_token;
  while (page.hasNextPage()) page = await page.getNextPage();
  for await (const each of page.iterPages()) each.items.map((batch: Batch) => batch.config.job.type);
  for await (const batch of page) console.log(batch.id, total, token);
  const { data, response } = await client.batches.list().withResponse();
  const status: number = response.status;
  console.log(data.items.length, status, (await client.batches.list().asResponse()).ok);
  const batch: Batch = await client.batches.get('bat-1', { expand: ['results'] });
  batch.results?.[0]?.job_reference?.id;
  const made = await client.batches.create({
    config: { job: { configuration_id: 'cfg', type: 'parse_v2' } },
    source_directory_id: 'dir',
  });
  await client.batches.cancel(made.id);
  const ended: Batch = await client.batches.wait(made.id, {
    timeout: 1_000,
    onUpdate: ({ status }) => console.log(status),
    throwOnFailure: true,
  });
  for await (const changed of client.batches.watch({ status: 'RUNNING' }, { interval: 1_000 }))
    console.log(changed.id, ended.id);
  try {
    await client.withOptions({ maxRetries: 1 }).batches.list();
  } catch (error) {
    if (error instanceof NotFoundError) console.log(error.status satisfies 404, error.headers.get('x'));
    if (error instanceof LlamaCloud.APIError) console.log(error.status, error.path);
    if (error instanceof APIError) console.log(error.error);
  }
  return statuses;
}
declare const console: { log(...words: unknown[]): void };

// @ts-expect-error A mistyped filter.
client.batches.list({ pagesize: 5 });
// @ts-expect-error A status that is none.
client.batches.list({ status: 'DANCING' });
// @ts-expect-error A number as text.
client.batches.list({ page_size: '5' });
// @ts-expect-error A mistyped option.
new LlamaCloud({ apikey: 'llx' });
// @ts-expect-error A key must be text.
new LlamaCloud({ apiKey: 5 });
// @ts-expect-error An id is needed.
client.batches.get();
// @ts-expect-error A job needs a type.
client.batches.create({ config: { job: { configuration_id: 'c' } }, source_directory_id: 'd' });
// @ts-expect-error Pages have no public constructor.
new LlamaCloud.PaginatedCursor();
// @ts-expect-error Nothing needs to be freed.
client.free();
// @ts-expect-error A key is not to be read back.
client.apiKey;

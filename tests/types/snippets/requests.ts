// Requests and their responses, as users of the official SDK write them: see types.test.mjs.

import LlamaCloud, { type APIPromise, type ClientOptions } from 'llama-cloud-batches';
import type {
  BatchCancelParams,
  BatchCancelResponse,
  BatchCreateParams,
  BatchCreateResponse,
  BatchGetParams,
  BatchGetResponse,
  BatchListResponse,
} from 'llama-cloud-batches/resources/batches';

const client = new LlamaCloud({ apiKey: 'llx-…' });
declare const id: string;

export async function oneBatch(params?: BatchGetParams): Promise<BatchGetResponse> {
  return client.batches.get(id, params);
}

export async function failuresOf(batch: BatchGetResponse): Promise<string[]> {
  const { results = [] } = await client.batches.get(batch.id, { expand: ['results'] });
  return (results ?? []).flatMap(({ error_message, source_directory_file_id }: BatchGetResponse.Result) =>
    error_message ? [`${source_directory_file_id}: ${error_message}`] : [],
  );
}

export async function aNewBatch(directory: string, job: BatchCreateParams.Config.Job): Promise<BatchCreateResponse> {
  const params: BatchCreateParams = {
    config: { job },
    source_directory_id: directory,
    webhook_configurations: [{ webhook_url: 'https://example.com', webhook_events: ['batch.success', 'batch.error'] }],
  };
  return client.batches.create(params, { timeout: 30_000, maxRetries: 0, idempotencyKey: 'once' });
}

export function cancelling(params: BatchCancelParams = {}): APIPromise<BatchCancelResponse> {
  return client.batches.cancel(id, params, { maxRetries: 5 });
}

export async function pollUntilEnd(signal?: AbortSignal): Promise<BatchGetResponse['status']> {
  for (;;) {
    const { status } = await client.batches.get(id, undefined, { signal });
    switch (status) {
      case 'COMPLETED':
      case 'FAILED':
      case 'CANCELLED':
        return status;
      default:
        await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

export const allAtOnce = (ids: string[]): Promise<BatchGetResponse[]> =>
  Promise.all(ids.map((each) => client.batches.get(each)));

export async function settled(ids: string[]): Promise<unknown[]> {
  const outcomes = await Promise.allSettled(ids.map((each) => client.batches.get(each)));
  return outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.id : outcome.reason));
}

export const chained = (): Promise<string | null> =>
  client.batches
    .get(id)
    .then((batch) => batch.created_at ?? null)
    .catch(() => null)
    .finally(() => {});

export function describe(batch: BatchListResponse | BatchGetResponse | BatchCreateResponse): string {
  const type: 'parse_v2' | 'extract_v2' = batch.config.job.type;
  return `${batch.id} ${type} ${batch.updated_at?.slice(0, 10)} ${batch.results?.[0]?.job_reference?.id}`;
}

export async function requestIds(): Promise<Array<string | null>> {
  const { data, response } = await client.batches.list().withResponse();
  const raw: Response = await client.batches.get(data.items[0]!.id).asResponse();
  const whole: { data: BatchGetResponse; response: Response } = await client.batches.get(id).withResponse();
  return [response.headers.get('x-request-id'), raw.headers.get('x-request-id'), whole.response.statusText];
}

export async function aStreamOfTheBody(): Promise<ReadableStream<Uint8Array> | null> {
  return (await client.batches.list().asResponse()).body;
}

export const headersInEveryForm = (): unknown[] => [
  client.batches.list({}, { headers: new Headers({ 'x-a': '1' }) }),
  client.batches.list({}, { headers: [['x-a', '1']] }),
  client.batches.list({}, { headers: { 'x-a': '1', 'x-b': null, 'x-c': undefined, 'x-d': ['1', '2'] } }),
];

export function undocumentedParameters(query: object, body: Record<string, unknown>): unknown[] {
  const params: BatchCreateParams = {
    config: { job: { configuration_id: 'c', type: 'parse_v2' } },
    source_directory_id: 'd',
  };
  const filters: Record<string, unknown> = { page_size: 5 };
  return [
    client.batches.list({}, { query }),
    client.batches.list({}, { query: filters }),
    client.batches.list({}, { query: { nested: { a: 1 }, since: new Date() } }),
    client.batches.create(params, { body }),
    client.batches.create(params, { body: { ...params, priority: 'high' } }),
  ];
}

export function everyRequestOption(signal: AbortSignal | null): LlamaCloud.RequestOptions {
  return {
    method: 'get',
    path: '/api/v2/batches',
    query: null,
    body: undefined,
    headers: null,
    maxRetries: 1,
    stream: false,
    timeout: 1_000,
    fetchOptions: { priority: 'low', integrity: '', mode: 'cors' },
    signal,
    idempotencyKey: 'once',
    defaultBaseURL: 'https://example.com',
    __binaryResponse: false,
  };
}

export function optionsOfAMethod(
  options: Parameters<LlamaCloud['batches']['get']>[2],
): LlamaCloud.RequestOptions | undefined {
  return { ...options, signal: AbortSignal.timeout(5_000) };
}

export function fetchOptionsOfOthers(init: RequestInit): unknown {
  const { body, headers, method, signal, ...rest } = init;
  return client.batches.list({}, { fetchOptions: rest, signal: signal ?? undefined });
}

export const aFetchOfTheirs = (fetch: typeof globalThis.fetch): LlamaCloud => new LlamaCloud({ fetch });

export function aFetchThatCounts(): LlamaCloud {
  let count = 0;
  const counting: typeof fetch = (input, init) => {
    console.log(`request ${++count}`);
    return fetch(input, init);
  };
  return new LlamaCloud({ fetch: counting });
}

export const aMockFetch = new LlamaCloud({
  apiKey: 'k',
  fetch: (url: string | URL | Request, init: RequestInit = {}): Promise<Response> =>
    Promise.resolve(new Response(JSON.stringify({ items: [], url: `${url}`, method: init.method }))),
});

/** A `fetch` of the option's type is given the URL as text, but may take whatever the host's does. */
export const addressed: NonNullable<ClientOptions['fetch']> = async (input, init) => {
  const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
  return fetch(url, init);
};

export const inline = new LlamaCloud({
  fetch: async (input, init) => (input instanceof Request ? fetch(input) : fetch(new URL(input), init)),
});

export const called = (option: NonNullable<ClientOptions['fetch']>): Promise<Response> =>
  option(new URL('https://api.cloud.llamaindex.ai'));

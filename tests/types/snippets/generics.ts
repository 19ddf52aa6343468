// Types made of types, and common patterns, as users of the official SDK write them: see types.test.mjs.

import type { ClientOptions } from 'llama-cloud-batches';
import LlamaCloud, { APIUserAbortError, type PagePromise } from 'llama-cloud-batches';
import { Batches } from 'llama-cloud-batches/resources/batches';
import type {
  BatchGetResponse,
  BatchListParams,
  BatchListResponse,
  BatchListResponsesPaginatedCursor,
} from 'llama-cloud-batches/resources/batches';
import { VERSION } from 'llama-cloud-batches/version';

const client = new LlamaCloud({ apiKey: 'llx-…' });
declare const id: string;

export type Fetch = NonNullable<ClientOptions['fetch']>;
export const retrying =
  (fetch: Fetch): Fetch =>
  async (...words) => {
    const response = await fetch(...words);
    return response.status === 418 ? fetch(...words) : response;
  };

export type Method = keyof Pick<Batches, 'list' | 'get' | 'create' | 'cancel'>;
export const arity = (method: Method): number => client.batches[method].length;

export function spy<Name extends 'get' | 'create'>(
  name: Name,
  answer: Awaited<ReturnType<Batches[Name]>>,
): [Name, string] {
  return [name, answer.id];
}

export type CreateParams = Parameters<typeof client.batches.create>[0];
export const withoutWebhooks = ({ webhook_configurations, ...rest }: CreateParams): CreateParams => rest;

export const required: Required<Pick<BatchListParams, 'status'>> = { status: 'FAILED' };

export function partialUpdate(batch: BatchGetResponse, changes: Partial<BatchGetResponse>): BatchGetResponse {
  return { ...batch, ...changes };
}

export const fixture: BatchListResponse = {
  id: 'bat-1',
  config: { job: { configuration_id: 'cfg', type: 'parse_v2' } },
  project_id: 'prj',
  source_directory_id: 'dir',
  status: 'COMPLETED',
};

export const fixtureOfAPage: Pick<BatchListResponsesPaginatedCursor, 'items' | 'next_page_token'> = {
  items: [fixture],
  next_page_token: '',
};

export function asUnknown(value: unknown): value is BatchListResponse {
  return typeof value === 'object' && value !== null && 'status' in value;
}

export const options = { timeout: 1_000, signal: AbortSignal.timeout(1_000) } satisfies LlamaCloud.RequestOptions;

export async function race(): Promise<BatchGetResponse | 'late'> {
  return Promise.race([client.batches.get(id), new Promise<'late'>((resolve) => setTimeout(resolve, 1, 'late'))]);
}

export const memo = new Map<string, Promise<BatchGetResponse>>();
export function memoized(batchID: string): Promise<BatchGetResponse> {
  const known = memo.get(batchID) ?? client.batches.get(batchID);
  memo.set(batchID, known);
  return known;
}

export class Poller extends EventTarget {
  #client: LlamaCloud;
  constructor(options: ClientOptions) {
    super();
    this.#client = new LlamaCloud(options);
  }
  async run(controller = new AbortController()): Promise<void> {
    for await (const { id, status } of this.#client.batches.list({}, { signal: controller.signal }))
      this.dispatchEvent(new CustomEvent(id, { detail: status }));
  }
}

export function webStream(
  list: PagePromise<BatchListResponsesPaginatedCursor, BatchListResponse>,
): ReadableStream<BatchListResponse> {
  const iterator = list[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel(reason) {
      await iterator.return(reason);
    },
  });
}

export const thrown = async (generator: AsyncGenerator<BatchListResponse>): Promise<unknown> =>
  generator.throw(new Error('stop'));
export const throwing = (): Promise<unknown> => thrown(client.batches.list()[Symbol.asyncIterator]());

export function result(outcome: BatchGetResponse.Result): LlamaCloud.BatchGetResponse.Result.JobReference | null {
  return outcome.job_reference ?? null;
}

export function namespaced(
  params: LlamaCloud.BatchCreateParams,
  config: LlamaCloud.BatchCreateParams.Config,
  webhook: LlamaCloud.BatchCreateParams.WebhookConfiguration,
): Batches.BatchCreateParams {
  return { ...params, config, webhook_configurations: [webhook], webhook_configuration_ids: null };
}

export const statics: [typeof LlamaCloud.Batches, typeof LlamaCloud.APIUserAbortError] = [Batches, APIUserAbortError];

export const version: string = VERSION;

// Errors, mocks, and what tests make by hand, as users of the official SDK write them: see types.test.mjs.

import LlamaCloud, {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIPromise,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  LlamaCloudError,
  NotFoundError,
  PagePromise,
  PermissionDeniedError,
  RateLimitError,
  type UnprocessableEntityError,
} from 'llama-cloud-batches';
import { APIError as ErrorByPath } from 'llama-cloud-batches/error';
import { NotFoundError as ErrorByCore } from 'llama-cloud-batches/core/error';
import type { APIPromise as PromiseByPath } from 'llama-cloud-batches/api-promise';
import type { APIPromise as PromiseByCore } from 'llama-cloud-batches/core/api-promise';
import { PaginatedCursor, type PageRequestOptions, type PaginatedCursorResponse } from 'llama-cloud-batches/pagination';
import type { PagePromise as ListByCore } from 'llama-cloud-batches/core/pagination';
import { Batches } from 'llama-cloud-batches/resources/batches';
import type {
  BatchGetResponse,
  BatchListParams,
  BatchListResponse,
  BatchListResponsesPaginatedCursor,
} from 'llama-cloud-batches/resources/batches';
import { Batches as BatchesByResources } from 'llama-cloud-batches/resources';

const client = new LlamaCloud({ apiKey: 'llx-…' });
declare const id: string;

export async function narrowing(): Promise<string> {
  try {
    return (await client.batches.get(id)).id;
  } catch (error) {
    if (error instanceof LlamaCloud.NotFoundError) return `${error.status satisfies 404} ${error.headers.get('x')}`;
    if (error instanceof RateLimitError) return error.headers.get('retry-after') ?? 'soon';
    if (error instanceof APIConnectionTimeoutError) return error.message;
    if (error instanceof APIConnectionError) return String((error as { cause?: unknown }).cause);
    if (error instanceof APIUserAbortError) return error.name;
    if (error instanceof APIError)
      return `${error.status} ${error.name} ${JSON.stringify(error.headers)} ${error.error}`;
    if (error instanceof LlamaCloudError) return error.stack ?? '';
    throw error;
  }
}

export function isRetryable(error: unknown): error is InstanceType<typeof LlamaCloud.APIError> {
  return error instanceof LlamaCloud.APIError && (error.status === undefined || error.status >= 500);
}

export function bySwitch(error: InstanceType<typeof APIError>): 'login' | 'wait' | 'give up' {
  switch (error.constructor) {
    case AuthenticationError:
    case PermissionDeniedError:
      return 'login';
    case RateLimitError:
    case InternalServerError:
      return 'wait';
    default:
      return 'give up';
  }
}

export const ignoringWhatIsMissing = (): Promise<BatchGetResponse | undefined> =>
  client.batches.get(id).catch((error: unknown) => {
    if (error instanceof ErrorByCore || error instanceof ErrorByPath) return undefined;
    throw error;
  });

export function theDetail(error: InstanceType<typeof UnprocessableEntityError>): unknown {
  return (error.error as { detail?: Array<{ msg: string }> } | undefined)?.detail?.[0]?.msg;
}

export class IngestError extends LlamaCloudError {
  constructor(
    message: string,
    readonly batch: BatchGetResponse,
  ) {
    super(message);
  }
}

export class Teapot extends APIError<418, Headers, { detail: string }> {}

export const aTeapot: string = new Teapot(418, { detail: 'short and stout' }, undefined, new Headers()).error.detail;

export function errorsByHand(headers: Headers): Error[] {
  return [
    new APIError(404, { detail: 'x' }, undefined, headers),
    new APIError(undefined, undefined, 'no', undefined),
    new NotFoundError(404, { detail: 'x' }, undefined, headers),
    new BadRequestError(400, {}, 'no', headers),
    new ConflictError(409, undefined, undefined, headers),
    new RateLimitError(429, undefined, 'slow down', headers),
    new InternalServerError(503, undefined, undefined, headers),
    new APIConnectionError({ message: 'gone' }),
    new APIConnectionError({ cause: new Error('reset') }),
    new APIConnectionTimeoutError(),
    new APIConnectionTimeoutError({ message: 'late' }),
    new APIUserAbortError(),
    new LlamaCloudError('no'),
    APIError.generate(404, { detail: 'x' }, undefined, headers),
    LlamaCloud.APIError.generate(undefined, undefined, 'no', undefined),
  ];
}

export function aPromiseByHand(batch: BatchGetResponse): APIPromise<BatchGetResponse> {
  const props = { response: Response.json(batch) } as unknown as Awaited<ConstructorParameters<typeof APIPromise>[1]>;
  return new APIPromise<BatchGetResponse>(client, Promise.resolve(props), async (_, { response }) => response.json());
}

export function promisesByPath(promise: PromiseByPath<string>): [PromiseByCore<string>, typeof ListByCore] {
  return [promise, PagePromise];
}

export function aPageByHand(
  items: BatchListResponse[],
  options: PageRequestOptions,
): BatchListResponsesPaginatedCursor {
  const body: PaginatedCursorResponse<BatchListResponse> = { items, next_page_token: '' };
  return new PaginatedCursor<BatchListResponse>(client, new Response(), body, { ...options, method: 'get', path: '/' });
}

export function aFakeClient(batches: Pick<Batches, 'list' | 'get'>): LlamaCloud {
  return { batches } as unknown as LlamaCloud;
}

export const aReplacedResource = (): Batches => (client.batches = new Batches(client));

export class LoudBatches extends BatchesByResources {
  override get(...words: Parameters<Batches['get']>): APIPromise<BatchGetResponse> {
    console.log(words[0]);
    return super.get(...words);
  }
}

export interface Port {
  list(params?: BatchListParams | null): AsyncIterable<BatchListResponse>;
  get(batchID: string): Promise<BatchGetResponse>;
}
export const port: Port = client.batches;

type Mocked<T> = { [Name in keyof T]: T[Name] extends (...words: infer W) => infer R ? (...words: W) => R : T[Name] };
export const mocked: Partial<Mocked<Batches>> = { get: (batchID) => client.batches.get(batchID) };

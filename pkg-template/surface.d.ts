export { LlamaCloud as default };

/**
 * A client of the LlamaCloud API.
 *
 * ```js
 * const client = new LlamaCloud(); // the key from LLAMA_CLOUD_API_KEY
 * for await (const batch of client.batches.list({ status: 'RUNNING' })) console.log(batch.id);
 * ```
 */
export declare class LlamaCloud {
  /**
   * Makes a client. Throws a `LlamaCloudError` that names the option if one is unknown or wrong, or if there is no
   * API key outside of a page.
   */
  constructor(options?: ClientOptions);
  /** The batches that the key may see. */
  batches: Batches;
  /** Where the API is, without a closing slash. */
  baseURL: string;
  /** How long one attempt may take, in milliseconds. */
  timeout: number;
  /** How often a request may be retried. */
  maxRetries: number;
  /** What is logged. */
  logLevel: LogLevel;
  /** What logs. */
  logger: Logger;
  /** More options for every `fetch` call. */
  fetchOptions: FetchOptions | undefined;
  /** A client of the same class with these options, and those of this client for what is left out. */
  withOptions(options: ClientOptions): this;
}

/** Lists, reads, creates and cancels batches. */
export declare class Batches {
  constructor(client: LlamaCloud);
  /**
   * Lists batches. Await it for the first page, or iterate it for every batch:
   *
   * ```js
   * for await (const batch of client.batches.list({ status: 'FAILED' })) console.log(batch.id);
   * ```
   *
   * Nothing is sent before that. A list ends only if the server sends no next cursor; an empty page does not end it.
   * A cursor that repeats is an error: at once among the first 1,024 pages, soon after in a longer list.
   */
  list(
    params?: BatchListParams | null,
    options?: ListOptions,
  ): PagePromise<BatchListResponsesPaginatedCursor, BatchListResponse>;
  /** Reads one batch, with its per-file results if `expand: ['results']` asks for them. */
  get(batchID: string, params?: BatchGetParams | null, options?: RequestOptions): APIPromise<BatchGetResponse>;
  /**
   * Creates a batch over a directory. It starts at once and is processed on the server; the answer is the new batch.
   * Unless the server surely refused it, it is never sent twice.
   */
  create(params: BatchCreateParams, options?: RequestOptions): APIPromise<BatchCreateResponse>;
  /**
   * Cancels a batch that has not ended. The answer comes at once; the batch reaches `CANCELLED` when its processing
   * stops. Files that are done keep their results.
   */
  cancel(batchID: string, params?: BatchCancelParams | null, options?: RequestOptions): APIPromise<BatchCancelResponse>;
  /**
   * Waits for a batch to reach a terminal status, and resolves with it, whether it is `COMPLETED`, `FAILED` or
   * `CANCELLED`. It goes on through transient errors.
   *
   * ```js
   * const batch = await client.batches.wait(id, { timeout: 600_000, expand: ['results'] });
   * ```
   */
  wait(batchID: string, options?: WaitOptions | null): Promise<Batch>;
  /** Creates a batch and waits for it to reach a terminal status; resolves with it and its results. */
  createAndPoll(params: BatchCreateParams, options?: PollOptions | null): Promise<Batch>;
  /**
   * Watches the batches that match: an async iterator over each batch that appears or changes its status, for as long
   * as it is iterated. A batch that stops matching a `status` filter is not reported. One that is open for more than a
   * day is polled by itself, at most 50 of them in one poll, so that the cost stays constant however long you watch.
   *
   * ```js
   * for await (const batch of client.batches.watch()) console.log(batch.id, batch.status);
   * ```
   */
  watch(params?: BatchListParams | null, options?: WatchOptions | null): ListIterator<Batch>;
}

/** An item of what `list` answers with, under the official SDK's name. */
export interface BatchListResponse extends Batch {}
/** The parts of a BatchListResponse, under the official SDK's names. */
export declare namespace BatchListResponse {
  /** What a batch does. */
  export type Config = BatchConfig;
  /** The parts of a configuration. */
  export namespace Config {
    /** The job that each file gets. */
    export type Job = BatchJob;
  }
  /** The outcome of one file. */
  export type Result = BatchResult;
  /** The parts of a result. */
  export namespace Result {
    /** The job that processes the file. */
    export type JobReference = NonNullable<BatchResult['job_reference']>;
  }
}
/** What `get` answers with, under the official SDK's name. */
export interface BatchGetResponse extends Batch {}
/** The parts of a BatchGetResponse, under the official SDK's names. */
export declare namespace BatchGetResponse {
  /** What a batch does. */
  export type Config = BatchConfig;
  /** The parts of a configuration. */
  export namespace Config {
    /** The job that each file gets. */
    export type Job = BatchJob;
  }
  /** The outcome of one file. */
  export type Result = BatchResult;
  /** The parts of a result. */
  export namespace Result {
    /** The job that processes the file. */
    export type JobReference = NonNullable<BatchResult['job_reference']>;
  }
}
/** What `create` answers with, under the official SDK's name. */
export interface BatchCreateResponse extends Batch {}
/** The parts of a BatchCreateResponse, under the official SDK's names. */
export declare namespace BatchCreateResponse {
  /** What a batch does. */
  export type Config = BatchConfig;
  /** The parts of a configuration. */
  export namespace Config {
    /** The job that each file gets. */
    export type Job = BatchJob;
  }
  /** The outcome of one file. */
  export type Result = BatchResult;
  /** The parts of a result. */
  export namespace Result {
    /** The job that processes the file. */
    export type JobReference = NonNullable<BatchResult['job_reference']>;
  }
}
/** What `cancel` answers with, under the official SDK's name. */
export interface BatchCancelResponse extends Batch {}
/** The parts of a BatchCancelResponse, under the official SDK's names. */
export declare namespace BatchCancelResponse {
  /** What a batch does. */
  export type Config = BatchConfig;
  /** The parts of a configuration. */
  export namespace Config {
    /** The job that each file gets. */
    export type Job = BatchJob;
  }
  /** The outcome of one file. */
  export type Result = BatchResult;
  /** The parts of a result. */
  export namespace Result {
    /** The job that processes the file. */
    export type JobReference = NonNullable<BatchResult['job_reference']>;
  }
}
/** The parts of what `create` takes, under the official SDK's names. */
export declare namespace BatchCreateParams {
  /** What to do with each file. */
  export type Config = BatchConfig;
  /** The parts of a configuration. */
  export namespace Config {
    /** The job that each file gets. */
    export type Job = BatchJob;
  }
  /** A webhook to notify. */
  export type WebhookConfiguration = NonNullable<BatchCreateParams['webhook_configurations']>[number];
}

/** The parameters of a page, which the filters of a list hold. */
export type PaginatedCursorParams = Pick<BatchListParams, 'page_size' | 'page_token'>;
/** What a page holds as the server sends it. */
export interface PaginatedCursorResponse<Item> {
  /** The items of the page. */
  items: Array<Item>;
  /** The cursor of the next page; empty on the last. */
  next_page_token: string;
}
/** A page of batches. */
export type BatchListResponsesPaginatedCursor = PaginatedCursor<BatchListResponse>;

/** The types around batches, under the official SDK's names. */
export declare namespace Batches {
  export {
    BatchListParams,
    BatchGetParams,
    BatchCreateParams,
    BatchCancelParams,
    BatchListResponse,
    BatchGetResponse,
    BatchCreateResponse,
    BatchCancelResponse,
    BatchListResponsesPaginatedCursor,
  };
}

/** The promise of an answer. The request is sent at once, and once. */
export declare class APIPromise<T> extends Promise<T> {
  /**
   * Makes one by hand, as tests do. `parseResponse` makes the answer of the response, once it is asked for; the default
   * reads JSON or text.
   */
  constructor(
    client: LlamaCloud,
    responsePromise: Promise<APIResponseProps>,
    parseResponse?: (client: LlamaCloud, props: APIResponseProps) => T | Promise<T>,
  );
  /** The response itself, its body unread unless the promise was awaited before. */
  asResponse(): Promise<ResponseLike>;
  /** The answer and the response it came in. */
  withResponse(): Promise<{
    /** The answer, as awaiting the promise gives it. */
    data: T;
    /** The response. */
    response: ResponseLike;
  }>;
}

/**
 * The promise of the first page of a list, which is asked for when it is first awaited. Iterated, it
 * walks through the whole list, each time from the start; `break` closes the connection.
 */
export declare class PagePromise<Page, Item = ItemOf<Page>> extends APIPromise<Page> implements AsyncIterable<Item> {
  /** Makes one by hand, as tests do: a page of the class `Page` is made of the response. */
  constructor(
    client: LlamaCloud,
    request: Promise<APIResponseProps>,
    Page: new (...words: ConstructorParameters<typeof PaginatedCursor>) => Page,
  );
  /** Every page of the list, from the first on. */
  iterPages(): ListIterator<Page>;
  /** Every item of the list. */
  [Symbol.asyncIterator](): ListIterator<Item>;
}

/** What an `APIPromise` is made from by hand. */
export interface APIResponseProps {
  /** The response. */
  response: ResponseLike;
  /** The options of the request; a page goes on with them. */
  options?: RequestOptions;
  /** Whatever else the official SDK's have. */
  [more: string]: unknown;
}

/** The item of a page. */
export type ItemOf<Page> = Page extends { getPaginatedItems(): Array<infer Item> } ? Item : never;

/** A page of a list. Fields that the server adds are here too. */
export declare class PaginatedCursor<Item> implements AsyncIterable<Item> {
  /** Makes one by hand, as tests do. The next page is a list of `client`, with the options of the request. */
  constructor(client: LlamaCloud, response: ResponseLike, body: PaginatedCursorResponse<Item>, options: RequestOptions);
  /** The items of this page. An empty page need not be the last. */
  items: Array<Item>;
  /** The cursor of the next page; empty on the last. Pass it as `page_token` to go on later. */
  next_page_token: string;
  /** How many items match the filters in all, where the server says so. */
  total_size: number | null;
  /** The items of this page. */
  getPaginatedItems(): Array<Item>;
  /** Whether there is a next page. */
  hasNextPage(): boolean;
  /** The next page. Rejects where there is none, and where the list goes in circles. */
  getNextPage(): Promise<this>;
  /** This page and all that follow. */
  iterPages(): ListIterator<this>;
  /** The items of this page and of all that follow. */
  [Symbol.asyncIterator](): ListIterator<Item>;
}

/** What every page is, under the official SDK's name. */
export declare const AbstractPage: typeof PaginatedCursor;
/** A page of any kind, under the official SDK's name. */
export type AbstractPage<Item> = PaginatedCursor<Item>;
/** What a request for a page holds. */
export type PageRequestOptions = Pick<RequestOptions, 'query' | 'headers' | 'body' | 'path' | 'method'>;

/** An async iterator: calls of `next` may overlap; after an error or `return` it is done. */
export interface ListIterator<T> extends AsyncGenerator<T, any, any> {
  /** The next value. */
  next(): Promise<IteratorResult<T, undefined>>;
  /** Ends the iteration and closes a connection that is open for it. */
  return(value?: any): Promise<IteratorResult<T, any>>;
  /** Ends the iteration, and rejects with `error`. */
  throw(error?: unknown): Promise<IteratorResult<T, any>>;
  /** The iterator itself. */
  [Symbol.asyncIterator](): ListIterator<T>;
}

/** What every error of this package is. Bad arguments are of this class itself. */
export declare class LlamaCloudError extends Error {}

/**
 * The server answered with an error, or with something that is not what the API promises, or did
 * not answer.
 */
export declare class APIError<
  Status extends number | undefined = number | undefined,
  Head extends HeadersHost | undefined = HeadersHost | undefined,
  Body extends Object | undefined = Object | undefined,
> extends LlamaCloudError {
  constructor(status: Status, error: Body, message: string | undefined, headers: Head);
  /** The error of a response, of the class of its status; without a status or headers, of a lost connection. */
  static generate(
    status: number | undefined,
    errorResponse: Object | undefined,
    message: string | undefined,
    headers: HeadersHost | undefined,
  ): APIError;
  /** The status of the answer, if there was one. */
  readonly status: Status;
  /** The headers of the answer, if there was one. */
  readonly headers: Head;
  /** The body of the answer: parsed JSON, or text. */
  readonly error: Body;
  /** The method of the request. */
  readonly method?: string;
  /** The path of the request, without its query. */
  readonly path?: string;
}

/** Status 400. */
export declare class BadRequestError extends APIError<400, HeadersHost> {}
/** Status 401: the key is missing, wrong, or of another region. */
export declare class AuthenticationError extends APIError<401, HeadersHost> {}
/** Status 403: the key may not do this. */
export declare class PermissionDeniedError extends APIError<403, HeadersHost> {}
/** Status 404. */
export declare class NotFoundError extends APIError<404, HeadersHost> {}
/** Status 409. */
export declare class ConflictError extends APIError<409, HeadersHost> {}
/** Status 422: a parameter is not what the API takes; the message names it. */
export declare class UnprocessableEntityError extends APIError<422, HeadersHost> {}
/** Status 429: too many requests. */
export declare class RateLimitError extends APIError<429, HeadersHost> {}
/** Status 500 and above. */
export declare class InternalServerError extends APIError<number, HeadersHost> {}

/** There was no answer, or it broke off. The `cause` is what `fetch` threw. */
export declare class APIConnectionError extends APIError<undefined, undefined, undefined> {
  constructor(options?: { message?: string | undefined; cause?: unknown });
}
/** There was no whole answer within `timeout`. */
export declare class APIConnectionTimeoutError extends APIConnectionError {
  constructor(options?: { message?: string });
}
/** The `signal` fired. The `cause` is its reason. */
export declare class APIUserAbortError extends APIError<undefined, undefined, undefined> {
  constructor(options?: { message?: string });
}

/** Waiting for a batch ended without what was waited for. */
export declare class BatchWaitError extends LlamaCloudError {
  constructor(message: string, batch: Batch | undefined);
  /** The batch as it was seen last. */
  readonly batch: Batch | undefined;
}

/** How much is logged, each level including the ones before it. */
export type LogLevel = 'off' | 'error' | 'warn' | 'info' | 'debug';

/** What logs. `console` is one. */
export interface Logger {
  /** Logs nothing yet: what fails for good is thrown. */
  error(message: string, ...rest: unknown[]): void;
  /** Logs what a watch survives, and nobody else tells. */
  warn(message: string, ...rest: unknown[]): void;
  /** Logs each answer, each repetition, and each failure. */
  info(message: string, ...rest: unknown[]): void;
  /** Logs each request too, and headers. */
  debug(message: string, ...rest: unknown[]): void;
}

/** Headers in any form. Null takes a default header away, undefined says nothing. */
export type HeadersLike =
  | HeadersHost
  | ReadonlyArray<ReadonlyArray<string | null | undefined>>
  | Record<string, string | null | undefined | ReadonlyArray<string | null | undefined>>;

/** Query parameters. An array repeats its name; null takes a default parameter away. */
export type QueryLike = Record<string, QueryValue | ReadonlyArray<QueryValue> | null | undefined>;
/** The value of a query parameter. */
export type QueryValue = string | number | boolean;

// The host's own types where the TypeScript configuration knows them, else the part that is needed:
// this package asks for neither the DOM library nor Node's types.
type Host<Name extends string, Else> = typeof globalThis extends { [K in Name]: { prototype: infer T } } ? T : Else;

/** The host's `Headers`. */
export type HeadersHost = Host<
  'Headers',
  { get(name: string): string | null; [Symbol.iterator](): Iterator<[string, string]> }
>;
/** The host's `Response`. */
export type ResponseLike = Host<
  'Response',
  {
    readonly status: number;
    readonly ok: boolean;
    readonly headers: HeadersHost;
    text(): Promise<string>;
    json(): Promise<any>;
  }
>;
/** The host's `AbortSignal`. */
export type AbortSignalLike = Host<
  'AbortSignal',
  {
    readonly aborted: boolean;
    readonly reason?: any;
    addEventListener(type: 'abort', listener: () => void): void;
    removeEventListener(type: 'abort', listener: () => void): void;
  }
>;
/** What `fetch` takes as its second argument. */
type Init = typeof globalThis extends { fetch: (input: any, init?: infer I) => any }
  ? NonNullable<I>
  : { [option: string]: any };
/** More options for `fetch`; the client sets the others itself. */
export type FetchOptions = Omit<Init, 'method' | 'headers' | 'body' | 'signal'>;
/**
 * A function that fetches. The client calls it as `fetch(url, init)`, with a text: one that takes nothing else will do, and
 * one that also takes what the host's `fetch` does.
 */
export type Fetch = {
  of(url: string | Host<'URL', never> | Host<'Request', never>, init?: Init): Promise<ResponseLike>;
}['of'];

export declare namespace LlamaCloud {
  export {
    ClientOptions,
    RequestOptions,
    ListOptions,
    WaitOptions,
    PollOptions,
    WatchOptions,
    Batch,
    BatchListParams,
    BatchGetParams,
    BatchCreateParams,
    BatchCancelParams,
    BatchListResponse,
    BatchGetResponse,
    BatchCreateResponse,
    BatchCancelResponse,
    BatchListResponsesPaginatedCursor,
    PaginatedCursorParams,
    PaginatedCursorResponse,
    Logger,
    LogLevel,
    LlamaCloud,
    Batches,
    PaginatedCursor,
    LlamaCloudError,
    APIError,
    APIConnectionError,
    APIConnectionTimeoutError,
    APIUserAbortError,
    BadRequestError,
    AuthenticationError,
    PermissionDeniedError,
    NotFoundError,
    ConflictError,
    UnprocessableEntityError,
    RateLimitError,
    InternalServerError,
    BatchWaitError,
  };
  /** The default of `timeout`, in milliseconds. */
  export const DEFAULT_TIMEOUT: number;
}

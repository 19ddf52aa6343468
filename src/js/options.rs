//! The options of the JavaScript surface, as TypeScript sees them. They are read by the tables of
//! `host::client`; these structs are declarations only.

#![allow(
    dead_code,
    reason = "tsify makes TypeScript of these; nothing constructs them"
)]

use tsify::Tsify;
use wasm_bindgen::JsValue;

/// The options of a client. All of them have defaults.
#[derive(Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ClientOptions {
    /// The API key (`llx-…`). The default is the environment variable `LLAMA_CLOUD_API_KEY`, then
    /// `LLAMA_PARSE_API_KEY`. In a browser page without a key, requests are sent with the user's
    /// cookies (`credentials: 'include'`); elsewhere the constructor throws.
    #[tsify(optional, type = "string | null")]
    api_key: JsValue,
    /// Where the API is. The default is the environment variable `LLAMA_CLOUD_BASE_URL`, then
    /// `https://api.cloud.llamaindex.ai`, which null and an empty text stand for. Europe is `https://api.cloud.eu.llamaindex.ai`, with keys
    /// of its own. In a page it may be relative, such as `/llama-cloud`, for a proxy on your own
    /// server.
    #[serde(rename = "baseURL")]
    #[tsify(optional, type = "string | null")]
    base_url: JsValue,
    /// How long one attempt may take, in milliseconds, from the request to the last byte of the
    /// response. `Infinity` is no limit. The default is 60,000. An attempt that takes longer is
    /// retried like a lost connection.
    #[tsify(optional, type = "number | null")]
    timeout: JsValue,
    /// How often a request may be retried after a transient failure. The default is 2; 0 sends
    /// every request once.
    #[tsify(optional, type = "number | null")]
    max_retries: JsValue,
    /// Called as `fetch(url, init)` instead of the global `fetch`.
    #[tsify(optional, type = "Fetch | null")]
    fetch: JsValue,
    /// More options for every `fetch` call, such as `cache` or a `dispatcher`.
    #[tsify(optional, type = "FetchOptions | null")]
    fetch_options: JsValue,
    /// Headers sent with every request; `null` removes a default header.
    #[tsify(optional, type = "HeadersLike | null")]
    default_headers: JsValue,
    /// Query parameters sent with every request.
    #[tsify(optional, type = "QueryLike | null")]
    default_query: JsValue,
    /// Client-side rate limit: at most this many requests, retries included, in any 60 seconds;
    /// further requests are delayed. The default, and `Infinity`, is no limit. Clients that
    /// `withOptions` derives count their requests together; other clients do not.
    #[tsify(optional, type = "number | null")]
    max_requests_per_minute: JsValue,
    /// What to log: `off`, `error`, `warn`, `info` or `debug`, each including the ones before. The
    /// default is the environment variable `LLAMA_CLOUD_LOG`, then `warn`. `debug` logs headers, too,
    /// without secrets. Neither keys nor queries are logged.
    #[tsify(optional, type = "LogLevel | null")]
    log_level: JsValue,
    /// What to log with. The default is `console`.
    #[tsify(optional, type = "Logger | null")]
    logger: JsValue,
}

/// The options of a single request, the last argument of each method. The client's options apply
/// to what is left out.
#[derive(Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RequestOptions {
    /// Cancels the request when aborted: pending promises reject with `APIUserAbortError`, whose
    /// `cause` is the signal's reason, and the connection is closed.
    #[tsify(optional, type = "AbortSignalLike | null")]
    signal: JsValue,
    /// How long one attempt may take, in milliseconds, to the last byte of the response.
    #[tsify(optional, type = "number | null")]
    timeout: JsValue,
    /// How often the request may be retried after a transient failure.
    #[tsify(optional, type = "number | null")]
    max_retries: JsValue,
    /// Headers for this request; `null` removes a default header.
    #[tsify(optional, type = "HeadersLike | null")]
    headers: JsValue,
    /// More query parameters for this request, such as filters that this version does not know. Each
    /// replaces the operation's own of that name, an array repeats it, and `null` removes it.
    #[tsify(optional, type = "QueryLike | object | null")]
    query: JsValue,
    /// More options for the `fetch` call.
    #[tsify(optional, type = "FetchOptions | null")]
    fetch_options: JsValue,
    /// More fields for the body of a `create` or a `cancel`, such as those that this version does not
    /// know: a plain object. Each replaces a parameter of that name.
    #[tsify(optional, type = "unknown")]
    body: JsValue,
    /// Another path than that of the operation, from the base URL on and without a query.
    #[tsify(optional, type = "string | null")]
    path: JsValue,
    /// The method of the operation. Another one is refused.
    #[tsify(optional, type = "'get' | 'post' | 'put' | 'patch' | 'delete' | null")]
    method: JsValue,
    /// The base URL of this request, if that of the client is the default.
    #[serde(rename = "defaultBaseURL")]
    #[tsify(optional, type = "string | null")]
    default_base_url: JsValue,
    /// Has no effect: the API knows no such keys, and a `create` that may have run is never repeated.
    #[tsify(optional, type = "string | null")]
    idempotency_key: JsValue,
    /// Has no effect: no answer is a stream.
    #[tsify(optional, type = "boolean | null")]
    stream: JsValue,
    /// Has no effect: `asResponse()` gives the response.
    #[serde(rename = "__binaryResponse")]
    #[tsify(optional, type = "boolean | null")]
    binary_response: JsValue,
}

/// The options of a list: those of a request, and how to read the list.
#[derive(Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ListOptions {
    /// The options of each request.
    #[serde(flatten)]
    request: RequestOptions,
    /// How many pages to prefetch: 1, the default, or 0. The next page is prefetched once a loop
    /// requests its second item, so taking one item, or awaiting the first page, costs one request.
    /// A prefetch error is thrown after the items that precede it; `break` cancels the prefetch.
    #[tsify(optional, type = "0 | 1 | null")]
    read_ahead: JsValue,
    /// How many requests a loop over the items may have in flight, 1 to 16. The default is 1. More
    /// than one needs both `created_at_on_or_after` and `created_at_on_or_before`: the time between
    /// them is split into windows that are listed concurrently. The result is the same as that of
    /// the sequential list. A list that is not ordered by creation time, or a server that does not
    /// keep to the bounds, is read sequentially. After a 429 fewer requests are in flight. Pages
    /// are always read one by one.
    #[tsify(optional, type = "number | null")]
    concurrency: JsValue,
    /// Whether the batches come in the order of the sequential list, the default, or, with `false`,
    /// in the order in which they arrive. For `concurrency` above 1.
    #[tsify(optional, type = "boolean | null")]
    ordered: JsValue,
}

/// How to poll a batch until it reaches a terminal status, the last argument of `createAndPoll`.
#[derive(Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PollOptions {
    /// The pause after the first poll, in milliseconds; each one after it is half as long again.
    /// The default is 1,000.
    #[tsify(optional, type = "number | null")]
    poll_interval: JsValue,
    /// The longest pause between two polls, in milliseconds, unless the server asks for more with
    /// `Retry-After`. The default is 10,000.
    #[tsify(optional, type = "number | null")]
    max_interval: JsValue,
    /// How long to wait in all, in milliseconds; then the promise rejects with a `BatchWaitError`
    /// that holds the last known state of the batch. The default is no limit.
    #[tsify(optional, type = "number | null")]
    timeout: JsValue,
    /// Cancels the wait when aborted: the promise rejects with `APIUserAbortError`.
    #[tsify(optional, type = "AbortSignalLike | null")]
    signal: JsValue,
    /// Called with the batch after each poll; it may be async. If it throws, the promise rejects
    /// with that error as `cause`.
    #[tsify(optional, type = "((batch: Batch) => void | Promise<void>) | null")]
    on_update: JsValue,
    /// Whether a batch that ends as `FAILED` or `CANCELLED` rejects with a `BatchWaitError`. The
    /// default is false: the promise resolves with the batch, however it ended.
    #[tsify(optional, type = "boolean | null")]
    throw_on_failure: JsValue,
}

/// How to wait for a batch, the second argument of `wait`.
#[derive(Tsify)]
#[serde(rename_all = "camelCase")]
pub struct WaitOptions {
    /// How to poll.
    #[serde(flatten)]
    poll: PollOptions,
    /// What to read along with the batch: `['results']` for the per-file results.
    #[tsify(optional, type = "Array<string> | null")]
    expand: JsValue,
    /// The organization of the batch.
    #[serde(rename = "organization_id")]
    #[tsify(optional, type = "string | null")]
    organization_id: JsValue,
    /// The project of the batch. The default is the API key's project.
    #[serde(rename = "project_id")]
    #[tsify(optional, type = "string | null")]
    project_id: JsValue,
}

/// How to watch batches, the second argument of `watch`.
#[derive(Tsify)]
#[serde(rename_all = "camelCase")]
pub struct WatchOptions {
    /// The pause between two polls, in milliseconds. The default is 5,000.
    #[tsify(optional, type = "number | null")]
    interval: JsValue,
    /// Cancels the watch when aborted: the iterator rejects with `APIUserAbortError`.
    #[tsify(optional, type = "AbortSignalLike | null")]
    signal: JsValue,
    /// Whether the batches of the first poll that succeeds come too. The default is true.
    #[tsify(optional, type = "boolean | null")]
    initial: JsValue,
    /// Called when a poll fails with a transient error (connection lost, 429, 5xx); the watch
    /// continues. It may be async. Permanent errors, and errors thrown here, end the watch.
    #[tsify(
        optional,
        type = "((error: LlamaCloudError) => void | Promise<void>) | null"
    )]
    on_error: JsValue,
    /// Called after each successful poll, also when nothing changed, so that a page can tell a quiet
    /// watch from a broken one. It may be async; if it throws, the watch ends.
    #[tsify(optional, type = "(() => void | Promise<void>) | null")]
    on_poll: JsValue,
}

//! The options of a client and of a single request.

use crate::error::Error;
use crate::host;
use crate::log::{Level, Log};
pub use crate::query::Pair;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

/// The options of a client. All of them have defaults.
#[derive(Clone, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ClientOptions {
    /// The API key (`llx-…`). The default is the environment variable `LLAMA_CLOUD_API_KEY`, then
    /// `LLAMA_PARSE_API_KEY`. Outside of a page one of the three is needed; in a page without a
    /// key the user's cookies are sent instead.
    #[tsify(optional, type = "string | null")]
    pub api_key: Option<String>,
    /// Where the API is. The default is the environment variable `LLAMA_CLOUD_BASE_URL`, then
    /// `https://api.cloud.llamaindex.ai`; Europe is `https://api.cloud.eu.llamaindex.ai`, with keys
    /// of its own. In a page it may be relative, such as `/llama-cloud`, for a proxy on one's own
    /// server.
    #[serde(rename = "baseURL")]
    #[tsify(optional, type = "string | null")]
    pub base_url: String,
    /// How long one attempt may take, from the request to the last byte of the answer, in
    /// milliseconds. `Infinity` is no limit. The default is 60,000. An attempt that takes longer
    /// is repeated like any lost connection.
    #[tsify(optional, type = "number | null")]
    pub timeout: Option<u32>,
    /// How often a request may be sent again after a passing failure. The default is 2; 0 sends
    /// every request once.
    #[tsify(optional, type = "number | null")]
    pub max_retries: u32,
    /// What to call instead of the global `fetch`, as `fetch(url, init)`.
    #[tsify(optional, type = "Fetch | null")]
    pub fetch: JsValue,
    /// More options for every `fetch` call, such as `cache` or a `dispatcher`.
    #[tsify(optional, type = "FetchOptions | null")]
    pub fetch_options: JsValue,
    /// Headers for every request. Null takes a header away that would be sent by default.
    #[tsify(optional, type = "HeadersLike | null")]
    pub default_headers: Vec<Pair>,
    /// Query parameters for every request.
    #[tsify(optional, type = "QueryLike | null")]
    pub default_query: Vec<Pair>,
    /// How many requests the client may send in any 60 seconds, repetitions included. What would
    /// be more waits its turn. The default is no limit. The limit is this client's own: it does not
    /// know of other clients with the same key.
    #[tsify(optional, type = "number | null")]
    pub max_requests_per_minute: Option<u32>,
    /// What to log: `off`, `error`, `warn`, `info` or `debug`, each including the ones before. The
    /// default is the environment variable `LLAMA_CLOUD_LOG`, then `warn`. Neither keys nor
    /// queries are logged.
    #[tsify(optional, type = "LogLevel | null")]
    pub log_level: Level,
    /// What to log with. The default is `console`.
    #[tsify(optional, type = "Logger | null")]
    pub logger: JsValue,
}

/// The options of a single request, the second or third argument of each method. What is left
/// out is as in the client's options.
#[derive(Clone, Default, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RequestOptions {
    /// Gives the request up when it fires: whatever is under way rejects at once with an
    /// `APIUserAbortError`, whose `cause` is the signal's reason, and the connection is closed.
    #[tsify(optional, type = "AbortSignalLike | null")]
    pub signal: JsValue,
    /// How long one attempt may take, in milliseconds, to the last byte of the answer.
    #[tsify(optional, type = "number | null")]
    pub timeout: Option<Option<u32>>,
    /// How often the request may be sent again after a passing failure.
    #[tsify(optional, type = "number | null")]
    pub max_retries: Option<u32>,
    /// Headers for this request. Null takes a default header away.
    #[tsify(optional, type = "HeadersLike | null")]
    pub headers: Vec<Pair>,
    /// Query parameters for this request. Null takes a default parameter away.
    #[tsify(optional, type = "QueryLike | null")]
    pub query: Vec<Pair>,
    /// More options for the `fetch` call.
    #[tsify(optional, type = "FetchOptions | null")]
    pub fetch_options: JsValue,
}

/// The options of a list: those of a request, and how to walk.
#[derive(Clone, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ListOptions {
    /// The options of each request.
    #[serde(flatten)]
    pub request: RequestOptions,
    /// How many pages to ask for ahead of the loop: 1, the default, or 0. Reading ahead begins
    /// once a loop has taken a second item, so that taking one item, or awaiting the first page,
    /// costs one request. A page that a loop waits for is parsed while the server is at work on the one
    /// behind it. `break` gives up what was asked for, and so does an error.
    #[tsify(optional, type = "0 | 1 | null")]
    pub read_ahead: bool,
    /// How many requests a loop over the items may have under way at a time, 1 to 16. The default
    /// is 1. More than one needs both `created_at_on_or_after` and `created_at_on_or_before`: the
    /// time between them is split into windows that are walked side by side. Each batch comes once.
    /// Where the first page is not in the order of creation, the list is walked plainly. When the
    /// server asks one request to wait (status 429), all of them do. Pages are always walked one
    /// by one.
    #[tsify(optional, type = "number | null")]
    pub concurrency: u32,
    /// Whether the batches come in the order of the plain list, which is the default, or, with
    /// `false`, in whatever order they arrive. For `concurrency` above 1.
    #[tsify(optional, type = "boolean | null")]
    pub ordered: bool,
}

/// How to wait for a batch to end, the second argument of `wait`.
#[derive(Clone, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct WaitOptions {
    /// How long to wait before the second look, in milliseconds; each wait after it is half as long
    /// again. The default is 1,000.
    #[tsify(optional, type = "number | null")]
    pub poll_interval: u32,
    /// The longest wait between two looks, in milliseconds, unless the server asks for more with
    /// `Retry-After`. The default is 10,000.
    #[tsify(optional, type = "number | null")]
    pub max_interval: u32,
    /// How long to wait in all, in milliseconds; then the promise rejects with a `BatchWaitError`
    /// that holds the batch as it was seen last. The default is no limit.
    #[tsify(optional, type = "number | null")]
    pub timeout: Option<u32>,
    /// Gives up when it fires: the promise rejects at once with an `APIUserAbortError`.
    #[tsify(optional, type = "AbortSignalLike | null")]
    pub signal: JsValue,
    /// Is called with the batch at each look, and waited for if it takes its time. What it throws
    /// ends the wait.
    #[tsify(optional, type = "((batch: Batch) => void | Promise<void>) | null")]
    pub on_update: JsValue,
    /// Whether a batch that ends as `FAILED` or `CANCELLED` rejects with a `BatchWaitError`. The
    /// default is false: the promise resolves with the batch, however it ended.
    #[tsify(optional, type = "boolean | null")]
    pub throw_on_failure: bool,
    /// What to read along with the batch: `['results']` for the per-file results.
    #[tsify(optional, type = "Array<string> | null")]
    pub expand: Vec<String>,
    /// The organization of the batch.
    #[serde(rename = "organization_id")]
    #[tsify(optional, type = "string | null")]
    pub organization_id: Option<String>,
    /// The project of the batch. The default is the API key's project.
    #[serde(rename = "project_id")]
    #[tsify(optional, type = "string | null")]
    pub project_id: Option<String>,
}

/// How to watch batches, the second argument of `watch`.
#[derive(Clone, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct WatchOptions {
    /// How long to wait between two looks, in milliseconds. The default is 5,000.
    #[tsify(optional, type = "number | null")]
    pub interval: u32,
    /// Ends the watch when it fires: the iterator rejects at once with an `APIUserAbortError`.
    #[tsify(optional, type = "AbortSignalLike | null")]
    pub signal: JsValue,
    /// Whether the batches that are there at the first look come too. The default is true.
    #[tsify(optional, type = "boolean | null")]
    pub initial: bool,
    /// Is called when a look fails in passing (a lost connection, a busy or broken server), and
    /// waited for if it takes its time; the watch goes on. Other errors end it, and what this throws.
    #[tsify(
        optional,
        type = "((error: LlamaCloudError) => void | Promise<void>) | null"
    )]
    pub on_error: JsValue,
    /// Called after each successful poll, also when nothing changed, so that a page can tell a quiet
    /// watch from a broken one. If it returns a promise, the watch awaits it; if it throws, the watch ends.
    #[tsify(optional, type = "(() => void | Promise<void>) | null")]
    pub on_poll: JsValue,
}

/// The default of the first pause of a wait.
pub const POLL_INTERVAL_MS: u32 = 1_000;

/// The default of the longest pause of a wait.
pub const MAX_INTERVAL_MS: u32 = 10_000;

/// The default of the pause between two looks of a watch.
pub const WATCH_INTERVAL_MS: u32 = 5_000;

const NORTH_AMERICA: &str = "https://api.cloud.llamaindex.ai";

/// How the pages of a list are walked.
#[derive(Clone, Copy)]
pub struct Way {
    /// Whether a page is asked for before it is wanted.
    pub read_ahead: bool,
    /// How many requests may be under way at a time.
    pub concurrency: u32,
    /// Whether those that are side by side come in the order of the list.
    pub ordered: bool,
}

impl ListOptions {
    /// The options of each request, and the way.
    pub fn split(self) -> (Box<RequestOptions>, Way) {
        let way = Way {
            read_ahead: self.read_ahead,
            concurrency: self.concurrency,
            ordered: self.ordered,
        };
        (Box::new(self.request), way)
    }
}

impl ClientOptions {
    /// The defaults, with what the environment says.
    pub fn from_environment() -> Result<Self, Error> {
        Self::boxed_from_environment().map(|options| *options)
    }

    /// The same, as small as a result can be.
    pub(crate) fn boxed_from_environment() -> Result<Box<Self>, Error> {
        let key = host::env("LLAMA_CLOUD_API_KEY").or_else(|| host::env("LLAMA_PARSE_API_KEY"));
        let url = host::env("LLAMA_CLOUD_BASE_URL");
        Ok(Box::new(Self {
            api_key: key
                .map(|key| checked_key("the environment's API key", key))
                .transpose()?,
            base_url: base_url(
                "LLAMA_CLOUD_BASE_URL",
                url.as_deref().unwrap_or(NORTH_AMERICA),
            )?,
            timeout: Some(60_000),
            max_retries: 2,
            fetch: JsValue::UNDEFINED,
            fetch_options: JsValue::UNDEFINED,
            default_headers: Vec::new(),
            default_query: Vec::new(),
            max_requests_per_minute: None,
            log_level: host::env("LLAMA_CLOUD_LOG")
                .and_then(|level| Level::parse(&level))
                .unwrap_or(Level::Warn),
            logger: JsValue::UNDEFINED,
        }))
    }

    /// These options, with what Rust put into them checked.
    pub(crate) fn checked(mut self) -> Result<Self, Error> {
        self.api_key = self
            .api_key
            .map(|key| checked_key("options.api_key", key))
            .transpose()?;
        self.base_url = base_url("options.base_url", &self.base_url)?;
        Ok(self)
    }

    /// What logs, and how much.
    pub fn log(&self) -> Log<'_> {
        Log::new(self.log_level, &self.logger)
    }
}

impl RequestOptions {
    /// No option but a signal.
    pub fn with_signal(signal: &JsValue) -> Box<Self> {
        Box::new(Self {
            signal: signal.clone(),
            ..Self::default()
        })
    }
}

impl Default for ListOptions {
    fn default() -> Self {
        Self {
            request: RequestOptions::default(),
            read_ahead: true,
            concurrency: 1,
            ordered: true,
        }
    }
}

impl From<RequestOptions> for ListOptions {
    fn from(request: RequestOptions) -> Self {
        Self {
            request,
            ..Self::default()
        }
    }
}

impl Default for WaitOptions {
    fn default() -> Self {
        Self {
            poll_interval: POLL_INTERVAL_MS,
            max_interval: MAX_INTERVAL_MS,
            timeout: None,
            signal: JsValue::UNDEFINED,
            on_update: JsValue::UNDEFINED,
            throw_on_failure: false,
            expand: Vec::new(),
            organization_id: None,
            project_id: None,
        }
    }
}

impl Default for WatchOptions {
    fn default() -> Self {
        Self {
            interval: WATCH_INTERVAL_MS,
            signal: JsValue::UNDEFINED,
            initial: true,
            on_error: JsValue::UNDEFINED,
            on_poll: JsValue::UNDEFINED,
        }
    }
}

/// A key as it stands in a header. The error must not show it.
pub fn checked_key(what: &str, key: String) -> Result<String, Error> {
    let key = key.trim_ascii();
    if key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(key.to_owned());
    }
    Err(Error::argument(
        [what, " has characters that no key has"].concat(),
    ))
}

/// An absolute http(s) address without query, fragment, credentials and closing slash.
pub fn base_url(what: &str, url: &str) -> Result<String, Error> {
    host::base_url(url)
        .ok_or_else(|| Error::argument([what, " must be an http or https URL"].concat()))
}

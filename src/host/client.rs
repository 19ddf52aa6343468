//! What all requests of a client have in common, and the calls that are made of a caller's arguments.

use super::arguments::{Arguments, Refusal};
use super::body::parse_time;
use super::environment::{in_browser_page, well_formed};
use crate::core::log::Level;
use crate::core::query::{Pair, Query};
use crate::core::rate_limiter::RateLimiter;
use crate::core::request::{
    BATCHES_PATH, CREATED_FROM, CREATED_TO, Expects, Idempotency, PAGE_TOKEN, Request, batch_path,
    is_batch_id,
};
use crate::wire::params::{CANCEL_PARAMS, CREATE_PARAMS, GET_PARAMS, LIST_PARAMS};
use crate::wire::schema::{self, CREATE_BODY};
use gloo_net::http::Headers;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// The options of a client: names and types.
const CLIENT_OPTIONS: &str = "apiKey:apiKey:LLAMA_CLOUD_API_KEY:LLAMA_PARSE_API_KEY \
    baseURL:url:LLAMA_CLOUD_BASE_URL timeout:milliseconds maxRetries:integer fetch:function \
    fetchOptions:fetchOptions defaultHeaders:headers defaultQuery:query maxRequestsPerMinute:limit \
    logLevel:logLevel:LLAMA_CLOUD_LOG logger:object :headerLines:LLAMA_CLOUD_CUSTOM_HEADERS";

/// The JSON of a body that nobody gave.
const NO_FIELDS: &str = "{}";

/// The headers of the environment have no option's name.
const CUSTOM_HEADERS: &str = "";

/// The options of a request.
const REQUEST_OPTIONS: &str = "signal:signal timeout:milliseconds maxRetries:integer headers:headers \
    query:query fetchOptions:fetchOptions body:fields path:path method:string defaultBaseURL:url \
    stream:ignored idempotencyKey:ignored __binaryResponse:ignored";

/// What a list has beside them.
const LIST_OPTIONS: &str = "readAhead:readAhead concurrency:concurrency ordered:boolean";

/// The options of a wait, beside which its parameters stand, and of a creation with a wait after it.
const POLL_OPTIONS: &str = "pollInterval:positive maxInterval:positive timeout:milliseconds signal:signal \
    onUpdate:function throwOnFailure:boolean";

/// The options of a watch.
const WATCH_OPTIONS: &str =
    "interval:positive signal:signal initial:boolean onError:function onPoll:function";

const DEFAULT_BASE_URL: &str = "https://api.cloud.llamaindex.ai";

/// A client: its options, checked, and what it shares with those that are derived from it.
#[derive(Clone)]
pub struct Client {
    /// The base URL, without a closing slash.
    pub base_url: String,
    /// The time for one attempt, in milliseconds; infinite for no limit.
    pub timeout: f64,
    /// How often a request may be retried.
    pub max_retries: u32,
    /// How much is logged.
    pub level: Level,
    /// The query parameters of every request.
    pub default_query: Vec<Pair>,
    /// The options, of which the host uses `fetch`, `fetchOptions` and `logger`.
    pub given: Arguments,
    /// Whether a page's user is known by cookies.
    pub with_cookies: bool,
    /// When a request may be sent, which clients share that are derived from one another.
    pub limiter: Rc<RefCell<RateLimiter>>,
    api_key: Option<String>,
    max_per_minute: Option<u32>,
}

/// An operation that may be started, any number of times.
pub struct Call {
    /// The client.
    pub client: Rc<Client>,
    /// Where the API is.
    pub base_url: String,
    /// The request, of a list its first.
    pub request: Rc<Request>,
    /// The headers of each request.
    pub headers: web_sys::Headers,
    /// The time for one attempt, in milliseconds.
    pub timeout: f64,
    /// The options, of which the host uses `signal`, `fetchOptions` and the callbacks.
    pub options: Arguments,
    /// What to do with the request.
    pub method: Method,
}

/// The methods of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Lists batches.
    List,
    /// Reads one.
    Get,
    /// Creates one.
    Create,
    /// Cancels one.
    Cancel,
    /// Waits for one.
    Wait,
    /// Watches them.
    Watch,
    /// Creates one and waits for it.
    CreateAndPoll,
}

impl Client {
    /// The client with these options, and those of the environment. It shares what `base` shares.
    pub fn new(options: &JsValue, base: Option<&Self>) -> Result<Rc<Self>, Refusal> {
        let given = Arguments::read("options", options, CLIENT_OPTIONS)?;
        let limit = given.number("maxRequestsPerMinute", f64::INFINITY);
        let limit = limit.is_finite().then_some(limit as u32);
        let limiter = base.map_or_else(Rc::default, |base| base.limiter.clone());
        if limit.is_some() {
            limiter.borrow_mut().count();
        }
        let api_key = given.string("apiKey");
        let client = Rc::new(Self {
            base_url: given
                .string("baseURL")
                .unwrap_or_else(|| DEFAULT_BASE_URL.into()),
            timeout: given.number("timeout", 60_000.0),
            max_retries: given.number("maxRetries", 2.0) as u32,
            level: level_of(given.number("logLevel", 2.0) as u32),
            default_query: given.pairs("defaultQuery"),
            with_cookies: api_key.is_none() && in_browser_page(),
            limiter,
            api_key,
            max_per_minute: limit,
            given,
        });
        if !(in_browser_page()
            || client
                .headers(false, &client.given)?
                .has("authorization")
                .unwrap_or(false))
        {
            return Err("There is no API key: set the environment variable LLAMA_CLOUD_API_KEY, or pass options.apiKey.".into());
        }
        let Self {
            given,
            base_url,
            timeout,
            max_retries,
            level,
            ..
        } = &*client;
        given.resolve(base_url, *timeout, *max_retries, *level as u32);
        Ok(client)
    }

    /// Reads the arguments of an operation.
    pub fn call(
        self: &Rc<Self>,
        method: Method,
        id: &JsValue,
        params: &JsValue,
        options: &JsValue,
    ) -> Result<Rc<Call>, Refusal> {
        let (params_table, options_table, more_options) = match method {
            Method::List => (LIST_PARAMS, REQUEST_OPTIONS, LIST_OPTIONS),
            Method::Get => (GET_PARAMS, REQUEST_OPTIONS, ""),
            Method::Create => (CREATE_PARAMS, REQUEST_OPTIONS, ""),
            Method::Cancel => (CANCEL_PARAMS, REQUEST_OPTIONS, ""),
            Method::Wait => ("", POLL_OPTIONS, GET_PARAMS),
            Method::Watch => (LIST_PARAMS, WATCH_OPTIONS, ""),
            Method::CreateAndPoll => (CREATE_PARAMS, POLL_OPTIONS, ""),
        };
        let options_table = [options_table, " ", more_options].concat();
        let given = Arguments::read("options", options, &options_table)?;
        let params = match method {
            Method::Wait => given.clone(),
            _ => Arguments::read("params", params, params_table)?,
        };
        let suffix = match method {
            Method::Get | Method::Wait => Some(""),
            Method::Cancel => Some("/cancel"),
            _ => None,
        };
        let path = match suffix {
            Some(suffix) => path_of(id, suffix)?,
            None => BATCHES_PATH.into(),
        };
        let expects = match method {
            Method::List | Method::Watch => Expects::Page,
            Method::Wait => Expects::PolledBatch,
            _ => Expects::Batch,
        };
        let path = given.string("path").unwrap_or(path);
        // What holds by default is a filter, too.
        let mut query = Query(self.default_query.clone());
        query.replace(params.query().0);
        let mut request = Request::get(path, query, expects);
        let json = params
            .json(&given)
            .ok_or_else(|| JsValue::from_str("params cannot be written as JSON"))?;
        match method {
            Method::Create | Method::CreateAndPoll => {
                check_creation(&params.body())?;
                request.method = "POST";
                request.idempotency = Idempotency::NonIdempotent;
                request.body = Some(json);
            }
            Method::Cancel => {
                request.method = "POST";
                request.body = Some(json).filter(|json| json != NO_FIELDS);
            }
            _ if json != NO_FIELDS => return Err("options.body cannot be sent by GET".into()),
            _ => {}
        }
        if let Some(name) = given.string("method")
            && !name.eq_ignore_ascii_case(request.method)
        {
            return Err(["options.method must be ", request.method].concat().into());
        }
        request.query.replace(given.pairs("query"));
        request.max_per_minute = self.max_per_minute;
        request.max_retries = given.number("maxRetries", self.max_retries.into()) as u32;
        let timeout = match method {
            // That of all of it is the operation's.
            Method::Wait | Method::CreateAndPoll => self.timeout,
            _ => given.number("timeout", self.timeout),
        };
        if method == Method::Watch {
            reject_page_token(&request, "watch")?;
        } else if concurrency(&given) > 1 {
            let has = |name| request.query.get(name).is_some();
            if !(has(CREATED_FROM) && has(CREATED_TO)) {
                return Err(
                    "options.concurrency needs params.created_at_on_or_after and params.created_at_on_or_before".into(),
                );
            }
            reject_page_token(&request, "options.concurrency")?;
        }
        let base_url = given
            .string("defaultBaseURL")
            .filter(|_| self.base_url == DEFAULT_BASE_URL);
        Ok(Rc::new(Call {
            client: self.clone(),
            base_url: base_url.unwrap_or_else(|| self.base_url.clone()),
            headers: self.headers(request.body.is_some(), &given)?,
            request: Rc::new(request),
            timeout,
            options: given,
            method,
        }))
    }

    /// The headers of a request with these options.
    fn headers(&self, has_body: bool, options: &Arguments) -> Result<web_sys::Headers, Refusal> {
        let raw = web_sys::Headers::new().map_err(|_| "the runtime has no Headers")?;
        let headers = Headers::from_raw(raw.clone());
        headers.set("accept", "application/json");
        if let Some(key) = &self.api_key {
            headers.set("authorization", &["Bearer ", key].concat());
        }
        merge(&self.given, CUSTOM_HEADERS, &raw)?;
        merge(&self.given, "defaultHeaders", &raw)?;
        if has_body {
            headers.set("content-type", "application/json");
        }
        merge(options, "headers", &raw)?;
        Ok(raw)
    }
}

/// The level of a number of `LOG_LEVELS` in `arguments.js`.
fn level_of(number: u32) -> Level {
    match number {
        0 => Level::Off,
        1 => Level::Error,
        2 => Level::Warn,
        3 => Level::Info,
        _ => Level::Debug,
    }
}

/// Puts the headers that the option `name` has into `headers`.
fn merge(options: &Arguments, name: &str, headers: &web_sys::Headers) -> Result<(), Refusal> {
    match options.merge_headers(headers, name) {
        Some(name) => Err(["invalid header name or value: ", &name].concat().into()),
        None => Ok(()),
    }
}

/// Checks the body that creates a batch.
fn check_creation(body: &JsValue) -> Result<(), Refusal> {
    schema::check(body, CREATE_BODY).map_err(|mismatch| ["params.", &mismatch].concat().into())
}

/// How many requests of a list may be in flight.
pub fn concurrency(options: &Arguments) -> usize {
    options.number("concurrency", 1.0) as usize
}

/// A time of the query, in milliseconds since 1970; not a number if it is not there.
pub fn time_of(request: &Request, name: &str) -> f64 {
    request.query.get(name).map_or(f64::NAN, parse_time)
}

fn reject_page_token(request: &Request, what: &str) -> Result<(), Refusal> {
    match request.query.get(PAGE_TOKEN) {
        None => Ok(()),
        Some(_) => Err([
            what,
            " starts at the first page: leave params.page_token out",
        ]
        .concat()
        .into()),
    }
}

fn path_of(id: &JsValue, suffix: &str) -> Result<String, Refusal> {
    let id = well_formed(id).filter(|id| is_batch_id(id));
    let id =
        id.ok_or_else(|| JsValue::from_str("batchID must be the id of a batch, such as bat-…"))?;
    Ok(batch_path(&id, suffix))
}

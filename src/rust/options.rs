//! The options of the client and of requests. They become the same objects that JavaScript passes.

use super::log_level::LogLevel;
use crate::setters::setters;
use js_sys::{Object, Reflect};
use std::time::Duration;
use wasm_bindgen::JsValue;

/// The options of a client. What is left out has a default.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClientOptions {
    /// The API key (`llx-…`). The default is the environment variable `LLAMA_CLOUD_API_KEY`, then
    /// `LLAMA_PARSE_API_KEY`, where the host has them. A page without a key sends its user's cookies.
    pub api_key: Option<String>,
    /// Where the API is. The default is the environment variable `LLAMA_CLOUD_BASE_URL`, then
    /// `https://api.cloud.llamaindex.ai`. In a page it may be relative, such as `/llama-cloud`.
    pub base_url: Option<String>,
    /// How long one attempt may take, to the last byte of the response. The default is 60 seconds;
    /// [`Duration::MAX`] is no limit.
    pub timeout: Option<Duration>,
    /// How often a request may be retried after a transient failure. The default is 2.
    pub max_retries: Option<u32>,
    /// Headers sent with every request; one without a value removes a default header.
    pub default_headers: Vec<(String, Option<String>)>,
    /// Query parameters sent with every request.
    pub default_query: Vec<(String, String)>,
    /// At most this many requests, retries included, in any 60 seconds. The default is no limit.
    pub max_requests_per_minute: Option<u32>,
    /// What to log to the console. The default is the environment variable `LLAMA_CLOUD_LOG`, then
    /// [`LogLevel::Warn`].
    pub log_level: Option<LogLevel>,
}

/// The options of a single request. What is left out is as in the client's options.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestOptions {
    /// How long one attempt may take, to the last byte of the response.
    pub timeout: Option<Duration>,
    /// How often the request may be retried after a transient failure.
    pub max_retries: Option<u32>,
    /// Headers for this request; one without a value removes a default header.
    pub headers: Vec<(String, Option<String>)>,
    /// Query parameters for this request.
    pub query: Vec<(String, String)>,
}

/// The options of a list: those of a request, and how to read the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListOptions {
    /// The options of each request.
    pub request: RequestOptions,
    /// How many requests may be in flight, 1 to 16. The default is 1. More than one needs both bounds of the time of
    /// creation: the time between them is split into windows that are listed concurrently.
    pub concurrency: Option<u32>,
    /// Whether batches of concurrent windows come in the order of the sequential list. The default is true.
    pub ordered: Option<bool>,
}

impl ClientOptions {
    setters! {
        api_key: impl Into<String>,
        base_url: impl Into<String>,
        timeout: Duration,
        max_retries: u32,
        max_requests_per_minute: u32,
        log_level: LogLevel,
    }

    /// Adds a header to every request.
    #[must_use]
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let header = (name.into(), Some(value.into()));
        self.default_headers.push(header);
        self
    }

    /// Adds a query parameter to every request.
    #[must_use]
    pub fn default_query_parameter(
        mut self,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        self.default_query.push((name.into(), value.into()));
        self
    }

    /// The options as JavaScript passes them.
    pub(crate) fn to_js(&self) -> JsValue {
        let object = Object::new();
        set_some(&object, "apiKey", self.api_key.as_deref());
        set_some(&object, "baseURL", self.base_url.as_deref());
        set_some(&object, "timeout", self.timeout.map(milliseconds));
        set_some(&object, "maxRetries", self.max_retries);
        set_some(
            &object,
            "maxRequestsPerMinute",
            self.max_requests_per_minute,
        );
        set_some(&object, "logLevel", self.log_level.map(LogLevel::as_str));
        set(&object, "defaultHeaders", &headers(&self.default_headers));
        set(&object, "defaultQuery", &query(&self.default_query));
        object.into()
    }
}

impl std::fmt::Debug for ClientOptions {
    /// Without the key and without headers, which may hold another one.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientOptions")
            .field("base_url", &self.base_url)
            .field("timeout", &self.timeout)
            .field("max_retries", &self.max_retries)
            .field("max_requests_per_minute", &self.max_requests_per_minute)
            .field("log_level", &self.log_level)
            .finish_non_exhaustive()
    }
}

impl RequestOptions {
    setters! {
        timeout: Duration,
        max_retries: u32,
    }

    /// Adds a header to the request.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), Some(value.into())));
        self
    }

    /// Removes a default header from the request.
    #[must_use]
    pub fn without_header(mut self, name: impl Into<String>) -> Self {
        self.headers.push((name.into(), None));
        self
    }

    /// Adds a query parameter to the request.
    #[must_use]
    pub fn query_parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    pub(crate) fn to_js(&self) -> Object {
        let object = Object::new();
        set_some(&object, "timeout", self.timeout.map(milliseconds));
        set_some(&object, "maxRetries", self.max_retries);
        set(&object, "headers", &headers(&self.headers));
        set(&object, "query", &query(&self.query));
        object
    }
}

impl std::fmt::Debug for RequestOptions {
    /// Without the values of headers, one of which may be a key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.headers.iter().map(|(name, _)| name.as_str());
        f.debug_struct("RequestOptions")
            .field("timeout", &self.timeout)
            .field("max_retries", &self.max_retries)
            .field("headers", &names.collect::<Vec<_>>())
            .field("query", &self.query)
            .finish()
    }
}

impl ListOptions {
    setters! {
        concurrency: u32,
        ordered: bool,
    }

    /// Sets the options of each request.
    #[must_use]
    pub fn request(mut self, request: RequestOptions) -> Self {
        self.request = request;
        self
    }

    pub(crate) fn to_js(&self) -> JsValue {
        let object = self.request.to_js();
        set_some(&object, "concurrency", self.concurrency);
        set_some(&object, "ordered", self.ordered);
        object.into()
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

/// At least one millisecond: a shorter duration is not none.
pub(crate) fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000.0).ceil().max(1.0)
}

fn headers(pairs: &[(String, Option<String>)]) -> JsValue {
    let rows = pairs.iter().map(|(name, value)| {
        let value = value.as_deref().map_or(JsValue::NULL, JsValue::from);
        js_sys::Array::of2(&name.as_str().into(), &value)
    });
    rows.collect::<js_sys::Array>().into()
}

fn query(pairs: &[(String, String)]) -> JsValue {
    let object = Object::new();
    for (name, value) in pairs {
        set(&object, name, &value.as_str().into());
    }
    object.into()
}

pub(crate) fn set_some(object: &Object, name: &str, value: Option<impl Into<JsValue>>) {
    if let Some(value) = value {
        set(object, name, &value.into());
    }
}

/// Setting a field of an object of our own does not fail.
pub(crate) fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

//! The error of the Rust surface: plain data, so that it can go anywhere.

use super::bodies::decode;
use crate::core::failure::{FailureKind, is_transient};
use crate::host::arguments::Refusal;
use crate::host::driver::Reason;
use crate::host::scope::Task;
use crate::wire::types::Batch;
use gloo_net::http::Headers;
use js_sys::Reflect;
use std::fmt;
use wasm_bindgen::{JsCast, JsValue};

/// Why an operation failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    message: String,
    request: Option<(&'static str, String)>,
    headers: Vec<(String, String)>,
    body: Option<String>,
    batch: Option<Batch>,
}

/// The kinds of error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument was refused before any request.
    Argument,
    /// The server answered with this error status, or unexpectedly with a status of success.
    Status(u16),
    /// The connection failed, or broke off.
    Connection,
    /// There was no complete response in time.
    Timeout,
    /// A wait gave up, or the batch failed.
    Wait,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            request: None,
            headers: Vec::new(),
            body: None,
            batch: None,
        }))
    }

    pub(crate) fn argument(message: &str) -> Self {
        Self::new(ErrorKind::Argument, in_rusts_terms(message))
    }

    /// The error of arguments that the host refused.
    pub(crate) fn refused(refusal: Refusal) -> Self {
        Self::argument(&refusal.as_string().unwrap_or_default())
    }

    /// The error that `reason` is.
    pub(crate) fn of(reason: Reason) -> Self {
        let failure = match reason {
            Reason::Failure(failure) => *failure,
            // Nobody but its owner can give it up, and closures do not throw.
            Reason::Cancelled | Reason::Callback(..) => {
                return Self::new(ErrorKind::Connection, "the operation was cancelled");
            }
            Reason::NoTimer(task) => {
                return Self::new(ErrorKind::Connection, connection_error(&task));
            }
        };
        let mut error = match failure.kind {
            FailureKind::Response => {
                let mut error = Self::new(ErrorKind::Status(failure.status), failure.message);
                if let Some(exchange) = failure.origin {
                    error.0.body = exchange.error_text();
                    error.0.headers = headers(&exchange);
                }
                error
            }
            FailureKind::Connection => {
                let message = failure.origin.as_ref().map(connection_error);
                Self::new(ErrorKind::Connection, message.unwrap_or_default())
            }
            FailureKind::Timeout => Self::new(ErrorKind::Timeout, "the request timed out"),
            FailureKind::Wait => {
                let mut error = Self::new(ErrorKind::Wait, failure.message);
                error.0.batch = failure.batch.and_then(|batch| decode(batch.value()).ok());
                error
            }
        };
        error.0.request = failure
            .request
            .map(|request| (request.method, request.path.clone()));
        error
    }
    /// What kind of error it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The status of the server's response, if there was one.
    pub fn status(&self) -> Option<u16> {
        match self.0.kind {
            ErrorKind::Status(status) => Some(status),
            _ => None,
        }
    }

    /// A header of the server's response, by its name in any case. In a page, only those that the server lets pages see.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers();
        headers.find_map(|(known, value)| known.eq_ignore_ascii_case(name).then_some(value))
    }

    /// The headers of the server's response: lower-case names, and values.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.0.headers.iter();
        headers.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The body of the server's response, if it was read, without the client's secrets.
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }

    /// The batch as it was last seen by a wait that failed.
    pub fn batch(&self) -> Option<&Batch> {
        self.0.batch.as_ref()
    }

    /// Returns whether an argument was refused before any request.
    pub fn is_argument(&self) -> bool {
        self.0.kind == ErrorKind::Argument
    }

    /// Returns whether the connection failed or timed out.
    pub fn is_connection(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Connection | ErrorKind::Timeout)
    }

    /// Returns whether there was no complete response in time.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Returns whether the error is transient, i.e. retrying the same request may succeed.
    pub fn is_transient(&self) -> bool {
        self.is_connection() || self.status().is_some_and(is_transient)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            kind,
            message,
            request,
            body,
            ..
        } = &*self.0;
        if let Some((method, path)) = request {
            write!(f, "{method} {path}: ")?;
        }
        if let ErrorKind::Status(status) = kind {
            write!(f, "{status} ")?;
        }
        f.write_str(match body {
            Some(body) if message.is_empty() => body,
            _ => message,
        })
    }
}

impl std::error::Error for Error {}

/// What an exported function throws: an `Error` of JavaScript with the same message.
impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        js_sys::Error::new(&error.to_string()).into()
    }
}

/// What the host says of a connection that failed.
fn connection_error(exchange: &Task) -> String {
    let reason = Reflect::get(exchange, &"reason".into()).unwrap_or_default();
    match reason.as_string() {
        Some(reason) if !reason.is_empty() => format!("the connection failed: {reason}"),
        _ => "the connection failed".to_owned(),
    }
}

/// The headers of the response, without secrets; none if it is not a response of this host.
fn headers(exchange: &Task) -> Vec<(String, String)> {
    let response = Reflect::get(exchange, &"response".into()).unwrap_or_default();
    let headers = Reflect::get(&response, &"headers".into()).unwrap_or_default();
    let Ok(headers) = headers.dyn_into::<web_sys::Headers>() else {
        return Vec::new();
    };
    let entries = Headers::from_raw(headers);
    let entries = entries.entries();
    entries
        .map(|(name, value)| (name, exchange.redact(&value)))
        .collect()
}

/// The host's sentences name arguments as JavaScript does: `options.baseURL` is `options.base_url` here.
fn in_rusts_terms(sentence: &str) -> String {
    let words = sentence.split(' ').map(|word| match word {
        "batchID" => "id".to_owned(),
        _ if word.starts_with("options.") => snake_case(word),
        _ => word.to_owned(),
    });
    let words: Vec<_> = words.collect();
    words.join(" ").replace("a Date or an ISO", "an ISO")
}

/// `maxRetries` as `max_retries`, and `baseURL` as `base_url`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let mut was_upper = true;
    for letter in name.chars() {
        let is_upper = letter.is_ascii_uppercase();
        if is_upper && !was_upper {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
        was_upper = is_upper;
    }
    snake
}

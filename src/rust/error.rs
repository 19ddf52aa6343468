//! The error of the Rust surface: plain data, so that it can go anywhere.

use crate::core::failure::{FailureKind, is_transient};
use crate::host::driver::Reason;
use crate::wire::types::Batch;
use std::fmt;

/// Why an operation failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, PartialEq)]
struct Inner {
    kind: ErrorKind,
    message: String,
    request: Option<(&'static str, String)>,
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
            body: None,
            batch: None,
        }))
    }

    pub(crate) fn argument(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Argument, message)
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

    /// The body of the server's response, if it was read.
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

impl From<Reason> for Error {
    fn from(reason: Reason) -> Self {
        let failure = match reason {
            Reason::Failure(failure) => *failure,
            // Neither has a signal or a function of the caller's.
            Reason::Cancelled | Reason::Callback(..) => {
                return Self::new(ErrorKind::Connection, "the operation was cancelled");
            }
        };
        let mut error = match failure.kind {
            FailureKind::Response(status, exchange) => {
                let mut error = Self::new(ErrorKind::Status(status), failure.message);
                error.0.body = exchange.and_then(|exchange| exchange.error_text());
                error
            }
            FailureKind::Connection(_) => Self::new(ErrorKind::Connection, "the connection failed"),
            FailureKind::Timeout => Self::new(ErrorKind::Timeout, "the request timed out"),
            FailureKind::Wait(batch) => {
                let mut error = Self::new(ErrorKind::Wait, failure.message);
                error.0.batch =
                    batch.and_then(|batch| serde_wasm_bindgen::from_value(batch.0).ok());
                error
            }
        };
        error.0.request = failure
            .request
            .map(|request| (request.method, request.path.clone()));
        error
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

//! The one error type, and its way to the JavaScript classes of `pkg-template/errors.js`.

use wasm_bindgen::prelude::*;

/// Why an operation did not give what was asked for.
///
/// A `Connection` error holds what the host threw, which may be any value at all.
#[derive(Clone, Debug)]
pub struct Error {
    kind: Kind,
    /// The method and the path of the request, without its query.
    request: Option<(&'static str, String)>,
}

#[derive(Clone, Debug)]
enum Kind {
    Argument {
        message: String,
        cause: JsValue,
    },
    Response {
        status: u16,
        headers: JsValue,
        body: JsValue,
        message: String,
    },
    Connection(JsValue),
    Timeout,
    Abort(JsValue),
    Wait {
        message: String,
        batch: JsValue,
    },
}

impl Error {
    /// The caller passed something that cannot be; `message` names the argument.
    pub(crate) fn argument(message: impl Into<String>) -> Self {
        Self::new(Kind::Argument {
            message: message.into(),
            cause: JsValue::UNDEFINED,
        })
    }

    /// A function of the caller's threw `cause`; `name` is the option that holds it.
    pub(crate) fn callback(name: &str, cause: JsValue) -> Self {
        Self::new(Kind::Argument {
            message: ["options.", name, " threw"].concat(),
            cause,
        })
    }

    /// The server answered with an error status, or with a body that is not what the API promises.
    /// An empty `message` leaves the words to the body.
    pub(crate) fn response(status: u16, headers: JsValue, body: JsValue, message: String) -> Self {
        Self::new(Kind::Response {
            status,
            headers,
            body,
            message,
        })
    }

    /// There was no answer, or it broke off.
    pub(crate) fn connection(cause: JsValue) -> Self {
        Self::new(Kind::Connection(cause))
    }

    /// There was no whole answer in time.
    pub(crate) fn timeout() -> Self {
        Self::new(Kind::Timeout)
    }

    /// The caller's signal fired, with `reason`.
    pub(crate) fn abort(reason: JsValue) -> Self {
        Self::new(Kind::Abort(reason))
    }

    /// Waiting for a batch ended without what was waited for; `batch` is what was seen last.
    pub(crate) fn wait(message: impl Into<String>, batch: JsValue) -> Self {
        Self::new(Kind::Wait {
            message: message.into(),
            batch,
        })
    }

    fn new(kind: Kind) -> Self {
        Self {
            kind,
            request: None,
        }
    }

    /// Says which request it was.
    pub(crate) fn of_request(mut self, method: &'static str, path: &str) -> Self {
        self.request = Some((method, path.to_owned()));
        self
    }

    /// The status of the server's answer, if there was one.
    pub fn status(&self) -> Option<u16> {
        match self.kind {
            Kind::Response { status, .. } => Some(status),
            _ => None,
        }
    }

    /// Whether an argument was refused before any request.
    pub fn is_argument(&self) -> bool {
        matches!(self.kind, Kind::Argument { .. })
    }

    /// Whether the connection failed or timed out.
    pub fn is_connection(&self) -> bool {
        matches!(self.kind, Kind::Connection(_) | Kind::Timeout)
    }

    /// Whether no whole answer came in time.
    pub fn is_timeout(&self) -> bool {
        matches!(self.kind, Kind::Timeout)
    }

    /// Whether the same request may well succeed later: the connection failed, or the server was
    /// busy or broken.
    pub fn is_passing(&self) -> bool {
        let busy = |status| matches!(status, 408 | 409 | 429) || status >= 500;
        self.is_connection() || self.status().is_some_and(busy)
    }

    /// Whether the caller gave up.
    pub fn is_abort(&self) -> bool {
        matches!(self.kind, Kind::Abort(_))
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.kind {
            Kind::Argument { message, .. } | Kind::Wait { message, .. } => f.write_str(message),
            Kind::Response {
                status, message, ..
            } => write!(f, "{status} {message}"),
            Kind::Connection(_) => f.write_str("connection error"),
            Kind::Timeout => f.write_str("request timed out"),
            Kind::Abort(_) => f.write_str("request was aborted"),
        }
    }
}

impl std::error::Error for Error {}

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        const NONE: JsValue = JsValue::UNDEFINED;
        let (method, path) = error.request.unwrap_or_default();
        let make = |kind, message: &str, detail, status, headers| {
            make_error(kind, message, detail, status, headers, method, &path)
        };
        match error.kind {
            Kind::Argument { message, cause } => make("argument", &message, cause, 0, NONE),
            Kind::Response {
                status,
                headers,
                body,
                message,
            } => make("response", &message, body, status, headers),
            Kind::Connection(cause) => make("connection", "", cause, 0, NONE),
            Kind::Timeout => make("timeout", "", NONE, 0, NONE),
            Kind::Abort(reason) => make("abort", "", reason, 0, NONE),
            Kind::Wait { message, batch } => make("wait", &message, batch, 0, NONE),
        }
    }
}

#[wasm_bindgen(module = "/pkg-template/errors.js")]
extern "C" {
    #[wasm_bindgen(js_name = makeError)]
    fn make_error(
        kind: &str,
        message: &str,
        detail: JsValue,
        status: u16,
        headers: JsValue,
        method: &str,
        path: &str,
    ) -> JsValue;
}

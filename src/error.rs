//! The one error type, and its way to the JavaScript classes of `pkg-template/errors.js`.

use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Why an operation did not give what was asked for.
///
/// A `Connection` error holds what the host threw, which may be any value at all.
#[derive(Clone, Debug)]
pub struct Error(Rc<Inner>);

// Behind a pointer: a result that may be an error stays small.
#[derive(Debug)]
struct Inner {
    kind: Kind,
    /// The method and the path of the request, without its query.
    request: Option<(&'static str, String)>,
}

#[derive(Debug)]
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
    Connection {
        message: String,
        cause: JsValue,
    },
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

    /// There was no answer, or it broke off: the host threw `cause`, which says `message`.
    pub(crate) fn connection(message: String, cause: JsValue) -> Self {
        Self::new(Kind::Connection { message, cause })
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
        Self(Rc::new(Inner {
            kind,
            request: None,
        }))
    }

    /// Says which request it was.
    pub(crate) fn of_request(mut self, method: &'static str, path: &str) -> Self {
        if let Some(inner) = Rc::get_mut(&mut self.0) {
            inner.request = Some((method, path.to_owned()));
        }
        self
    }

    /// The status of the server's answer, if there was one.
    pub fn status(&self) -> Option<u16> {
        match self.0.kind {
            Kind::Response { status, .. } => Some(status),
            _ => None,
        }
    }

    /// Whether an argument was refused before any request.
    pub fn is_argument(&self) -> bool {
        matches!(self.0.kind, Kind::Argument { .. })
    }

    /// Whether the connection failed or timed out.
    pub fn is_connection(&self) -> bool {
        matches!(self.0.kind, Kind::Connection { .. } | Kind::Timeout)
    }

    /// Whether no whole answer came in time.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, Kind::Timeout)
    }

    /// Whether the same request may well succeed later: the connection failed, or the server was
    /// busy or broken.
    pub fn is_passing(&self) -> bool {
        let busy = |status| matches!(status, 408 | 409 | 429) || status >= 500;
        self.is_connection() || self.status().is_some_and(busy)
    }

    /// Whether the caller gave up.
    pub fn is_abort(&self) -> bool {
        matches!(self.0.kind, Kind::Abort(_))
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0.kind {
            Kind::Argument { message, .. } | Kind::Wait { message, .. } => f.write_str(message),
            Kind::Response {
                status, message, ..
            } => write!(f, "{status} {message}"),
            Kind::Connection { message, .. } => write!(f, "connection error: {message}"),
            Kind::Timeout => f.write_str("request timed out"),
            Kind::Abort(_) => f.write_str("request was aborted"),
        }
    }
}

impl std::error::Error for Error {}

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        const NONE: &JsValue = &JsValue::UNDEFINED;
        let (method, path) = match &error.0.request {
            Some((method, path)) => (*method, path.as_str()),
            None => ("", ""),
        };
        let (kind, message, detail, status, headers) = match &error.0.kind {
            Kind::Argument { message, cause } => ("argument", message.as_str(), cause, 0, NONE),
            Kind::Response {
                status,
                headers,
                body,
                message,
            } => ("response", message.as_str(), body, *status, headers),
            Kind::Connection { message, cause } => ("connection", message.as_str(), cause, 0, NONE),
            Kind::Timeout => ("timeout", "", NONE, 0, NONE),
            Kind::Abort(reason) => ("abort", "", reason, 0, NONE),
            Kind::Wait { message, batch } => ("wait", message.as_str(), batch, 0, NONE),
        };
        make_error(kind, message, detail, status, headers, method, path)
    }
}

#[wasm_bindgen(module = "/pkg-template/errors.js")]
extern "C" {
    #[wasm_bindgen(js_name = makeError)]
    fn make_error(
        kind: &str,
        message: &str,
        detail: &JsValue,
        status: u16,
        headers: &JsValue,
        method: &str,
        path: &str,
    ) -> JsValue;
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn text_of(error: &JsValue, name: &str) -> String {
        let value = js_sys::Reflect::get(error, &name.into());
        value
            .ok()
            .and_then(|value| value.as_string())
            .unwrap_or_default()
    }

    /// Each kind becomes its class, and whatever was thrown becomes the cause untouched.
    #[wasm_bindgen_test]
    fn every_kind_becomes_its_class_whatever_was_thrown() {
        let thrown = [
            JsValue::UNDEFINED,
            JsValue::NULL,
            JsValue::from("stop"),
            JsValue::from(7),
            js_sys::Symbol::iterator().into(),
            js_sys::Object::new().into(),
            js_sys::Error::new("no").into(),
        ];
        for thrown in thrown {
            for (error, class) in [
                (
                    Error::connection(String::new(), thrown.clone()),
                    "APIConnectionError",
                ),
                (Error::abort(thrown.clone()), "APIUserAbortError"),
                (
                    Error::callback("onUpdate", thrown.clone()),
                    "LlamaCloudError",
                ),
            ] {
                let error = JsValue::from(error.of_request("GET", "/path"));
                assert!(error.is_instance_of::<js_sys::Error>());
                assert_eq!(text_of(&error, "name"), class);
                assert_eq!(text_of(&error, "path"), "/path");
                let cause = js_sys::Reflect::get(&error, &"cause".into()).unwrap_or_default();
                assert!(js_sys::Object::is(&cause, &thrown));
            }
        }
    }

    #[wasm_bindgen_test]
    fn every_status_becomes_its_class() {
        for (status, class) in [
            (400, "BadRequestError"),
            (401, "AuthenticationError"),
            (402, "APIError"),
            (403, "PermissionDeniedError"),
            (404, "NotFoundError"),
            (409, "ConflictError"),
            (422, "UnprocessableEntityError"),
            (429, "RateLimitError"),
            (500, "InternalServerError"),
            (599, "InternalServerError"),
        ] {
            let body = JsValue::from("why");
            let error = Error::response(status, JsValue::NULL, body, String::new());
            assert_eq!(error.status(), Some(status));
            assert_eq!(text_of(&error.into(), "name"), class);
        }
    }
}

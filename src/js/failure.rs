//! Failures on their way to the JavaScript classes of `errors.js`.

use crate::core::failure::FailureKind;
use crate::host::body::JsBody;
use crate::host::driver::Reason;
use crate::host::scope::Scope;
use wasm_bindgen::prelude::*;

/// The description of an error, which JavaScript makes where its stack names the caller.
pub fn failure(scope: &Scope, reason: Reason) -> JsFailure {
    let failure = match reason {
        Reason::Failure(failure) => failure,
        Reason::Cancelled => return JsFailure::new("abort", "", 0, scope, "", ""),
        Reason::NoTimer(task) => return JsFailure::new("connection", "", 0, &task, "", ""),
        Reason::Callback(name, task) => {
            let message = ["options.", name, " threw"].concat();
            return JsFailure::new("callback", &message, 0, &task, "", "");
        }
    };
    let (method, path) = match &failure.request {
        Some(request) => (request.method, request.path.as_str()),
        None => ("", ""),
    };
    let kind = match failure.kind {
        FailureKind::Response => "response",
        FailureKind::Connection => "connection",
        FailureKind::Timeout => "timeout",
        FailureKind::Wait => "wait",
    };
    let batch = failure.batch.as_ref().map(JsBody::value);
    let detail = match (&failure.origin, &batch) {
        (Some(exchange), _) => exchange,
        (_, Some(batch)) => batch,
        _ => &JsValue::UNDEFINED,
    };
    let status = failure.status;
    JsFailure::new(kind, &failure.message, status, detail, method, path)
}

/// The error itself, for a caller's function.
pub fn error_of(scope: &Scope, reason: Reason) -> JsValue {
    failure(scope, reason).error()
}

// None of these throws.
#[wasm_bindgen(module = "/src/js/errors.js")]
extern "C" {
    #[wasm_bindgen(js_name = Failure)]
    pub type JsFailure;

    #[wasm_bindgen(constructor, js_class = Failure)]
    fn new(
        kind: &str,
        message: &str,
        status: u16,
        detail: &JsValue,
        method: &str,
        path: &str,
    ) -> JsFailure;

    #[wasm_bindgen(method, js_class = Failure)]
    fn error(this: &JsFailure) -> JsValue;
}

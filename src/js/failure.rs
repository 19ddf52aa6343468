//! Failures on their way to the JavaScript classes of `errors.js`.

use crate::core::failure::FailureKind;
use crate::host::driver::Reason;
use crate::host::scope::Scope;
use wasm_bindgen::prelude::*;

/// The description of an error, which JavaScript makes where its stack names the caller.
pub fn failure(scope: &Scope, reason: Reason) -> JsFailure {
    const NONE: &JsValue = &JsValue::UNDEFINED;
    let failure = match reason {
        Reason::Failure(failure) => failure,
        Reason::Cancelled => return JsFailure::new("abort", "", 0, scope, "", ""),
        Reason::Callback(name, task) => {
            let message = ["options.", name, " threw"].concat();
            return JsFailure::new("callback", &message, 0, &task, "", "");
        }
    };
    let (method, path) = match &failure.request {
        Some(request) => (request.method, request.path.as_str()),
        None => ("", ""),
    };
    let exchange;
    let (kind, status, detail) = match &failure.kind {
        FailureKind::Response(status, origin) => {
            exchange = origin.as_ref().map_or(JsValue::UNDEFINED, JsValue::from);
            ("response", *status, &exchange)
        }
        FailureKind::Connection(task) => {
            exchange = task.into();
            ("connection", 0, &exchange)
        }
        FailureKind::Timeout => ("timeout", 0, NONE),
        FailureKind::Wait(batch) => ("wait", 0, batch.as_ref().map_or(NONE, |batch| &batch.0)),
    };
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

//! The functions that a caller passes as options.

use super::failure::error_of;
use crate::core::operation::Notice;
use crate::host::body::JsBody;
use crate::host::driver::{Callbacks, Reason};
use crate::host::scope::{Scope, Task};
use wasm_bindgen::JsValue;

/// The functions among the options of a scope: `onUpdate`, `onError` and `onPoll`.
#[derive(Clone, Copy)]
pub struct JsCallbacks;

impl Callbacks for JsCallbacks {
    fn call(&mut self, scope: &Scope, notice: Notice<JsBody>) -> Option<(&'static str, Task)> {
        let (name, argument) = match notice {
            Notice::Update(batch) => ("onUpdate", batch.value()),
            Notice::Error(failure) => ("onError", error_of(scope, Reason::Failure(failure))),
            Notice::Poll => ("onPoll", JsValue::UNDEFINED),
        };
        let task = scope.notify(name, &argument)?;
        Some((name, task))
    }
}

//! What the promises and iterators hold.

use super::callbacks::JsCallbacks;
use super::failure::failure;
use crate::host::client::Call as HostCall;
use crate::host::driver::{Driver, Mode, Step};
use crate::host::scope::Scope;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// An operation that may be started any number of times.
#[wasm_bindgen(skip_typescript)]
pub struct Call {
    call: Rc<HostCall>,
    /// Whether a loop over it prefetches.
    #[wasm_bindgen(readonly)]
    pub prefetches: bool,
}

impl Call {
    /// The operation `call`.
    pub fn new(call: Rc<HostCall>, prefetches: bool) -> Self {
        Self { call, prefetches }
    }
}

#[wasm_bindgen]
impl Call {
    /// Starts it, as `MODES` in `core.js` says. If `exchange` is one that is under way no more, the body
    /// of its response is read.
    pub fn start(&self, mode: u32, exchange: &JsValue) -> Operation {
        let mode = match mode {
            0 => Mode::Whole,
            1 => Mode::Head,
            _ => Mode::Items,
        };
        Operation(Driver::new(self.call.clone(), mode, exchange, JsCallbacks))
    }
}

/// An operation that runs.
#[wasm_bindgen(skip_typescript)]
pub struct Operation(Box<Driver<JsCallbacks>>);

#[wasm_bindgen]
impl Operation {
    /// Goes on. Returns a promise to wait for, or a `Failure`, or a value, or undefined at the end.
    pub fn step(&mut self) -> JsValue {
        match self.0.step() {
            Step::Pending(promise) => promise.into(),
            Step::Yield(value) => value,
            Step::Done(value) => value.unwrap_or_default(),
            Step::Failed(reason) => failure(self.0.scope(), reason).into(),
        }
    }

    /// What it has under way.
    #[wasm_bindgen(getter)]
    pub fn scope(&self) -> Scope {
        self.0.scope().clone()
    }

    /// The same list after the last page, from `cursor` on; undefined is the end.
    pub fn rest(&self, cursor: &JsValue) -> Option<Operation> {
        self.0.rest(cursor.as_string()).map(Operation)
    }
}

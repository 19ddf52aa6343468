//! What an operation has under way, as `scope.js` does it.

use super::arguments::Arguments;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

// None of these throws.
#[wasm_bindgen(module = "/src/host/scope.js")]
extern "C" {
    /// The tasks of one operation.
    #[derive(Clone, Debug)]
    pub type Scope;

    #[wasm_bindgen(constructor)]
    pub fn new(client: &Arguments, options: &Arguments, given: &JsValue) -> Scope;

    /// Whether the operation was given up.
    #[wasm_bindgen(method, getter)]
    pub fn cancelled(this: &Scope) -> bool;

    /// A promise that resolves when the next task ends.
    #[wasm_bindgen(method, getter)]
    pub fn changed(this: &Scope) -> Promise;

    /// Sends a request; the body of a successful response is read if it `reads`.
    #[wasm_bindgen(method)]
    pub fn fetch(
        this: &Scope,
        url: &str,
        method: &str,
        headers: &web_sys::Headers,
        body: Option<&str>,
        reads: bool,
        with_cookies: bool,
        timeout: f64,
    ) -> Task;

    /// Sleeps for `ms` milliseconds.
    #[wasm_bindgen(method)]
    pub fn sleep(this: &Scope, ms: f64) -> Task;

    /// Calls the caller's function `name`; nothing if there is none.
    #[wasm_bindgen(method)]
    pub fn notify(this: &Scope, name: &str, argument: &JsValue) -> Option<Task>;

    /// Logs what happened to a request: see `core::log::Record`. `exchange` has the response, if there was one.
    #[wasm_bindgen(method)]
    pub fn log(
        this: &Scope,
        level: u32,
        method: &str,
        path: &str,
        outcome: &str,
        status: u16,
        attempt: u32,
        attempts: u32,
        took: f64,
        delay: f64,
        exchange: &JsValue,
    );

    /// Ends all that is under way.
    #[wasm_bindgen(method)]
    pub fn close(this: &Scope);

    /// A request, a sleep, or a call of the caller's function.
    #[derive(Clone, Debug)]
    pub type Task;

    /// What became of it: see [`Outcome`].
    #[wasm_bindgen(method, getter)]
    fn outcome(this: &Task) -> u32;

    /// What was thrown.
    #[wasm_bindgen(method, getter)]
    pub fn error(this: &Task) -> JsValue;

    /// The status of the response; 0 for a redirect that the host hides.
    #[wasm_bindgen(method, getter)]
    pub fn status(this: &Task) -> u16;

    /// The parsed body; undefined if it is not JSON.
    #[wasm_bindgen(method, getter)]
    pub fn body(this: &Task) -> JsValue;

    /// The text of the body, without secrets.
    #[wasm_bindgen(method, getter, js_name = errorText)]
    pub fn error_text(this: &Task) -> Option<String>;

    /// Whether a body that is not JSON may have been cut off.
    #[wasm_bindgen(method, getter, js_name = isCutOff)]
    pub fn is_cut_off(this: &Task) -> bool;

    /// A header of the response.
    #[wasm_bindgen(method)]
    pub fn header(this: &Task, name: &str) -> Option<String>;

    /// `text` without the secrets of the request.
    #[wasm_bindgen(method)]
    pub fn redact(this: &Task, text: &str) -> String;

    /// Gives it up.
    #[wasm_bindgen(method)]
    pub fn abort(this: &Task);
}

/// What became of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is under way.
    Pending,
    /// It is done.
    Done,
    /// Its time is over.
    TimedOut,
    /// It failed, or was given up.
    Failed,
}

impl Task {
    /// What became of it.
    pub fn state(&self) -> Outcome {
        match self.outcome() {
            0 => Outcome::Pending,
            1 => Outcome::Done,
            2 => Outcome::TimedOut,
            _ => Outcome::Failed,
        }
    }
}

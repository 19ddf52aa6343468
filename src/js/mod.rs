//! What JavaScript sees: the classes, and what the classes of `pkg-template/list.js` ask.

mod arguments;
mod batches;
mod call;
mod llama_cloud;
mod options;
mod walker;

pub use batches::Batches;
pub use llama_cloud::LlamaCloud;

use crate::error::Error;
use js_sys::Promise;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// The JavaScript promise of what `work` gives; the error of its kind where it fails.
fn promise(work: impl Future<Output = Result<JsValue, Error>> + 'static) -> Promise {
    boxed(Box::pin(work))
}

// One piece of code for all kinds of work.
fn boxed(work: Pin<Box<dyn Future<Output = Result<JsValue, Error>>>>) -> Promise {
    let outcome = Outcome::new();
    let promise = outcome.promise();
    spawn_local(async move {
        match work.await {
            Ok(value) => outcome.resolve(&value),
            Err(error) => outcome.reject(&error.into()),
        }
    });
    promise
}

// Smaller than a promise whose executor is Rust.
#[wasm_bindgen(module = "/pkg-template/list.js")]
extern "C" {
    type Outcome;

    #[wasm_bindgen(constructor)]
    fn new() -> Outcome;

    #[wasm_bindgen(method, getter)]
    fn promise(this: &Outcome) -> Promise;

    #[wasm_bindgen(method)]
    fn resolve(this: &Outcome, value: &JsValue);

    #[wasm_bindgen(method)]
    fn reject(this: &Outcome, error: &JsValue);
}

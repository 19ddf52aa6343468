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
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

/// The JavaScript promise of what `work` gives; the error of its kind where it fails.
fn promise(work: impl Future<Output = Result<JsValue, Error>> + 'static) -> Promise {
    boxed(Box::pin(work))
}

// One piece of code for all kinds of work.
fn boxed(work: Pin<Box<dyn Future<Output = Result<JsValue, Error>>>>) -> Promise {
    future_to_promise(async move { Ok(work.await?) })
}

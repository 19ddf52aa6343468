//! The class `Batches`.

use super::call::{Call, Gives};
use super::promise;
use super::walker::{Chunks, Way};
use crate::batches;
use crate::client::Client;
use crate::options::{ListOptions, RequestOptions, WaitOptions, WatchOptions};
use crate::types::{BatchCancelParams, BatchCreateParams, BatchGetParams, BatchListParams};
use crate::wait::until_ended;
use crate::watch::Watch;
use js_sys::Promise;
use std::rc::Rc;
use tsify::Ts;
use wasm_bindgen::prelude::*;

/// Lists, reads, creates and cancels batches.
#[wasm_bindgen]
pub struct Batches(pub(super) Rc<Client>);

#[wasm_bindgen]
impl Batches {
    /// Lists batches. Await it for the first page, or iterate it for every batch:
    ///
    /// ```js
    /// for await (const batch of client.batches.list({ status: 'FAILED' })) console.log(batch.id);
    /// ```
    ///
    /// Nothing is sent before that. A list ends where the server says so, an empty page or not.
    #[wasm_bindgen(unchecked_return_type = "PagePromise<BatchListResponsesPaginatedCursor, Batch>")]
    pub fn list(
        &self,
        params: Option<Ts<BatchListParams>>,
        options: Option<Ts<ListOptions>>,
    ) -> JsValue {
        let options = ListOptions::read(&value(options));
        let way = options.as_ref().map_or_else(|_| Way::default(), Way::from);
        let request = options.and_then(|options| batches::list_with(&value(params), &options));
        Call::new(&self.0, request, Gives::Pages(way)).page_promise()
    }

    /// Reads one batch, with its per-file results if `expand: ['results']` asks for them.
    #[wasm_bindgen(unchecked_return_type = "APIPromise<Batch>")]
    pub fn get(
        &self,
        #[wasm_bindgen(js_name = batchID, unchecked_param_type = "string")] id: JsValue,
        params: Option<Ts<BatchGetParams>>,
        options: Option<Ts<RequestOptions>>,
    ) -> JsValue {
        let request = RequestOptions::read(&value(options))
            .and_then(|options| batches::get(&id, &value(params), options));
        Call::new(&self.0, request, Gives::Batch).promise()
    }

    /// Creates a batch over a directory. It starts at once and is processed on the server; the
    /// answer is the new batch. Unless the server surely refused it, it is never sent twice.
    #[wasm_bindgen(unchecked_return_type = "APIPromise<Batch>")]
    pub fn create(
        &self,
        params: Ts<BatchCreateParams>,
        options: Option<Ts<RequestOptions>>,
    ) -> JsValue {
        let request = RequestOptions::read(&value(options))
            .and_then(|options| batches::create(&params.js_value(), options));
        Call::new(&self.0, request, Gives::Batch).promise()
    }

    /// Cancels a batch that has not ended. The answer comes at once; the batch reaches `CANCELLED`
    /// when its processing stops. Files that are done keep their results.
    #[wasm_bindgen(unchecked_return_type = "APIPromise<Batch>")]
    pub fn cancel(
        &self,
        #[wasm_bindgen(js_name = batchID, unchecked_param_type = "string")] id: JsValue,
        params: Option<Ts<BatchCancelParams>>,
        options: Option<Ts<RequestOptions>>,
    ) -> JsValue {
        let request = RequestOptions::read(&value(options))
            .and_then(|options| batches::cancel(&id, &value(params), options));
        Call::new(&self.0, request, Gives::Batch).promise()
    }
}

#[wasm_bindgen]
impl Batches {
    /// Waits for a batch to end, and resolves with it, whether it ended as `COMPLETED`, `FAILED` or
    /// `CANCELLED`.
    ///
    /// ```js
    /// const batch = await client.batches.wait(id, { timeout: 600_000, expand: ['results'] });
    /// ```
    #[wasm_bindgen(unchecked_return_type = "Promise<Batch>")]
    pub fn wait(
        &self,
        #[wasm_bindgen(js_name = batchID, unchecked_param_type = "string")] id: JsValue,
        options: Option<Ts<WaitOptions>>,
    ) -> Promise {
        let options = WaitOptions::read(&value(options));
        match options.and_then(|options| Ok((batches::wait(&id, &options)?, options))) {
            Ok((request, options)) => promise(until_ended(self.0.clone(), request, options)),
            Err(error) => Promise::reject(&error.into()),
        }
    }

    /// Watches the batches that match: an async iterator over each batch that appears or changes
    /// its status, for as long as it is iterated. A batch that a `status` filter lets go of is not
    /// seen to leave.
    ///
    /// ```js
    /// for await (const batch of client.batches.watch()) console.log(batch.id, batch.status);
    /// ```
    #[wasm_bindgen(unchecked_return_type = "Walker<Batch>")]
    pub fn watch(
        &self,
        params: Option<Ts<BatchListParams>>,
        options: Option<Ts<WatchOptions>>,
    ) -> JsValue {
        let watch = || {
            let options = WatchOptions::read(&value(options))?;
            let request = batches::watch(&value(params), &options)?;
            Ok(Watch::new(self.0.clone(), request, options))
        };
        watch()
            .map_or_else(Chunks::refused, |watch| {
                let signal = watch.signal().clone();
                Chunks::new(watch, false, signal)
            })
            .walker()
    }
}

fn value<T: tsify::Tsify>(argument: Option<Ts<T>>) -> JsValue {
    argument
        .map(|argument| argument.js_value())
        .unwrap_or_default()
}

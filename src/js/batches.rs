//! The class `Batches`.

use super::call::{Call, Gives};
use super::promise;
use super::walker::{refused, walker};
use crate::batches;
use crate::client::Client;
use crate::options::{ListOptions, RequestOptions, WaitOptions, WatchOptions};
use crate::wait::until_ended;
use crate::watch::Watch;
use js_sys::{Array, Promise};
use std::rc::Rc;
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
    /// Nothing is sent before that. A list ends where the server says so, an empty page or not; where a
    /// cursor comes back, it is an error: at once among the first 1,024 pages, soon after in a longer list.
    #[wasm_bindgen(unchecked_return_type = "PagePromise<BatchListResponsesPaginatedCursor, Batch>")]
    pub fn list(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "BatchListParams | null")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ListOptions | null")] options: JsValue,
    ) -> JsValue {
        let mut gives = Gives::Batch;
        let request = ListOptions::read(&options).and_then(|(options, way)| {
            gives = Gives::Pages(way);
            batches::list(&params, options, way)
        });
        Call::new(&self.0, request, gives).page_promise()
    }

    /// Reads one batch, with its per-file results if `expand: ['results']` asks for them.
    #[wasm_bindgen(unchecked_return_type = "APIPromise<Batch>")]
    pub fn get(
        &self,
        #[wasm_bindgen(js_name = batchID, unchecked_param_type = "string")] id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "BatchGetParams | null")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions | null")] options: JsValue,
    ) -> JsValue {
        let request =
            RequestOptions::read(&options).and_then(|options| batches::get(&id, &params, options));
        Call::new(&self.0, request, Gives::Batch).promise()
    }

    /// Creates a batch over a directory. It starts at once and is processed on the server; the
    /// answer is the new batch. Unless the server surely refused it, it is never sent twice.
    #[wasm_bindgen(unchecked_return_type = "APIPromise<Batch>")]
    pub fn create(
        &self,
        #[wasm_bindgen(unchecked_param_type = "BatchCreateParams")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions | null")] options: JsValue,
    ) -> JsValue {
        let request =
            RequestOptions::read(&options).and_then(|options| batches::create(&params, options));
        Call::new(&self.0, request, Gives::Batch).promise()
    }

    /// Cancels a batch that has not ended. The answer comes at once; the batch reaches `CANCELLED`
    /// when its processing stops. Files that are done keep their results.
    #[wasm_bindgen(unchecked_return_type = "APIPromise<Batch>")]
    pub fn cancel(
        &self,
        #[wasm_bindgen(js_name = batchID, unchecked_param_type = "string")] id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "BatchCancelParams | null")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions | null")] options: JsValue,
    ) -> JsValue {
        let request = RequestOptions::read(&options)
            .and_then(|options| batches::cancel(&id, &params, options));
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
        #[wasm_bindgen(unchecked_optional_param_type = "WaitOptions | null")] options: JsValue,
    ) -> Promise {
        let options = WaitOptions::read(&options);
        match options.and_then(|options| Ok((batches::wait(&id, &options)?, options))) {
            Ok((request, options)) => promise(until_ended(self.0.clone(), request, options)),
            Err(error) => Promise::reject(&error.into()),
        }
    }

    /// Watches the batches that match: an async iterator over each batch that appears or changes
    /// its status, for as long as it is iterated. A batch that a `status` filter lets go of is not
    /// seen to leave. One that is open for more than a day is looked at alone, by `get`, so that a
    /// watch asks for no more as days go by.
    ///
    /// ```js
    /// for await (const batch of client.batches.watch()) console.log(batch.id, batch.status);
    /// ```
    #[wasm_bindgen(unchecked_return_type = "Walker<Batch>")]
    pub fn watch(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "BatchListParams | null")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "WatchOptions | null")] options: JsValue,
    ) -> JsValue {
        let read = || {
            let options = WatchOptions::read(&options)?;
            Ok((batches::watch(&params, &options)?, options))
        };
        match read() {
            Ok((request, options)) => {
                let signal = options.signal.clone();
                let watch = Watch::new(self.0.clone(), request, options);
                walker(watch, false, &signal, &Array::new())
            }
            Err(error) => refused(error),
        }
    }
}

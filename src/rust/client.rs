//! The client of the Rust surface.

use super::error::Error;
use super::options::{ClientOptions, ListOptions, RequestOptions, WaitOptions, WatchOptions};
use super::stream::{BatchStream, from_js, next};
use crate::host::client::{Client as HostClient, Method};
use crate::host::driver::{Driver, Mode};
use crate::wire::types::{
    Batch, BatchCancelParams, BatchCreateParams, BatchGetParams, BatchListParams,
};
use serde::Serialize;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// A client of the LlamaCloud API. Cloning it is cheap, and shares its rate limit.
#[derive(Clone)]
pub struct Client(Rc<HostClient>);

impl Client {
    /// A client with these options. Outside of a page it needs an API key.
    ///
    /// # Errors
    ///
    /// If an option is invalid, or if there is no API key outside of a page.
    pub fn new(options: ClientOptions) -> Result<Self, Error> {
        let client = HostClient::new(&options.to_js(), None).map_err(Error::argument)?;
        Ok(Self(Rc::new(client)))
    }

    /// Lists batches, one page after another as the stream is polled, or several windows of time at
    /// once with `options.concurrency`. Dropping the stream closes its connections.
    pub fn list(&self, params: &BatchListParams, options: impl Into<ListOptions>) -> BatchStream {
        let options = options.into().to_js();
        BatchStream::new(self.start(Method::List, "", params, &options, Mode::Items))
    }

    /// Watches the batches that match: each one that appears or changes its status. It ends only
    /// with an error that is not transient.
    pub fn watch(&self, params: &BatchListParams, options: WatchOptions) -> BatchStream {
        BatchStream::new(self.start(Method::Watch, "", params, &options.to_js(), Mode::Whole))
    }

    /// Reads one batch.
    ///
    /// # Errors
    ///
    /// If the id is empty, or if the request fails.
    pub async fn get(
        &self,
        id: &str,
        params: &BatchGetParams,
        options: RequestOptions,
    ) -> Result<Batch, Error> {
        self.answer(Method::Get, id, params, &options.to_js()).await
    }

    /// Creates a batch over a directory. Unless the server surely refused it, the request is never
    /// sent twice.
    ///
    /// # Errors
    ///
    /// If the request fails.
    pub async fn create(
        &self,
        params: &BatchCreateParams,
        options: RequestOptions,
    ) -> Result<Batch, Error> {
        self.answer(Method::Create, "", params, &options.to_js())
            .await
    }

    /// Cancels a batch that has not ended.
    ///
    /// # Errors
    ///
    /// If the id is empty, or if the request fails.
    pub async fn cancel(
        &self,
        id: &str,
        params: &BatchCancelParams,
        options: RequestOptions,
    ) -> Result<Batch, Error> {
        self.answer(Method::Cancel, id, params, &options.to_js())
            .await
    }

    /// Waits for a batch to reach a terminal status, and returns it. It goes on through transient errors.
    ///
    /// # Errors
    ///
    /// If the id is empty, if a request fails permanently, or if the wait times out.
    pub async fn wait(&self, id: &str, options: WaitOptions) -> Result<Batch, Error> {
        self.answer(Method::Wait, id, &(), &options.to_js()).await
    }

    /// Creates a batch, waits for it to reach a terminal status, and returns it with its results.
    /// `options.expand` has no effect.
    ///
    /// # Errors
    ///
    /// If a request fails permanently, or if the wait times out.
    pub async fn create_and_poll(
        &self,
        params: &BatchCreateParams,
        options: WaitOptions,
    ) -> Result<Batch, Error> {
        let options = options.without_expand().to_js();
        self.answer(Method::CreateAndPoll, "", params, &options)
            .await
    }

    async fn answer(
        &self,
        method: Method,
        id: &str,
        params: &impl Serialize,
        options: &JsValue,
    ) -> Result<Batch, Error> {
        let mut driver = self.start(method, id, params, options, Mode::Whole)?;
        from_js(next(&mut driver).await?.unwrap_or_default())
    }

    fn start(
        &self,
        method: Method,
        id: &str,
        params: &impl Serialize,
        options: &JsValue,
        mode: Mode,
    ) -> Result<Driver, Error> {
        let plain = serde_wasm_bindgen::Serializer::json_compatible();
        let params = params
            .serialize(&plain)
            .map_err(|error| Error::argument(error.to_string()))?;
        let call = self.0.call(method, &id.into(), &params, options);
        let call = Rc::new(call.map_err(Error::argument)?);
        // No function of the caller hears of an error.
        let to_error = |_: &_, _| JsValue::UNDEFINED;
        Ok(Driver::new(call, mode, &JsValue::UNDEFINED, to_error))
    }
}

impl std::fmt::Debug for Client {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let base_url = &self.0.base_url;
        f.debug_struct("Client")
            .field("base_url", base_url)
            .finish_non_exhaustive()
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::rust::ErrorKind;
    use futures_core::Stream;
    use std::future::poll_fn;
    use std::pin::Pin;
    use std::time::Duration;
    use wasm_bindgen_test::wasm_bindgen_test;

    /// A client of a port at which nothing listens.
    fn client() -> Client {
        Client::new(ClientOptions {
            api_key: Some("llx-any-key".into()),
            base_url: Some("http://127.0.0.1:9".into()),
            max_retries: Some(0),
            ..ClientOptions::default()
        })
        .unwrap()
    }

    async fn next(stream: &mut BatchStream) -> Option<Result<Batch, Error>> {
        poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx)).await
    }

    #[wasm_bindgen_test]
    fn options_that_are_wrong_are_refused_by_name() {
        let error = Client::new(ClientOptions {
            api_key: Some("llx-any-key".into()),
            base_url: Some("nowhere".into()),
            ..ClientOptions::default()
        })
        .unwrap_err();
        assert!(error.is_argument());
        assert!(error.to_string().contains("options.baseURL"), "{error}");
    }

    #[wasm_bindgen_test]
    fn nothing_prints_the_key() {
        let options = ClientOptions {
            api_key: Some("llx-secret-key".into()),
            ..ClientOptions::default()
        };
        let printed = format!("{options:?} {:?}", Client::new(options.clone()).unwrap());
        assert!(!printed.contains("secret"), "{printed}");
    }

    #[wasm_bindgen_test]
    async fn an_argument_that_is_wrong_is_an_error_before_any_request() {
        let error = client()
            .get("", &BatchGetParams::default(), RequestOptions::default())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Argument);
    }

    #[wasm_bindgen_test]
    async fn a_stream_ends_after_its_error() {
        let params = BatchListParams::default();
        let options = RequestOptions {
            timeout: Some(Duration::from_secs(20)),
            ..RequestOptions::default()
        };
        let mut batches = client().list(&params, options);
        let error = next(&mut batches).await.unwrap().unwrap_err();
        assert!(error.is_connection() && error.is_transient(), "{error}");
        assert!(next(&mut batches).await.is_none());
    }

    /// So that `?` works where errors must cross threads.
    #[wasm_bindgen_test]
    fn an_error_is_plain_data() {
        fn is_plain<T: Send + Sync + 'static>() {}
        is_plain::<Error>();
    }
}

//! The client of the Rust surface.

use super::bodies::{Bodies, decode};
use super::callbacks::Functions;
use super::error::Error;
use super::list::List;
use super::options::{ClientOptions, ListOptions, RequestOptions};
use super::watch::{WaitOptions, Watch, WatchOptions};
use crate::host::client::{Call, Client as HostClient, Method};
use crate::host::driver::{Driver, Mode};
use crate::wire::params::{BatchCancelParams, BatchCreateParams, BatchGetParams, BatchListParams};
use crate::wire::types::Batch;
use serde::Serialize;
use std::future::poll_fn;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// A client of the LlamaCloud API. Cloning it is cheap, and shares its rate limit. Clones are equal to each other, and to
/// no other client.
///
/// Dropping a future or a stream of it ends what it has under way: its connections are closed, and nothing is sent any
/// more.
#[derive(Clone)]
pub struct Client(Rc<HostClient>);

impl Client {
    /// A client with these options. Outside of a page it needs an API key.
    ///
    /// ```no_run
    /// # use llama_cloud_batches::{Client, ClientOptions, Error};
    /// # use std::time::Duration;
    /// # fn client() -> Result<Client, Error> {
    /// let client = Client::new(
    ///     ClientOptions::default()
    ///         .base_url("/llama-cloud") // a proxy on the page's own server, which adds the key
    ///         .timeout(Duration::from_secs(20)),
    /// )?;
    /// # Ok(client)
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If an option is invalid, or if there is no API key outside of a page.
    pub fn new(options: ClientOptions) -> Result<Self, Error> {
        let client = HostClient::new(&options.to_js(), None).map_err(Error::refused)?;
        Ok(Self(client))
    }

    /// Lists batches, one page after another as the stream is polled, or several windows of time at
    /// once with [`ListOptions::concurrency`]. [`List::pages`] gives whole pages.
    ///
    /// ```no_run
    /// # use futures_util::TryStreamExt;
    /// # use llama_cloud_batches::{BatchListParams, BatchStatus, Client, Error, RequestOptions};
    /// # async fn list(client: &Client) -> Result<(), Error> {
    /// let failed = BatchListParams::default().status(BatchStatus::Failed);
    /// let mut batches = client.list(&failed, RequestOptions::default());
    /// while let Some(batch) = batches.try_next().await? {
    ///     println!("{} {}", batch.id, batch.status);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self, params: &BatchListParams, options: impl Into<ListOptions>) -> List {
        let options = options.into().to_js();
        List::new(self.call(Method::List, "", params, &options))
    }

    /// Watches the batches that match: each one that appears or changes its status. It ends only
    /// with an error that is not transient.
    ///
    /// ```no_run
    /// # use futures_util::TryStreamExt;
    /// # use llama_cloud_batches::{BatchListParams, Client, Error, WatchOptions};
    /// # use std::time::Duration;
    /// # async fn watch(client: &Client) -> Result<(), Error> {
    /// let options = WatchOptions::default()
    ///     .interval(Duration::from_secs(10))
    ///     .on_error(|error| println!("going on after: {error}"));
    /// let mut changes = client.watch(&BatchListParams::default(), options);
    /// while let Some(batch) = changes.try_next().await? {
    ///     println!("{} is {}", batch.id, batch.status);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn watch(&self, params: &BatchListParams, options: WatchOptions) -> Watch {
        let (options, functions) = options.into_parts();
        Watch::new(self.start(Method::Watch, "", params, &options, functions))
    }

    /// Reads one batch.
    ///
    /// ```no_run
    /// # use llama_cloud_batches::{BatchGetParams, Client, Error, RequestOptions};
    /// # async fn failed(client: &Client, id: &str) -> Result<(), Error> {
    /// let params = BatchGetParams::default().expand("results");
    /// let batch = client.get(id, &params, RequestOptions::default()).await?;
    /// for file in batch.results.unwrap_or_default() {
    ///     println!("{} {:?}", file.source_directory_file_id, file.error_message);
    /// }
    /// # Ok(())
    /// # }
    /// ```
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
        let options = options.to_js();
        let driver = self.start(Method::Get, id, params, &options, Functions::default());
        answer(driver).await
    }

    /// Creates a batch over a directory. Unless the server surely refused it, the request is never
    /// sent twice.
    ///
    /// ```no_run
    /// # use llama_cloud_batches::{BatchCreateParams, BatchJob, Client, Error, JobType, RequestOptions};
    /// # async fn create(client: &Client) -> Result<(), Error> {
    /// let job = BatchJob::new(JobType::ParseV2, "cfg-PARSE_AGENTIC");
    /// let params = BatchCreateParams::new("dir-…", job);
    /// let batch = client.create(&params, RequestOptions::default()).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the request fails.
    pub async fn create(
        &self,
        params: &BatchCreateParams,
        options: RequestOptions,
    ) -> Result<Batch, Error> {
        let options = options.to_js();
        let driver = self.start(Method::Create, "", params, &options, Functions::default());
        answer(driver).await
    }

    /// Cancels a batch that has not ended.
    ///
    /// ```no_run
    /// # use llama_cloud_batches::{Client, Error, RequestOptions};
    /// # async fn cancel(client: &Client, id: &str) -> Result<(), Error> {
    /// let batch = client.cancel(id, &Default::default(), RequestOptions::default()).await?;
    /// println!("{} once its processing stops", batch.status);
    /// # Ok(())
    /// # }
    /// ```
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
        let options = options.to_js();
        let driver = self.start(Method::Cancel, id, params, &options, Functions::default());
        answer(driver).await
    }

    /// Waits for a batch to reach a terminal status, and returns it. It goes on through transient errors.
    ///
    /// ```no_run
    /// # use llama_cloud_batches::{Client, Error, WaitOptions};
    /// # use std::time::Duration;
    /// # async fn wait(client: &Client, id: &str) -> Result<(), Error> {
    /// let options = WaitOptions::default()
    ///     .timeout(Duration::from_secs(600))
    ///     .expand("results")
    ///     .on_update(|batch| println!("{} is {}", batch.id, batch.status));
    /// let batch = client.wait(id, options).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the id is empty, if a request fails permanently, or if the wait times out; with
    /// [`WaitOptions::fails_with_batch`], also if the batch fails or is cancelled. [`Error::batch`] is the batch as it
    /// was last seen.
    pub async fn wait(&self, id: &str, options: WaitOptions) -> Result<Batch, Error> {
        let (options, functions) = options.into_parts();
        answer(self.start(Method::Wait, id, &(), &options, functions)).await
    }

    /// Creates a batch, waits for it to reach a terminal status, and returns it with its results.
    /// What to read along, and where the batch is, `options` do not say.
    ///
    /// # Errors
    ///
    /// As for [`create`](Self::create) and [`wait`](Self::wait).
    pub async fn create_and_poll(
        &self,
        params: &BatchCreateParams,
        options: WaitOptions,
    ) -> Result<Batch, Error> {
        let (options, functions) = options.into_polling();
        answer(self.start(Method::CreateAndPoll, "", params, &options, functions)).await
    }

    fn start(
        &self,
        method: Method,
        id: &str,
        params: &impl Serialize,
        options: &JsValue,
        functions: Functions,
    ) -> Result<Box<Driver<Functions>>, Error> {
        let call = self.call(method, id, params, options)?;
        Ok(Driver::new(
            call,
            Mode::Whole,
            &JsValue::UNDEFINED,
            functions,
        ))
    }

    fn call(
        &self,
        method: Method,
        id: &str,
        params: &impl Serialize,
        options: &JsValue,
    ) -> Result<Rc<Call>, Error> {
        let plain = serde_wasm_bindgen::Serializer::json_compatible();
        let params = params
            .serialize(&plain)
            .map_err(|error| Error::argument(&error.to_string()))?;
        let call = self.0.call(method, &id.into(), &params, options);
        call.map_err(Error::refused)
    }
}

impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Client {}

impl std::fmt::Debug for Client {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let base_url = &self.0.base_url;
        f.debug_struct("Client")
            .field("base_url", base_url)
            .finish_non_exhaustive()
    }
}

/// The one body that an operation hands out.
async fn answer(driver: Result<Box<Driver<Functions>>, Error>) -> Result<Batch, Error> {
    let mut bodies = Bodies::new(driver);
    match poll_fn(|cx| bodies.poll_next(cx)).await {
        Some(body) => decode(body?),
        None => decode(JsValue::UNDEFINED),
    }
}

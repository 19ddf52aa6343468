//! What Rust sees: the operations with Rust's own types, and a list as a `Stream`.

use crate::batches;
use crate::client::{Client, Request, Wanted};
use crate::error::Error;
use crate::options::{ClientOptions, ListOptions, RequestOptions, WaitOptions, WatchOptions};
use crate::pages::{Pages, Walk};
use crate::source::{Listed, Refused, Source};
use crate::transport::Stop;
use crate::types::{Batch, BatchCancelParams, BatchCreateParams, BatchGetParams, BatchListParams};
use crate::validate::BATCH;
use crate::wait::until_ended;
use crate::watch::Watch;
use crate::windows::Windows;
use futures_core::Stream;
use js_sys::Array;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use wasm_bindgen::JsValue;

impl Client {
    /// A client with these options. Outside of a page it needs an API key.
    pub fn new(options: ClientOptions) -> Result<Rc<Self>, Error> {
        Self::with(Box::new(options.checked()?))
    }

    /// Lists batches, one page after another as the stream is polled, or several side by side with
    /// `options.concurrency`. A stream does not read ahead.
    pub fn list(
        self: &Rc<Self>,
        params: &BatchListParams,
        options: impl Into<ListOptions>,
    ) -> BatchStream {
        let (options, way) = options.into().split();
        let request = to_js(params).and_then(|params| batches::list(&params, options, way));
        BatchStream::of(request.map(|request| -> Rc<dyn Source> {
            if way.concurrency > 1 {
                Rc::new(Windows::new(self, &request, way.concurrency, way.ordered))
            } else {
                Rc::new(Listed::items(Pages::of(Walk::of(self, &request))))
            }
        }))
    }

    /// Watches the batches that match: each one that appears or changes its status. It ends only
    /// with an error that does not pass.
    pub fn watch(self: &Rc<Self>, params: &BatchListParams, options: WatchOptions) -> BatchStream {
        let options = Box::new(options);
        let request = to_js(params).and_then(|params| batches::watch(&params, &options));
        BatchStream::of(request.map(|request| -> Rc<dyn Source> {
            Rc::new(Watch::new(self.clone(), request, options))
        }))
    }

    /// Reads one batch.
    pub async fn get(
        &self,
        id: &str,
        params: &BatchGetParams,
        options: RequestOptions,
    ) -> Result<Batch, Error> {
        let request = batches::get(&id.into(), &to_js(params)?, Box::new(options))?;
        self.batch(request).await
    }

    /// Creates a batch over a directory. Unless the server surely refused it, it is never sent
    /// twice.
    pub async fn create(
        &self,
        params: &BatchCreateParams,
        options: RequestOptions,
    ) -> Result<Batch, Error> {
        let request = batches::create(&to_js(params)?, Box::new(options))?;
        self.batch(request).await
    }

    /// Cancels a batch that has not ended.
    pub async fn cancel(
        &self,
        id: &str,
        params: &BatchCancelParams,
        options: RequestOptions,
    ) -> Result<Batch, Error> {
        let request = batches::cancel(&id.into(), &to_js(params)?, Box::new(options))?;
        self.batch(request).await
    }

    /// Waits for a batch to end, and gives it, however it ended.
    pub async fn wait(self: &Rc<Self>, id: &str, options: WaitOptions) -> Result<Batch, Error> {
        let request = batches::wait(&id.into(), &options)?;
        from_js(until_ended(self.clone(), request, Box::new(options)).await?)
    }

    async fn batch(&self, request: Rc<Request>) -> Result<Batch, Error> {
        let stop = Stop::default();
        let asked = self.ask(&request, &request.query, &stop, Wanted::All);
        from_js(self.parse(&request, &asked.await?, BATCH)?)
    }
}

/// Batches, one after another. Dropping the stream closes the connection. After an error it ends.
pub struct BatchStream {
    source: Rc<dyn Source>,
    stop: Stop,
    next: Option<NextItems>,
    items: std::vec::IntoIter<JsValue>,
}

type NextItems = Pin<Box<dyn Future<Output = Result<Option<Array>, Error>>>>;

impl BatchStream {
    fn of(source: Result<Rc<dyn Source>, Error>) -> Self {
        let stop = Stop::default();
        let source = source.unwrap_or_else(|error| Rc::new(Refused(error)));
        Self {
            next: Some(next(&source, &stop)),
            source,
            stop,
            items: Vec::new().into_iter(),
        }
    }
}

impl Stream for BatchStream {
    type Item = Result<Batch, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(from_js(item)));
            }
            let Some(asked) = &mut self.next else {
                return Poll::Ready(None);
            };
            let answer = ready!(asked.as_mut().poll(cx));
            self.next = None;
            match answer {
                Ok(Some(items)) => {
                    self.items = items.to_vec().into_iter();
                    self.next = Some(next(&self.source, &self.stop));
                }
                Ok(None) => {}
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

impl Drop for BatchStream {
    fn drop(&mut self) {
        self.stop.fire();
    }
}

fn next(source: &Rc<dyn Source>, stop: &Stop) -> NextItems {
    let (source, stop) = (source.clone(), stop.clone());
    Box::pin(async move { source.next(&stop, &|| false).await })
}

fn to_js(value: &impl Serialize) -> Result<JsValue, Error> {
    let plain = serde_wasm_bindgen::Serializer::json_compatible();
    value
        .serialize(&plain)
        .map_err(|error| Error::argument(error.to_string()))
}

/// A checked body is what serde reads, too: should it ever not be, that is an answer which is not
/// what the API promises.
fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, Error> {
    serde_wasm_bindgen::from_value(value).map_err(|error| {
        Error::response(
            200,
            JsValue::UNDEFINED,
            JsValue::UNDEFINED,
            error.to_string(),
        )
    })
}

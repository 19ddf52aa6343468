//! Lists and watches as streams.

use super::error::{Error, ErrorKind};
use crate::host::driver::{Driver, Step};
use crate::wire::types::Batch;
use futures_core::Stream;
use js_sys::{Array, Reflect};
use serde::de::DeserializeOwned;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Batches, one after another. Dropping the stream closes its connections. After an error it ends.
pub struct BatchStream {
    /// The operation; nothing once it has ended.
    driver: Result<Option<Driver>, Error>,
    pending: Option<JsFuture>,
    items: std::vec::IntoIter<JsValue>,
}

impl BatchStream {
    pub(crate) fn new(driver: Result<Driver, Error>) -> Self {
        Self {
            driver: driver.map(Some),
            pending: None,
            items: Vec::new().into_iter(),
        }
    }

    /// Ends the stream with its last item.
    fn end(&mut self, error: Error) -> Poll<Option<Result<Batch, Error>>> {
        self.driver = Ok(None);
        Poll::Ready(Some(Err(error)))
    }
}

impl Stream for BatchStream {
    type Item = Result<Batch, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(from_js(item)));
            }
            if let Some(pending) = &mut self.pending {
                match Pin::new(pending).poll(cx) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(_) => self.pending = None,
                }
            }
            let step = match &mut self.driver {
                Err(error) => {
                    let error = error.clone();
                    return self.end(error);
                }
                Ok(None) => return Poll::Ready(None),
                Ok(Some(driver)) => driver.step(),
            };
            match step {
                Step::Pending(promise) => self.pending = Some(promise.into()),
                Step::Yield(body) => self.items = items(&body).into_iter(),
                Step::Done(_) => self.driver = Ok(None),
                Step::Failed(reason) => return self.end(reason.into()),
            }
        }
    }
}

impl std::fmt::Debug for BatchStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BatchStream").finish_non_exhaustive()
    }
}

/// The next value of an operation; nothing at its end.
pub async fn next(driver: &mut Driver) -> Result<Option<JsValue>, Error> {
    loop {
        match driver.step() {
            Step::Pending(promise) => {
                // It does not reject.
                let _ = JsFuture::from(promise).await;
            }
            Step::Yield(value) => return Ok(Some(value)),
            Step::Done(value) => return Ok(value),
            Step::Failed(reason) => return Err(reason.into()),
        }
    }
}

/// Deserializes a validated body. A failure here is reported as an unexpected response.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, Error> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| Error::new(ErrorKind::Status(200), error.to_string()))
}

fn items(body: &JsValue) -> Vec<JsValue> {
    let items = Reflect::get(body, &"items".into()).unwrap_or_default();
    items
        .dyn_into::<Array>()
        .map(|items| items.to_vec())
        .unwrap_or_default()
}

//! What an operation hands out, one value after another.

use super::callbacks::Functions;
use super::error::{Error, ErrorKind};
use crate::host::driver::{Driver, Step};
use js_sys::{Array, Reflect};
use serde::de::DeserializeOwned;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The bodies that an operation hands out, and its error, once. Dropping it closes its connections.
pub struct Bodies {
    state: State,
    pending: Option<JsFuture>,
}

enum State {
    Running(Box<Driver<Functions>>),
    /// It could not begin.
    Refused(Error),
    Ended,
}

impl Bodies {
    /// Those of `driver`, if it could begin.
    pub fn new(driver: Result<Box<Driver<Functions>>, Error>) -> Self {
        Self {
            state: match driver {
                Ok(driver) => State::Running(driver),
                Err(error) => State::Refused(error),
            },
            pending: None,
        }
    }

    /// The next body; nothing at the end.
    pub fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<JsValue, Error>>> {
        loop {
            if let Some(pending) = &mut self.pending {
                // It does not reject.
                let _ = ready!(Pin::new(pending).poll(cx));
                self.pending = None;
            }
            let step = match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Refused(error) => return Poll::Ready(Some(Err(error))),
                State::Running(mut driver) => {
                    let step = driver.step();
                    if matches!(step, Step::Pending(_) | Step::Yield(_)) {
                        self.state = State::Running(driver);
                    }
                    step
                }
            };
            return Poll::Ready(match step {
                Step::Pending(promise) => {
                    self.pending = Some(promise.into());
                    continue;
                }
                Step::Yield(body) => Some(Ok(body)),
                Step::Done(body) => body.map(Ok),
                Step::Failed(reason) => Some(Err(Error::of(reason))),
            });
        }
    }

    /// The next body, as what it means; nothing at the end.
    pub fn poll_decoded<T: DeserializeOwned>(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<T, Error>>> {
        let body = ready!(self.poll_next(cx));
        Poll::Ready(body.map(|body| self.decode(body?)))
    }

    /// Deserializes what was handed out. What cannot be is the end.
    fn decode<T: DeserializeOwned>(&mut self, value: JsValue) -> Result<T, Error> {
        let decoded = decode(value);
        if decoded.is_err() {
            self.state = State::Ended;
        }
        decoded
    }

    /// Returns whether there is nothing to come.
    pub fn has_ended(&self) -> bool {
        matches!(self.state, State::Ended)
    }
}

/// The items of an operation's bodies. Dropping it closes its connections.
pub struct Items {
    bodies: Bodies,
    items: std::vec::IntoIter<JsValue>,
}

impl Items {
    /// Those of the bodies that `driver` hands out.
    pub fn new(driver: Result<Box<Driver<Functions>>, Error>) -> Self {
        Self {
            bodies: Bodies::new(driver),
            items: Vec::new().into_iter(),
        }
    }

    /// The next item; nothing at the end.
    pub fn poll_next<T: DeserializeOwned>(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.items.next() {
                let item = self.bodies.decode(item);
                if item.is_err() {
                    self.items = Vec::new().into_iter();
                }
                return Poll::Ready(Some(item));
            }
            match ready!(self.bodies.poll_next(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(body)) => self.items = items(&body).into_iter(),
            }
        }
    }

    /// Returns whether there is nothing to come.
    pub fn has_ended(&self) -> bool {
        self.items.len() == 0 && self.bodies.has_ended()
    }
}

/// Deserializes a body that was checked. A failure here is an unexpected response.
pub fn decode<T: DeserializeOwned>(value: JsValue) -> Result<T, Error> {
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

//! Waits and watches: their options, and a watch as a stream.

use super::bodies::Items;
use super::callbacks::Functions;
use super::error::Error;
use super::options::{milliseconds, set, set_some};
use crate::host::driver::Driver;
use crate::setters::setters;
use crate::wire::types::Batch;
use futures_core::{FusedStream, Stream};
use js_sys::Object;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use wasm_bindgen::JsValue;

/// How to wait for a batch. What is left out has a default.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct WaitOptions {
    /// The pause after the first poll; each one after it is half as long again. The default is a second.
    pub poll_interval: Option<Duration>,
    /// The longest pause, unless the server asks for more. The default is ten seconds.
    pub max_interval: Option<Duration>,
    /// How long to wait in all. The default is no limit.
    pub timeout: Option<Duration>,
    /// Whether a batch that ends as `FAILED` or `CANCELLED` is an error. The default is false.
    pub fails_with_batch: Option<bool>,
    /// What to read along with the batch: `results` for the per-file results.
    pub expand: Vec<String>,
    /// The organization of the batch.
    pub organization_id: Option<String>,
    /// The project of the batch. The default is the API key's project.
    pub project_id: Option<String>,
    functions: Functions,
}

/// How to watch batches. What is left out has a default.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct WatchOptions {
    /// The pause between two polls. The default is five seconds.
    pub interval: Option<Duration>,
    /// Whether the batches of the first poll come too. The default is true.
    pub initial: Option<bool>,
    functions: Functions,
}

/// Batches that appear or change their status, one after another. It ends only with an error that is not transient.
/// Dropping it closes its connections.
#[must_use = "a watch does nothing unless it is polled"]
pub struct Watch(Items);

impl Watch {
    pub(crate) fn new(driver: Result<Box<Driver<Functions>>, Error>) -> Self {
        Self(Items::new(driver))
    }
}

impl Stream for Watch {
    type Item = Result<Batch, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next(cx)
    }
}

impl FusedStream for Watch {
    fn is_terminated(&self) -> bool {
        self.0.has_ended()
    }
}

impl WaitOptions {
    setters! {
        poll_interval: Duration,
        max_interval: Duration,
        timeout: Duration,
        fails_with_batch: bool,
        organization_id: impl Into<String>,
        project_id: impl Into<String>,
    }

    /// Adds to [`expand`](#structfield.expand).
    #[must_use]
    pub fn expand(mut self, part: impl Into<String>) -> Self {
        self.expand.push(part.into());
        self
    }

    /// Calls `on_update` with the batch after each poll.
    #[must_use]
    pub fn on_update(mut self, on_update: impl FnMut(Batch) + 'static) -> Self {
        self.functions.on_update = Some(Box::new(on_update));
        self
    }

    /// The options of a wait for a batch that exists.
    pub(crate) fn into_parts(self) -> (JsValue, Functions) {
        let object = self.polling();
        set_some(&object, "organization_id", self.organization_id);
        set_some(&object, "project_id", self.project_id);
        if !self.expand.is_empty() {
            let expand = self.expand.into_iter().map(JsValue::from);
            set(&object, "expand", &expand.collect::<js_sys::Array>());
        }
        (object.into(), self.functions)
    }

    /// The options of a wait for a batch that is created first: where it is, its parameters say.
    pub(crate) fn into_polling(self) -> (JsValue, Functions) {
        (self.polling().into(), self.functions)
    }

    fn polling(&self) -> Object {
        let object = Object::new();
        let pause = self.poll_interval.map(milliseconds);
        set_some(&object, "pollInterval", pause);
        set_some(&object, "maxInterval", self.max_interval.map(milliseconds));
        set_some(&object, "timeout", self.timeout.map(milliseconds));
        set_some(&object, "throwOnFailure", self.fails_with_batch);
        object
    }
}

impl WatchOptions {
    setters! {
        interval: Duration,
        initial: bool,
    }

    /// Calls `on_error` when a poll fails with a transient error; the watch goes on.
    #[must_use]
    pub fn on_error(mut self, on_error: impl FnMut(Error) + 'static) -> Self {
        self.functions.on_error = Some(Box::new(on_error));
        self
    }

    /// Calls `on_poll` after each successful poll, also when nothing changed: a quiet watch is not a broken one.
    #[must_use]
    pub fn on_poll(mut self, on_poll: impl FnMut() + 'static) -> Self {
        self.functions.on_poll = Some(Box::new(on_poll));
        self
    }

    pub(crate) fn into_parts(self) -> (JsValue, Functions) {
        let object = Object::new();
        set_some(&object, "interval", self.interval.map(milliseconds));
        set_some(&object, "initial", self.initial);
        (object.into(), self.functions)
    }
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

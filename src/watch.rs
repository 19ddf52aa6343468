//! Watching batches: each one that appears or changes its status.

use crate::batches;
use crate::client::{Client, Request, Wanted};
use crate::error::Error;
use crate::host;
use crate::log::Level;
use crate::options::WatchOptions;
use crate::pages::{Pages, Walk};
use crate::params::{CREATED_FROM, STATUS};
use crate::source::{Coming, NextChunk, Source};
use crate::transport::{SignalLink, Stop, tell};
use crate::validate::BATCH;
use js_sys::Array;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A watch over the list that `request` gives.
///
/// Looks begin where the oldest batch was created that can still change, but at most a day before
/// the newest: what is older and has not ended is looked at alone. So neither the work nor the
/// memory grows with the batches that have ended.
pub struct Watch {
    client: Rc<Client>,
    request: Rc<Request>,
    options: Box<WatchOptions>,
    view: View,
    has_looked: Cell<bool>,
}

impl Watch {
    /// A watch that has not begun.
    pub fn new(client: Rc<Client>, request: Rc<Request>, options: Box<WatchOptions>) -> Self {
        let query = &request.query;
        Self {
            client,
            view: View::new(query.get(STATUS), query.get(CREATED_FROM), options.initial),
            request,
            options,
            has_looked: Cell::new(false),
        }
    }

    /// The batches that appeared or changed since the last time, once there are any.
    async fn changes(&self, stop: &Stop) -> Result<Array, Error> {
        let _link = SignalLink::new(&self.options.signal, stop)?;
        loop {
            if self.has_looked.replace(true) {
                self.client
                    .pause(&self.request, self.options.interval, stop)
                    .await?;
            }
            match self.look(stop).await {
                Ok(changed) => {
                    const NONE: &JsValue = &JsValue::UNDEFINED;
                    let (callback, signal) = (&self.options.on_poll, &self.options.signal);
                    tell("onPoll", callback, NONE, stop, signal).await?;
                    if changed.length() > 0 {
                        return Ok(changed);
                    }
                }
                Err(error) if error.is_passing() => {
                    self.client
                        .log(Level::Warn, &self.request, "a look failed in passing");
                    let (callback, signal) = (&self.options.on_error, &self.options.signal);
                    tell("onError", callback, &error.into(), stop, signal).await?;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// One look at the whole view, and what is new in it.
    async fn look(&self, stop: &Stop) -> Result<Array, Error> {
        self.view.begin();
        let mut query = self.request.query.clone();
        if let Some(start) = self.view.start() {
            query.set(CREATED_FROM, start);
        }
        let walk = Walk::new(self.client.clone(), self.request.clone(), query);
        let pages = Pages::of(walk);
        while let Some(page) = pages.next(stop, &|| false).await? {
            self.view.see(&host::items(&page.body));
        }
        for id in self.view.rest() {
            let request = batches::look(&id, &self.request)?;
            let asked = self.client.ask(&request, &request.query, stop, Wanted::All);
            match asked.await {
                Ok(answer) => {
                    let batch = self.client.parse(&request, &answer, BATCH)?;
                    self.view.see(&Array::of1(&batch));
                }
                Err(error) if error.status() == Some(404) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.view.end())
    }
}

impl Source for Watch {
    fn next<'a>(&'a self, stop: &'a Stop, _: Coming<'a>) -> NextChunk<'a> {
        Box::pin(async move { self.changes(stop).await.map(Some) })
    }
}

#[wasm_bindgen(module = "/pkg-template/watch.js")]
extern "C" {
    type View;

    #[wasm_bindgen(constructor)]
    fn new(status: Option<&str>, least: Option<&str>, initial: bool) -> View;

    #[wasm_bindgen(method)]
    fn begin(this: &View);

    #[wasm_bindgen(method)]
    fn rest(this: &View) -> Array;

    #[wasm_bindgen(method)]
    fn see(this: &View, batches: &Array);

    #[wasm_bindgen(method)]
    fn end(this: &View) -> Array;

    #[wasm_bindgen(method, getter)]
    fn start(this: &View) -> Option<String>;
}

//! Watching batches: each one that appears or changes its status.

use crate::client::{Client, Request};
use crate::error::Error;
use crate::hash::hash;
use crate::host;
use crate::log::Level;
use crate::options::WatchOptions;
use crate::pages::{Pages, Walk};
use crate::params::CREATED_FROM;
use crate::source::{NextChunk, Source};
use crate::transport::{SignalLink, Stop};
use js_sys::Array;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How far before the newest batch that was seen the next look begins, in milliseconds: the server
/// may show a batch a while after the time that it gives as its creation.
const OVERLAP_MS: f64 = 300_000.0;

/// A watch over the list that `request` gives.
///
/// Looks begin where the oldest batch was created that can still change, so that neither the work
/// nor the memory grows with the batches that have ended. Of each batch in view 16 bytes are kept.
pub struct Watch {
    client: Rc<Client>,
    request: RefCell<Rc<Request>>,
    options: WatchOptions,
    /// The batches in view as hashes of id and status, in order; none before the first look.
    view: RefCell<Option<View>>,
    resting: Cell<bool>,
}

type View = Vec<(u64, u64)>;

impl Watch {
    /// A watch that has not begun.
    pub fn new(client: Rc<Client>, request: Request, options: WatchOptions) -> Self {
        Self {
            client,
            request: RefCell::new(Rc::new(request)),
            options,
            view: RefCell::new(None),
            resting: Cell::new(false),
        }
    }

    /// The batches that appeared or changed since the last time, once there are any.
    async fn changes(&self, stop: &Stop) -> Result<Array, Error> {
        let _link = SignalLink::new(&self.options.signal, stop)?;
        loop {
            let request = self.request.borrow().clone();
            if self.resting.replace(true) {
                self.client
                    .pause(&request, self.options.interval, stop)
                    .await?;
            }
            match self.look(&request, stop).await {
                Ok(changed) if changed.length() > 0 => return Ok(changed),
                Ok(_) => {}
                Err(error) if error.is_passing() => self.report(&request, error)?,
                Err(error) => return Err(error),
            }
        }
    }

    /// One look at the whole view, and what is new in it.
    async fn look(&self, request: &Rc<Request>, stop: &Stop) -> Result<Array, Error> {
        let changed = Array::new();
        let mut view = View::new();
        let mut window = Window::default();
        let pages = Pages::of(Walk::new(self.client.clone(), request.clone()));
        let first_look = self.view.borrow().is_none();
        while let Some(page) = pages.next(stop).await? {
            for batch in host::items(&page.body).iter() {
                let status = host::status(&batch);
                window.see(&batch, &status);
                let entry = (hash(&host::id(&batch)), hash(&status));
                let known = self.view.borrow().as_ref().is_some_and(|view| {
                    let found = view.binary_search_by_key(&entry.0, |(id, _)| *id);
                    found.is_ok_and(|at| view.get(at) == Some(&entry))
                });
                view.push(entry);
                if !known && (self.options.initial || !first_look) {
                    changed.push(&batch);
                }
            }
        }
        view.sort_unstable();
        // A list moves while it is walked through: a batch may come on two pages.
        view.dedup_by_key(|(id, _)| *id);
        self.view.replace(Some(view));
        if let Some(start) = window.start() {
            let mut query = request.query.clone();
            query.set(CREATED_FROM, start);
            self.request.replace(Rc::new(Request {
                query,
                ..Request::clone(request)
            }));
        }
        Ok(changed)
    }

    fn report(&self, request: &Request, error: Error) -> Result<(), Error> {
        self.client
            .log(Level::Warn, request, &["a look failed in passing"]);
        if self.options.on_error.is_undefined() {
            return Ok(());
        }
        let called = host::call(&self.options.on_error, &error.into());
        called.map_err(|thrown| Error::callback("onError", thrown))
    }
}

impl Source for Watch {
    fn next<'a>(&'a self, stop: &'a Stop) -> NextChunk<'a> {
        Box::pin(async move { self.changes(stop).await.map(Some) })
    }
}

/// Where the next look may begin.
#[derive(Default)]
struct Window {
    oldest_open: Option<f64>,
    newest: Option<f64>,
    /// A batch came without a time: the view cannot be narrowed.
    timeless: bool,
}

impl Window {
    fn see(&mut self, batch: &JsValue, status: &str) {
        let created = host::created_at(batch).map(|time| host::parse_date(&time));
        let Some(created) = created.filter(|time| time.is_finite()) else {
            self.timeless = true;
            return;
        };
        self.newest = Some(self.newest.map_or(created, |newest| newest.max(created)));
        if !matches!(status, "COMPLETED" | "FAILED" | "CANCELLED") {
            self.oldest_open = Some(
                self.oldest_open
                    .map_or(created, |oldest| oldest.min(created)),
            );
        }
    }

    fn start(&self) -> Option<String> {
        let newest = self.newest.filter(|_| !self.timeless)? - OVERLAP_MS;
        let start = self.oldest_open.map_or(newest, |oldest| oldest.min(newest));
        Some(host::iso(start))
    }
}

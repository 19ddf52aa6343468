//! A call that is not yet sent: what the promises of `pkg-template/list.js` hold.

use super::promise;
use super::walker::{Chunks, Way, chunks, page};
use crate::client::{Client, Request};
use crate::error::Error;
use crate::pages::{Pages, Walk};
use crate::transport::{Response, Stop};
use crate::validate::BATCH;
use crate::windows::Windows;
use js_sys::{Array, Promise};
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A request, or the reason why it cannot be made, which the caller hears when it awaits.
#[wasm_bindgen(skip_typescript)]
pub struct Call {
    client: Rc<Client>,
    request: Result<Rc<Request>, Error>,
    gives: Gives,
}

/// What the answer of a call is.
#[derive(Clone, Copy)]
pub enum Gives {
    /// A batch.
    Batch,
    /// A page of a list, which may have more.
    Pages(Way),
}

impl Call {
    /// A call of `client`.
    pub fn new(client: &Rc<Client>, request: Result<Request, Error>, gives: Gives) -> Self {
        Self {
            client: client.clone(),
            request: request.map(Rc::new),
            gives,
        }
    }

    /// The promise of its answer.
    pub fn promise(self) -> JsValue {
        ApiPromise::new(self).into()
    }

    /// The promise of its first page, and the iterable of all items.
    pub fn page_promise(self) -> JsValue {
        PagePromise::new(self).into()
    }
}

#[wasm_bindgen]
impl Call {
    /// Sends it and reads the answer: its data and the response.
    pub fn send(&self) -> Promise {
        self.answer(None)
    }

    /// Reads the answer from a response that `respond` gave: its data and the response.
    pub fn read(&self, response: JsValue) -> Promise {
        self.answer(Some(Response(response)))
    }

    /// Sends it and gives the response, its body unread.
    pub fn respond(&self) -> Promise {
        self.start(|client, request| async move { Ok(client.respond(&request).await?.0) })
    }

    /// The pages of the list, or their items.
    pub fn chunks(&self, items: bool) -> Chunks {
        match &self.request {
            Ok(request) => match self.gives {
                Gives::Pages(way) if items && way.concurrency > 1 => {
                    let windows = Windows::new(&self.client, request, way.concurrency, way.ordered);
                    Chunks::new(windows, way.read_ahead, request.options.signal.clone())
                }
                gives => {
                    let read_ahead = matches!(gives, Gives::Pages(way) if way.read_ahead);
                    let walk = walk(self.client.clone(), request.clone());
                    chunks(walk.clone(), Pages::of(walk), items, read_ahead)
                }
            },
            Err(error) => Chunks::refused(error.clone()),
        }
    }

    fn answer(&self, response: Option<Response>) -> Promise {
        let gives = self.gives;
        self.start(move |client, request| async move {
            let stop = Stop::default();
            let (data, response) = match (gives, response) {
                (Gives::Batch, None) => client.send(&request, &request.query, BATCH, &stop).await?,
                (Gives::Batch, Some(response)) => client.read(&request, response, BATCH).await?,
                (Gives::Pages(way), response) => {
                    let walk = walk(client, request);
                    let (found, response) = match response {
                        None => walk.first(&stop).await?,
                        Some(response) => walk.first_from(response).await?,
                    };
                    (page(&walk, found, way.read_ahead), response)
                }
            };
            Ok(Array::of2(&data, &response.0).into())
        })
    }

    fn start<F>(&self, run: impl FnOnce(Rc<Client>, Rc<Request>) -> F + 'static) -> Promise
    where
        F: Future<Output = Result<JsValue, Error>> + 'static,
    {
        match &self.request {
            Ok(request) => promise(run(self.client.clone(), request.clone())),
            Err(error) => Promise::reject(&error.clone().into()),
        }
    }
}

fn walk(client: Rc<Client>, request: Rc<Request>) -> Rc<Walk> {
    let query = request.query.clone();
    Walk::new(client, request, query)
}

#[wasm_bindgen(module = "/pkg-template/list.js")]
extern "C" {
    #[wasm_bindgen(js_name = APIPromise)]
    type ApiPromise;

    #[wasm_bindgen(constructor, js_class = APIPromise)]
    fn new(call: Call) -> ApiPromise;

    type PagePromise;

    #[wasm_bindgen(constructor)]
    fn new(call: Call) -> PagePromise;
}

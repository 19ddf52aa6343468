//! A call that is not yet sent: what the promises of `pkg-template/list.js` hold.

use super::promise;
use super::walker::{page, refused, walk_through, walker};
use crate::client::{Client, Request, Wanted};
use crate::error::Error;
use crate::options::Way;
use crate::pages::{Pages, Walk};
use crate::transport::{Response, Stop};
use crate::validate::BATCH;
use crate::windows::Windows;
use js_sys::{Array, Promise};
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
    pub fn new(client: &Rc<Client>, request: Result<Rc<Request>, Error>, gives: Gives) -> Self {
        Self {
            client: client.clone(),
            request,
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
    /// The answer's data and the response: sent for, or read from a response that `respond` gave.
    pub fn answer(&self, response: JsValue) -> Promise {
        self.ask(match response.is_undefined() {
            true => Wanted::All,
            false => Wanted::BodyOf(Response(response)),
        })
    }

    /// Sends it and gives the response, its body unread.
    pub fn respond(&self) -> Promise {
        self.ask(Wanted::Head)
    }

    /// What walks through the list, by pages or by items.
    pub fn walk(&self, items: bool) -> JsValue {
        let request = match &self.request {
            Ok(request) => request,
            Err(error) => return refused(error.clone()),
        };
        match self.gives {
            Gives::Pages(way) if items && way.concurrency > 1 => {
                let windows = Windows::new(&self.client, request, way.concurrency, way.ordered);
                let signal = &request.options.signal;
                walker(windows, way.read_ahead, signal, &Array::new())
            }
            gives => {
                let read_ahead = matches!(gives, Gives::Pages(way) if way.read_ahead);
                let walk = Walk::of(&self.client, request);
                let pages = Pages::of(walk.clone());
                walk_through(walk, pages, items, read_ahead, &Array::new())
            }
        }
    }
}

impl Call {
    fn ask(&self, wanted: Wanted) -> Promise {
        let request = match &self.request {
            Ok(request) => request.clone(),
            Err(error) => return Promise::reject(&error.clone().into()),
        };
        let (client, gives) = (self.client.clone(), self.gives);
        promise(async move {
            let stop = Stop::default();
            let is_whole = !matches!(wanted, Wanted::Head);
            let asked = client.ask(&request, &request.query, &stop, wanted);
            let answer = asked.await?;
            if !is_whole {
                return Ok(answer.response.0);
            }
            let data = match gives {
                Gives::Batch => client.parse(&request, &answer, BATCH)?,
                Gives::Pages(way) => {
                    let walk = Walk::of(&client, &request);
                    let (_, here) = walk.first();
                    page(&walk, walk.read(&answer, here)?, way.read_ahead)
                }
            };
            Ok(Array::of2(&data, &answer.response.0).into())
        })
    }
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

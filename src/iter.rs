//! Going through a list: one page after another, handed to the iterator of `pkg-template/list.js`
//! in chunks, so that only a page and never an item crosses into JavaScript.

use crate::client::{Client, Request};
use crate::error::Error;
use crate::host;
use crate::pager::{Trail, next_cursor};
use crate::params::PAGE_TOKEN;
use crate::transport::{Response, Stop};
use crate::validate::PAGE;
use js_sys::{Array, Promise};
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// A walk through a list from its first page on, shared by the pages that it finds.
pub struct Walk {
    client: Rc<Client>,
    request: Rc<Request>,
    trail: RefCell<Trail>,
}

impl Walk {
    /// A walk that has not begun.
    pub fn new(client: Rc<Client>, request: Rc<Request>) -> Rc<Self> {
        let trail = Trail::starting_at(request.query.get(PAGE_TOKEN));
        Rc::new(Self {
            client,
            request,
            trail: RefCell::new(trail),
        })
    }

    /// The first page.
    pub async fn first(self: &Rc<Self>, stop: &Stop) -> Result<(Found, Response), Error> {
        let query = &self.request.query;
        let sent = self.client.send(&self.request, query, PAGE, stop);
        let (body, response) = sent.await?;
        Ok((self.found(&body, 0), response))
    }

    /// The first page, from a response that is already there.
    pub async fn first_from(
        self: &Rc<Self>,
        response: Response,
    ) -> Result<(Found, Response), Error> {
        let (body, response) = self.client.read(&self.request, response, PAGE).await?;
        Ok((self.found(&body, 0), response))
    }

    /// The page behind `here`.
    async fn after(self: &Rc<Self>, here: &Place, stop: &Stop) -> Result<Found, Error> {
        let Some(cursor) = here.next() else {
            return Err(Error::argument(
                "There is no next page: ask hasNextPage() before getNextPage().",
            ));
        };
        let followed = self.trail.borrow_mut().follow(here.place, cursor);
        let place = followed.map_err(|_| {
            Error::response(
                200,
                JsValue::UNDEFINED,
                JsValue::UNDEFINED,
                "next_page_token came back a second time: the list goes in circles".into(),
            )
            .of_request(self.request.method, &self.request.path)
        })?;
        let mut query = self.request.query.clone();
        query.set(PAGE_TOKEN, cursor.to_owned());
        let (body, _) = self.client.send(&self.request, &query, PAGE, stop).await?;
        Ok(self.found(&body, place))
    }

    fn found(self: &Rc<Self>, body: &JsValue, place: usize) -> Found {
        let here = Place {
            place,
            cursor: host::next_page_token(body),
        };
        let cursor = here.cursor.as_deref();
        let page = Page::new(
            body,
            cursor.unwrap_or_default(),
            WalkHandle(self.clone()),
            place,
        );
        Found { page, here }
    }
}

/// A page, and where it stands.
pub struct Found {
    /// The page as the caller sees it.
    pub page: Page,
    here: Place,
}

/// Where a page stands in its walk, and the cursor of the next.
struct Place {
    place: usize,
    cursor: Option<String>,
}

impl Place {
    fn next(&self) -> Option<&str> {
        next_cursor(self.cursor.as_deref())
    }
}

/// A [`Walk`] in the hands of a page, which says where it stands.
#[wasm_bindgen(skip_typescript)]
pub struct WalkHandle(Rc<Walk>);

#[wasm_bindgen]
impl WalkHandle {
    /// The page behind the one at `place`.
    pub fn page_after(&self, cursor: String, place: usize) -> Promise {
        let walk = self.0.clone();
        let here = Place {
            place,
            cursor: Some(cursor),
        };
        future_to_promise(async move {
            let found = walk.after(&here, &Stop::default()).await?;
            Ok(found.page.into())
        })
    }

    /// `page` and all that follow, or the items of them all.
    pub fn chunks_from(&self, page: Page, cursor: String, place: usize, items: bool) -> Chunks {
        let here = Place {
            place,
            cursor: Some(cursor),
        };
        Chunks::new(Pages::new(
            self.0.clone(),
            Next::Here(Found { page, here }),
            items,
        ))
    }
}

/// The pages of a walk, or their items.
pub struct Pages {
    walk: Rc<Walk>,
    next: RefCell<Next>,
    items: bool,
}

enum Next {
    First,
    Here(Found),
    After(Place),
    End,
}

impl Pages {
    /// A walk from its first page on: page by page, or `items` by items.
    pub fn of(walk: Rc<Walk>, items: bool) -> Self {
        Self::new(walk, Next::First, items)
    }

    fn new(walk: Rc<Walk>, next: Next, items: bool) -> Self {
        Self {
            walk,
            next: RefCell::new(next),
            items,
        }
    }

    /// The next page, or its items; none behind the last.
    pub async fn next_chunk(&self, stop: &Stop) -> Result<Option<Array>, Error> {
        let found = match self.next.replace(Next::End) {
            Next::First => self.walk.first(stop).await?.0,
            Next::Here(found) => found,
            Next::After(here) if here.next().is_some() => self.walk.after(&here, stop).await?,
            Next::After(_) | Next::End => return Ok(None),
        };
        let Found { page, here } = found;
        self.next.replace(Next::After(here));
        Ok(Some(if self.items {
            page.items()
        } else {
            Array::of1(&page)
        }))
    }
}

impl Source for Pages {
    fn next<'a>(&'a self, stop: &'a Stop) -> NextChunk<'a> {
        Box::pin(self.next_chunk(stop))
    }
}

/// Where the values of an async iterator come from, some at a time.
pub trait Source {
    /// The next values, or none at the end. It is not asked again after the end or an error.
    fn next<'a>(&'a self, stop: &'a Stop) -> NextChunk<'a>;
}

/// What a [`Source`] is asked for.
pub type NextChunk<'a> = Pin<Box<dyn Future<Output = Result<Option<Array>, Error>> + 'a>>;

/// A [`Source`] in the hands of a JavaScript iterator, which asks for one chunk at a time.
#[wasm_bindgen(skip_typescript)]
pub struct Chunks {
    source: Rc<dyn Source>,
    stop: Stop,
}

impl Chunks {
    /// The chunks of `source`.
    pub fn new(source: impl Source + 'static) -> Self {
        Self {
            source: Rc::new(source),
            stop: Stop::default(),
        }
    }

    /// No chunk but the reason why there is none.
    pub fn refused(error: Error) -> Self {
        Self::new(Refused(error))
    }

    /// The iterator that hands out what the chunks hold.
    pub fn walker(self) -> JsValue {
        Walker::new(self).into()
    }
}

/// The list of a call that cannot be made.
struct Refused(Error);

impl Source for Refused {
    fn next<'a>(&'a self, _: &'a Stop) -> NextChunk<'a> {
        Box::pin(std::future::ready(Err(self.0.clone())))
    }
}

#[wasm_bindgen]
impl Chunks {
    /// An array of the next values, or undefined at the end.
    pub fn next(&self) -> Promise {
        let source = self.source.clone();
        let stop = self.stop.clone();
        future_to_promise(async move {
            let chunk = source.next(&stop).await?;
            Ok(chunk.map_or(JsValue::UNDEFINED, JsValue::from))
        })
    }

    /// Ends whatever is under way.
    pub fn stop(&self) {
        self.stop.fire();
    }
}

#[wasm_bindgen(module = "/pkg-template/list.js")]
extern "C" {
    /// A page as the caller sees it.
    #[wasm_bindgen(js_name = PaginatedCursor)]
    pub type Page;

    #[wasm_bindgen(constructor, js_class = PaginatedCursor)]
    fn new(body: &JsValue, cursor: &str, walk: WalkHandle, place: usize) -> Page;

    type Walker;

    #[wasm_bindgen(constructor)]
    fn new(chunks: Chunks) -> Walker;

    #[wasm_bindgen(method, getter, structural)]
    fn items(this: &Page) -> Array;
}

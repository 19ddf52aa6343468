//! What the iterator of `pkg-template/list.js` asks: a page crosses into JavaScript at once, an item
//! never does.

use super::promise;
use crate::batches::PATH;
use crate::error::Error;
use crate::options::ListOptions;
use crate::pages::{Found, Pages, Place, Walk};
use crate::source::{ItemsOf, NextChunk, Refused, Source};
use crate::transport::{Stop, is_aborted, reason};
use js_sys::{Array, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A [`Source`] in the hands of a JavaScript iterator, which asks for one chunk at a time.
#[wasm_bindgen(skip_typescript)]
pub struct Chunks {
    source: Rc<dyn Source>,
    stop: Stop,
    read_ahead: bool,
    signal: JsValue,
}

impl Chunks {
    /// The chunks of `source`, which may be asked for before they are wanted, and end with `signal`.
    pub fn new(source: impl Source + 'static, read_ahead: bool, signal: JsValue) -> Self {
        Self {
            source: Rc::new(source),
            stop: Stop::default(),
            read_ahead,
            signal,
        }
    }

    /// No chunk but the reason why there is none.
    pub fn refused(error: Error) -> Self {
        Self::new(Refused(error), false, JsValue::UNDEFINED)
    }

    /// The iterator that hands out what the chunks hold.
    pub fn walker(self) -> JsValue {
        Walker::new(self).into()
    }
}

#[wasm_bindgen]
impl Chunks {
    /// An array of the next values, or undefined at the end.
    pub fn next(&self) -> Promise {
        let source = self.source.clone();
        let (stop, signal) = (self.stop.clone(), self.signal.clone());
        promise(async move {
            if is_aborted(&signal) {
                return Err(Error::abort(reason(&signal)).of_request("GET", PATH));
            }
            let chunk = source.next(&stop).await?;
            Ok(chunk.map_or(JsValue::UNDEFINED, JsValue::from))
        })
    }

    /// Whether a chunk may be asked for before it is wanted.
    #[wasm_bindgen(getter)]
    pub fn read_ahead(&self) -> bool {
        self.read_ahead
    }

    /// The caller's signal.
    #[wasm_bindgen(getter)]
    pub fn signal(&self) -> JsValue {
        self.signal.clone()
    }

    /// Ends whatever is under way.
    pub fn stop(&self) {
        self.stop.fire();
    }
}

/// How the pages of a list are walked.
#[derive(Clone, Copy, Default)]
pub struct Way {
    /// Whether a page is asked for before it is wanted.
    pub read_ahead: bool,
    /// How many requests may be under way at a time.
    pub concurrency: u32,
    /// Whether those that are side by side come in the order of the list.
    pub ordered: bool,
}

impl From<&ListOptions> for Way {
    fn from(options: &ListOptions) -> Self {
        Self {
            read_ahead: options.read_ahead,
            concurrency: options.concurrency,
            ordered: options.ordered,
        }
    }
}

/// The pages of a list.
struct PagesOf {
    walk: Rc<Walk>,
    pages: Pages,
    read_ahead: bool,
}

impl Source for PagesOf {
    fn next<'a>(&'a self, stop: &'a Stop) -> NextChunk<'a> {
        Box::pin(async move {
            let found = self.pages.next(stop).await?;
            Ok(found.map(|found| Array::of1(&page(&self.walk, found, self.read_ahead))))
        })
    }
}

/// The page as the caller sees it.
pub fn page(walk: &Rc<Walk>, found: Found, read_ahead: bool) -> JsValue {
    let here = PageHandle {
        walk: walk.clone(),
        here: found.here,
        read_ahead,
    };
    Page::new(&found.body, here).into()
}

/// Where a page stands, in the hands of the page.
#[wasm_bindgen(skip_typescript)]
pub struct PageHandle {
    walk: Rc<Walk>,
    here: Place,
    read_ahead: bool,
}

#[wasm_bindgen]
impl PageHandle {
    /// The next page.
    pub fn after(&self) -> Promise {
        let (walk, here, read_ahead) = (self.walk.clone(), self.here.clone(), self.read_ahead);
        promise(async move {
            let found = walk.after(&here, &Stop::default()).await?;
            Ok(page(&walk, found, read_ahead))
        })
    }

    /// All pages that follow, or their items.
    pub fn chunks_after(&self, items: bool) -> Chunks {
        let pages = Pages::behind(self.walk.clone(), self.here.clone());
        chunks(self.walk.clone(), pages, items, self.read_ahead)
    }
}

/// `pages` of `walk`, or their items.
pub fn chunks(walk: Rc<Walk>, pages: Pages, items: bool, read_ahead: bool) -> Chunks {
    let signal = walk.signal().clone();
    if items {
        Chunks::new(ItemsOf(pages), read_ahead, signal)
    } else {
        let pages = PagesOf {
            walk,
            pages,
            read_ahead,
        };
        Chunks::new(pages, read_ahead, signal)
    }
}

#[wasm_bindgen(module = "/pkg-template/list.js")]
extern "C" {
    #[wasm_bindgen(js_name = PaginatedCursor)]
    type Page;

    #[wasm_bindgen(constructor, js_class = PaginatedCursor)]
    fn new(body: &JsValue, here: PageHandle) -> Page;

    type Walker;

    #[wasm_bindgen(constructor)]
    fn new(chunks: Chunks) -> Walker;
}

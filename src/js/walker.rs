//! What the iterator of `pkg-template/list.js` asks: a page crosses into JavaScript at once, an item
//! never does.

use super::promise;
use crate::batches::PATH;
use crate::error::Error;
use crate::pages::{Found, Pages, Place, Walk};
use crate::source::{Listed, Refused, Source};
use crate::transport::{Stop, is_aborted, reason};
use js_sys::{Array, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The iterator that hands out `values` and then what `source` gives, which may be asked for before
/// it is wanted. It ends with `signal`.
pub fn walker(
    source: impl Source + 'static,
    read_ahead: bool,
    signal: &JsValue,
    values: &Array,
) -> JsValue {
    let chunks = Chunks {
        source: Rc::new(source),
        stop: Stop::default(),
        signal: signal.clone(),
    };
    Walker::new(chunks, read_ahead, signal, values).into()
}

/// The iterator that hands out nothing but the reason why.
pub fn refused(error: Error) -> JsValue {
    walker(Refused(error), false, &JsValue::UNDEFINED, &Array::new())
}

/// The iterator over `values` and `pages` of `walk`, or their items.
pub fn walk_through(
    walk: Rc<Walk>,
    pages: Pages,
    items: bool,
    read_ahead: bool,
    values: &Array,
) -> JsValue {
    let signal = walk.signal().clone();
    let mut listed = Listed::items(pages);
    if !items {
        listed.show = Some(Box::new(move |found| page(&walk, found, read_ahead)));
    }
    walker(listed, read_ahead, &signal, values)
}

/// A [`Source`] in the hands of a JavaScript iterator, which asks for one chunk at a time.
#[wasm_bindgen(skip_typescript)]
pub struct Chunks {
    source: Rc<dyn Source>,
    stop: Stop,
    signal: JsValue,
}

#[wasm_bindgen]
impl Chunks {
    /// An array of the next values, or undefined at the end.
    pub fn next(&self, walker: Walker) -> Promise {
        let source = self.source.clone();
        let (stop, signal) = (self.stop.clone(), self.signal.clone());
        promise(async move {
            if is_aborted(&signal) {
                return Err(Error::abort(reason(&signal)).of_request("GET", PATH));
            }
            let chunk = source.next(&stop, &|| walker.ask_ahead()).await?;
            Ok(chunk.map_or(JsValue::UNDEFINED, JsValue::from))
        })
    }

    /// Ends whatever is under way.
    pub fn stop(&self) {
        self.stop.fire();
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
    /// What walks through `values` and all pages that follow, or their items.
    pub fn walk(&self, items: bool, values: &Array) -> JsValue {
        let pages = Pages::behind(self.walk.clone(), self.here.clone());
        walk_through(self.walk.clone(), pages, items, self.read_ahead, values)
    }
}

#[wasm_bindgen(module = "/pkg-template/list.js")]
extern "C" {
    #[wasm_bindgen(js_name = PaginatedCursor)]
    type Page;

    #[wasm_bindgen(constructor, js_class = PaginatedCursor)]
    fn new(body: &JsValue, here: PageHandle) -> Page;

    pub type Walker;

    #[wasm_bindgen(constructor)]
    fn new(chunks: Chunks, read_ahead: bool, signal: &JsValue, values: &Array) -> Walker;

    /// Asks for the next chunk before it is wanted; whether it did.
    #[wasm_bindgen(method, js_name = askAhead)]
    fn ask_ahead(this: &Walker) -> bool;
}

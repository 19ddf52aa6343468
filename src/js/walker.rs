//! What the iterator of `pkg-template/list.js` asks: a page crosses into JavaScript at once, an item
//! never does.

use crate::error::Error;
use crate::options::ListOptions;
use crate::pages::{Found, Pages, Place, Walk};
use crate::source::{ItemsOf, NextChunk, Refused, Source};
use crate::transport::Stop;
use js_sys::{Array, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// A [`Source`] in the hands of a JavaScript iterator, which asks for one chunk at a time.
#[wasm_bindgen(skip_typescript)]
pub struct Chunks {
    source: Rc<dyn Source>,
    stop: Stop,
    read_ahead: bool,
}

impl Chunks {
    /// The chunks of `source`, which may be asked for before they are wanted.
    pub fn new(source: impl Source + 'static, read_ahead: bool) -> Self {
        Self {
            source: Rc::new(source),
            stop: Stop::default(),
            read_ahead,
        }
    }

    /// No chunk but the reason why there is none.
    pub fn refused(error: Error) -> Self {
        Self::new(Refused(error), false)
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
        let stop = self.stop.clone();
        future_to_promise(async move {
            let chunk = source.next(&stop).await?;
            Ok(chunk.map_or(JsValue::UNDEFINED, JsValue::from))
        })
    }

    /// Whether a chunk may be asked for before it is wanted.
    #[wasm_bindgen(getter)]
    pub fn read_ahead(&self) -> bool {
        self.read_ahead
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
pub struct PagesOf {
    /// The walk that they are found on.
    pub walk: Rc<Walk>,
    /// The walk's pages, or what is left of them.
    pub pages: Pages,
    /// Whether loops that begin at one of them read ahead.
    pub read_ahead: bool,
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
    let Place { place, cursor } = found.here;
    let walk = WalkHandle {
        walk: walk.clone(),
        read_ahead,
    };
    Page::new(&found.body, &cursor.unwrap_or_default(), walk, place).into()
}

/// A [`Walk`] in the hands of a page, which says where it stands.
#[wasm_bindgen(skip_typescript)]
pub struct WalkHandle {
    walk: Rc<Walk>,
    read_ahead: bool,
}

#[wasm_bindgen]
impl WalkHandle {
    /// The page behind the one at `place`.
    pub fn page_after(&self, cursor: String, place: usize) -> Promise {
        let (walk, read_ahead) = (self.walk.clone(), self.read_ahead);
        let here = Place {
            place,
            cursor: Some(cursor),
        };
        future_to_promise(async move {
            let found = walk.after(&here, &Stop::default()).await?;
            Ok(page(&walk, found, read_ahead))
        })
    }

    /// All pages behind the one at `place`, or their items.
    pub fn chunks_after(&self, cursor: String, place: usize, items: bool) -> Chunks {
        let here = Place {
            place,
            cursor: Some(cursor),
        };
        chunks(self.walk.clone(), Some(here), items, self.read_ahead)
    }
}

/// The pages of `walk`, or their items; those behind `here` only, if it is given.
pub fn chunks(walk: Rc<Walk>, here: Option<Place>, items: bool, read_ahead: bool) -> Chunks {
    let pages = match here {
        None => Pages::of(walk.clone()),
        Some(here) => Pages::behind(walk.clone(), here),
    };
    if items {
        Chunks::new(ItemsOf(pages), read_ahead)
    } else {
        let pages = PagesOf {
            walk,
            pages,
            read_ahead,
        };
        Chunks::new(pages, read_ahead)
    }
}

#[wasm_bindgen(module = "/pkg-template/list.js")]
extern "C" {
    #[wasm_bindgen(js_name = PaginatedCursor)]
    type Page;

    #[wasm_bindgen(constructor, js_class = PaginatedCursor)]
    fn new(body: &JsValue, cursor: &str, walk: WalkHandle, place: usize) -> Page;

    type Walker;

    #[wasm_bindgen(constructor)]
    fn new(chunks: Chunks) -> Walker;
}

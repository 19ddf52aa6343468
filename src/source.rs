//! What comes in chunks: the items of a list, the changes of a watch.

use crate::error::Error;
use crate::host;
use crate::pages::{Found, Pages};
use crate::transport::Stop;
use js_sys::Array;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::JsValue;

/// Where the values of an async iterator come from, some at a time.
pub trait Source {
    /// The next values, or none at the end. It is not asked again after the end or an error, and not
    /// before the values are there unless `coming` was called.
    fn next<'a>(&'a self, stop: &'a Stop, coming: Coming<'a>) -> NextChunk<'a>;
}

/// Hears that the values are about to come, and that those behind them may be asked for at once.
/// Tells whether they were.
pub type Coming<'a> = &'a dyn Fn() -> bool;

/// What a [`Source`] is asked for.
pub type NextChunk<'a> = Pin<Box<dyn Future<Output = Result<Option<Array>, Error>> + 'a>>;

/// What a list has: its items or, one by one, its pages.
pub struct Listed {
    /// The pages.
    pub pages: Pages,
    /// How a page is shown, if pages are what is wanted.
    pub show: Option<Box<dyn Fn(Found) -> JsValue>>,
}

impl Listed {
    /// The items.
    pub fn items(pages: Pages) -> Self {
        Self { pages, show: None }
    }
}

impl Source for Listed {
    fn next<'a>(&'a self, stop: &'a Stop, coming: Coming<'a>) -> NextChunk<'a> {
        Box::pin(async move {
            let found = self.pages.next(stop, coming).await?;
            Ok(found.map(|found| match &self.show {
                None => host::items(&found.body),
                Some(show) => Array::of1(&show(found)),
            }))
        })
    }
}

/// The list of a call that cannot be made.
pub struct Refused(pub Error);

impl Source for Refused {
    fn next<'a>(&'a self, _: &'a Stop, _: Coming<'a>) -> NextChunk<'a> {
        Box::pin(std::future::ready(Err(self.0.clone())))
    }
}

//! Lists: their batches, and their pages.

use super::bodies::{Bodies, Items};
use super::callbacks::Functions;
use super::error::Error;
use crate::host::client::Call;
use crate::host::driver::{Driver, Mode};
use crate::wire::types::{Batch, BatchPage};
use futures_core::{FusedStream, Stream};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use wasm_bindgen::JsValue;

/// The batches of a list, one after another. A page is requested when the stream is polled and has no batch left.
///
/// The stream ends where the server says so, or with its first error. Dropping it closes its connections.
#[must_use = "a list does nothing unless it is polled"]
pub struct List {
    call: Result<Rc<Call>, Error>,
    items: Items,
}

impl List {
    pub(crate) fn new(call: Result<Rc<Call>, Error>) -> Self {
        Self {
            items: Items::new(start(&call, Mode::Items)),
            call,
        }
    }

    /// The same list page by page, from its first one: for totals, and for tokens to go on from. Pages are always
    /// requested one after another.
    ///
    /// ```no_run
    /// # use futures_util::TryStreamExt;
    /// # use llama_cloud_batches::{BatchListParams, Client, Error, RequestOptions};
    /// # async fn pages(client: &Client, show: impl Fn(usize, Option<u64>)) -> Result<(), Error> {
    /// let params = BatchListParams::default().page_size(100);
    /// let mut pages = client.list(&params, RequestOptions::default()).pages();
    /// while let Some(page) = pages.try_next().await? {
    ///     show(page.items.len(), page.total_size);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages(self) -> Pages {
        Pages(Bodies::new(start(&self.call, Mode::Whole)))
    }
}

impl Stream for List {
    type Item = Result<Batch, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.items.poll_next(cx)
    }
}

impl FusedStream for List {
    fn is_terminated(&self) -> bool {
        self.items.has_ended()
    }
}

/// The pages of a list, one after another: [`List::pages`]. A page is requested when the stream is polled.
///
/// The stream ends where the server says so, or with its first error. Dropping it closes its connections. A list that
/// was left goes on with the `next_page_token` of its last page as
/// [`BatchListParams::page_token`](crate::BatchListParams::page_token).
#[must_use = "pages do nothing unless they are polled"]
pub struct Pages(Bodies);

impl Stream for Pages {
    type Item = Result<BatchPage, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_decoded(cx)
    }
}

impl FusedStream for Pages {
    fn is_terminated(&self) -> bool {
        self.0.has_ended()
    }
}

fn start(call: &Result<Rc<Call>, Error>, mode: Mode) -> Result<Box<Driver<Functions>>, Error> {
    let call = call.clone()?;
    Ok(Driver::new(
        call,
        mode,
        &JsValue::UNDEFINED,
        Functions::default(),
    ))
}

impl std::fmt::Debug for List {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("List").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Pages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

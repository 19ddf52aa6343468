use futures_util::future::abortable;
use futures_util::{FutureExt, TryStreamExt};
use leptos::prelude::*;
use leptos::task::spawn_local;
use llama_cloud_batches::{Batch, BatchListParams, Client, Error, RequestOptions};
use std::sync::Arc;

/// Lists every batch that matches, page after page. Other params start a new list; that, and the end of the component,
/// drop the old one's stream, which closes its connection.
pub fn use_batches(
    client: Client,
    params: impl Fn() -> BatchListParams + 'static,
) -> RwSignal<Listing> {
    let listing = RwSignal::new(Listing::default());
    Effect::new(move || {
        listing.set(Listing::default());
        let mut pages = client.list(&params(), RequestOptions::default()).pages();
        let (list, abort) = abortable(async move {
            let error = loop {
                match pages.try_next().await {
                    Ok(Some(page)) => {
                        listing.update(|listing| listing.pages.push(page.items.into()))
                    }
                    Ok(None) => break None,
                    Err(error) => break Some(error),
                }
            };
            listing.update(|listing| {
                listing.has_ended = true;
                listing.error = error;
            });
        });
        spawn_local(list.map(drop));
        on_cleanup(move || abort.abort());
    });
    listing
}

/// A list, as far as it has come.
#[derive(Clone, Default)]
pub struct Listing {
    /// The batches, page by page.
    pub pages: Vec<Arc<[Batch]>>,
    /// Whether no more will come.
    pub has_ended: bool,
    /// Why no more will come, though the server may have more.
    pub error: Option<Error>,
}

impl Listing {
    /// How many batches have come.
    pub fn count(&self) -> usize {
        self.pages.iter().map(|page| page.len()).sum()
    }
}

use futures_util::future::abortable;
use futures_util::{FutureExt, TryStreamExt};
use llama_cloud_batches::{Batch, BatchListParams, Client, Error, RequestOptions};
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// Lists every batch that matches, page after page. Other params or another client start a new
/// list; that, and the end of the component, drop the old one's stream, which closes its connection.
#[hook]
pub fn use_batches(client: &Client, params: BatchListParams) -> UseReducerHandle<Listing> {
    let listing = use_reducer(Listing::default);
    let tell = listing.dispatcher();
    use_effect_with((client.clone(), params), move |(client, params)| {
        tell.dispatch(News::Began);
        let mut pages = client.list(params, RequestOptions::default()).pages();
        let (list, abort) = abortable(async move {
            let error = loop {
                match pages.try_next().await {
                    Ok(Some(page)) => tell.dispatch(News::Came(page.items)),
                    Ok(None) => break None,
                    Err(error) => break Some(error),
                }
            };
            tell.dispatch(News::Ended(error));
        });
        spawn_local(list.map(drop));
        move || abort.abort()
    });
    listing
}

/// A list, as far as it has come.
#[derive(Clone, Default)]
pub struct Listing {
    /// The batches, page by page.
    pub pages: Vec<Rc<[Batch]>>,
    /// Whether no more will come.
    pub has_ended: bool,
    /// Why no more will come, though the server may have more.
    pub error: Option<Error>,
}

/// What happens to a list.
pub enum News {
    Began,
    Came(Vec<Batch>),
    Ended(Option<Error>),
}

impl Listing {
    /// How many batches have come.
    pub fn count(&self) -> usize {
        self.pages.iter().map(|page| page.len()).sum()
    }
}

impl Reducible for Listing {
    type Action = News;

    fn reduce(self: Rc<Self>, news: News) -> Rc<Self> {
        let mut listing = Rc::unwrap_or_clone(self);
        match news {
            News::Began => listing = Self::default(),
            News::Came(batches) => listing.pages.push(batches.into()),
            News::Ended(error) => {
                listing.has_ended = true;
                listing.error = error;
            }
        }
        listing.into()
    }
}

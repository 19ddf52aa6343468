use futures_util::future::abortable;
use futures_util::stream::TryReadyChunksError;
use futures_util::{FutureExt, StreamExt, TryStreamExt};
use llama_cloud_batches::{Batch, BatchListParams, Client, Error, RequestOptions};
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// Lists every batch that matches, page after page. Other params or another client start a new
/// list; that, and the end of the component, drop the old one's stream, which closes its connection.
#[hook]
pub fn use_batches(client: &Rc<Client>, params: BatchListParams) -> UseReducerHandle<Listing> {
    let listing = use_reducer(Listing::default);
    let (client, tell) = (client.clone(), listing.dispatcher());
    // Clients cannot be compared, but where they are can.
    use_effect_with((Rc::as_ptr(&client), params), move |(_, params)| {
        tell.dispatch(News::Began);
        let batches = client.list(params, RequestOptions::default());
        let (list, abort) = abortable(async move {
            // A page comes at once, so it is shown at once, not batch by batch.
            let mut pages = batches.try_ready_chunks(1_000);
            let error = loop {
                match pages.next().await {
                    Some(Ok(batches)) => tell.dispatch(News::Came(batches)),
                    Some(Err(TryReadyChunksError(batches, error))) => {
                        tell.dispatch(News::Came(batches));
                        break Some(error);
                    }
                    None => break None,
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
    /// The batches, as many together as came together.
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

//! Going through a list, one page after another.

use crate::client::{Asked, Client, Request, Wanted};
use crate::error::Error;
use crate::host;
use crate::pager::Trail;
use crate::params::PAGE_TOKEN;
use crate::query::Query;
use crate::source::Coming;
use crate::transport::{Answer, Stop};
use crate::validate::PAGE;
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;
use wasm_bindgen::JsValue;

/// A list, and the client that walks through it.
pub struct Walk {
    client: Rc<Client>,
    request: Rc<Request>,
    /// The query of the first page.
    query: Query,
}

/// A page that was found.
pub struct Found {
    /// The parsed body, checked.
    pub body: JsValue,
    /// Where it stands.
    pub here: Place,
}

/// Where a page stands in its list.
#[derive(Clone)]
pub struct Place {
    trail: Trail,
    /// The cursor of the page behind, as soon as it is known.
    cursor: Option<String>,
}

impl Walk {
    /// The list that `request` gives, with `query` in the place of its own.
    pub fn new(client: Rc<Client>, request: Rc<Request>, query: Query) -> Rc<Self> {
        Rc::new(Self {
            client,
            request,
            query,
        })
    }

    /// The list that `request` gives.
    pub fn of(client: &Rc<Client>, request: &Rc<Request>) -> Rc<Self> {
        Self::new(client.clone(), request.clone(), request.query.clone())
    }

    /// The query of the first page, and its place.
    pub fn first(&self) -> (Query, Place) {
        let trail = Trail::starting_at(self.query.get(PAGE_TOKEN));
        (self.query.clone(), Place::at(trail))
    }

    /// The query of the page that `cursor` leads to at the end of `trail`, and its place.
    fn behind(&self, trail: &Trail, cursor: String) -> Result<(Query, Place), Error> {
        let Ok(trail) = trail.follow(&cursor) else {
            let message = "next_page_token came back a second time: the list goes in circles";
            let error =
                Error::response(200, JsValue::UNDEFINED, JsValue::UNDEFINED, message.into());
            return Err(error.of_request(self.request.method, &self.request.path));
        };
        let mut query = self.query.clone();
        query.set(PAGE_TOKEN, cursor);
        Ok((query, Place::at(trail)))
    }

    /// Asks for the page of `query`.
    pub fn ask<'a>(&'a self, query: &'a Query, stop: &'a Stop, wanted: Wanted) -> Asked<'a> {
        self.client.ask(&self.request, query, stop, wanted)
    }

    /// The page that `answer` holds, which stands `here`.
    pub fn read(&self, answer: &Answer, mut here: Place) -> Result<Found, Error> {
        let body = self.client.parse(&self.request, answer, PAGE)?;
        if !here.has_next() {
            here.cursor = host::next_page_token(&body);
        }
        Ok(Found { body, here })
    }

    #[cfg(feature = "js")]
    /// The caller's signal.
    pub fn signal(&self) -> &JsValue {
        &self.request.options.signal
    }
}

impl Place {
    fn at(trail: Trail) -> Self {
        Self {
            trail,
            cursor: None,
        }
    }

    /// Whether there is a page behind.
    pub fn has_next(&self) -> bool {
        self.cursor.is_some()
    }
}

/// The pages of a walk, one by one.
pub struct Pages {
    walk: Rc<Walk>,
    next: RefCell<Next>,
}

enum Next {
    First,
    After(Place),
    End,
}

impl Pages {
    /// All pages of `walk`.
    pub fn of(walk: Rc<Walk>) -> Self {
        Self {
            walk,
            next: RefCell::new(Next::First),
        }
    }

    #[cfg(feature = "js")]
    /// Those behind `here`.
    pub fn behind(walk: Rc<Walk>, here: Place) -> Self {
        Self {
            walk,
            next: RefCell::new(Next::After(here)),
        }
    }

    /// The next page; none behind the last. `coming` is called as soon as the cursor is known of the
    /// page behind it, before the page is parsed: meanwhile, the server can be at work on that one.
    pub async fn next(&self, stop: &Stop, coming: Coming<'_>) -> Result<Option<Found>, Error> {
        let (query, mut here) = match self.next.replace(Next::End) {
            Next::First => self.walk.first(),
            Next::After(Place {
                trail,
                cursor: Some(cursor),
            }) => self.walk.behind(&trail, cursor)?,
            Next::After(_) | Next::End => return Ok(None),
        };
        let answer = self.walk.ask(&query, stop, Wanted::All).await?;
        here.cursor = host::early_cursor(&answer.text);
        let is_early = here.has_next();
        if is_early {
            self.next.replace(Next::After(here.clone()));
            if coming() {
                others_first().await;
            }
        }
        let found = self.walk.read(&answer, here)?;
        if !is_early {
            self.next.replace(Next::After(found.here.clone()));
        }
        Ok(Some(found))
    }
}

/// Lets everybody else have a turn who waits for one.
async fn others_first() {
    let mut had_theirs = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut had_theirs, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

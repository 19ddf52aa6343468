//! Going through a list, one page after another.

use crate::client::{Asked, Client, Request, Wanted};
use crate::error::Error;
use crate::host;
use crate::pager::{Trail, next_cursor};
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

    /// The query of the page behind `here`, or of the first, and the trail to it.
    pub fn step(&self, here: Option<&Place>) -> Result<(Query, Trail), Error> {
        let mut query = self.query.clone();
        let Some(here) = here else {
            let trail = Trail::starting_at(query.get(PAGE_TOKEN));
            return Ok((query, trail));
        };
        let Some(cursor) = here.next() else {
            return Err(Error::argument(
                "There is no next page: ask hasNextPage() before getNextPage().",
            ));
        };
        let Ok(trail) = here.trail.follow(cursor) else {
            let message = "next_page_token came back a second time: the list goes in circles";
            let error =
                Error::response(200, JsValue::UNDEFINED, JsValue::UNDEFINED, message.into());
            return Err(error.of_request(self.request.method, &self.request.path));
        };
        query.set(PAGE_TOKEN, cursor.to_owned());
        Ok((query, trail))
    }

    /// Asks for the page of `query`.
    pub fn ask<'a>(&'a self, query: &'a Query, stop: &'a Stop, wanted: Wanted) -> Asked<'a> {
        self.client.ask(&self.request, query, stop, wanted)
    }

    /// The page that `answer` holds, at the end of `trail`.
    pub fn read(&self, answer: &Answer, trail: Trail) -> Result<Found, Error> {
        let body = self.client.parse(&self.request, answer, PAGE)?;
        let cursor = host::next_page_token(&body);
        let here = Place { trail, cursor };
        Ok(Found { body, here })
    }

    #[cfg(feature = "js")]
    /// The caller's signal.
    pub fn signal(&self) -> &JsValue {
        &self.request.options.signal
    }
}

impl Place {
    /// The cursor of the page behind.
    pub fn next(&self) -> Option<&str> {
        next_cursor(self.cursor.as_deref())
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
        let here = match self.next.replace(Next::End) {
            Next::First => None,
            Next::After(here) if here.next().is_some() => Some(here),
            Next::After(_) | Next::End => return Ok(None),
        };
        let (query, trail) = self.walk.step(here.as_ref())?;
        let answer = self.walk.ask(&query, stop, Wanted::All).await?;
        let cursor = host::early_cursor(&answer.text);
        let is_early = cursor.is_some();
        if is_early {
            let trail = trail.clone();
            self.next.replace(Next::After(Place { trail, cursor }));
            if coming() {
                others_first().await;
            }
        }
        let found = self.walk.read(&answer, trail)?;
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

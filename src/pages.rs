//! Going through a list, one page after another.

use crate::client::{Client, Request};
use crate::error::Error;
use crate::host;
use crate::pager::{Trail, next_cursor};
use crate::params::PAGE_TOKEN;
use crate::query::Query;
use crate::transport::{Response, Stop};
use crate::validate::PAGE;
use std::cell::RefCell;
use std::rc::Rc;
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

    /// The page behind `here`, or the first.
    pub async fn page(
        &self,
        here: Option<&Place>,
        stop: &Stop,
    ) -> Result<(Found, Response), Error> {
        let (query, trail) = self.step(here)?;
        let sent = self.client.send(&self.request, &query, PAGE, stop);
        let (body, response) = sent.await?;
        Ok((Found::new(body, trail), response))
    }

    #[cfg(feature = "js")]
    /// The first page, from a response that is already there.
    pub async fn page_from(&self, response: Response) -> Result<(Found, Response), Error> {
        let (_, trail) = self.step(None)?;
        let (body, response) = self.client.read(&self.request, response, PAGE).await?;
        Ok((Found::new(body, trail), response))
    }

    /// The query of the page behind `here`, or of the first, and the trail to it.
    fn step(&self, here: Option<&Place>) -> Result<(Query, Trail), Error> {
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

    #[cfg(feature = "js")]
    /// The caller's signal.
    pub fn signal(&self) -> &JsValue {
        &self.request.options.signal
    }
}

impl Found {
    fn new(body: JsValue, trail: Trail) -> Self {
        let cursor = host::next_page_token(&body);
        Self {
            body,
            here: Place { trail, cursor },
        }
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

    /// The next page; none behind the last.
    pub async fn next(&self, stop: &Stop) -> Result<Option<Found>, Error> {
        let here = match self.next.replace(Next::End) {
            Next::First => None,
            Next::After(here) if here.next().is_some() => Some(here),
            Next::After(_) | Next::End => return Ok(None),
        };
        let (found, _) = self.walk.page(here.as_ref(), stop).await?;
        self.next.replace(Next::After(found.here.clone()));
        Ok(Some(found))
    }
}

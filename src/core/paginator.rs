//! Reading a list page by page.

use super::cursor_history::{CursorHistory, RepeatedCursor};
use super::exchange::Exchange;
use super::failure::{Failure, FailureKind};
use super::operation::{Action, Body, Context, Event, Operation};
use super::request::{PAGE_TOKEN, Request};
use std::rc::Rc;

/// The pages of a list, one after another.
pub struct Paginator {
    /// The request of the first page.
    request: Rc<Request>,
    /// The history of the page that was requested last, if any was.
    history: Option<CursorHistory>,
    /// The cursor of the next page, which the first does not need; none while one is under way, and after the last.
    next: Option<String>,
    exchange: Option<Exchange>,
}

impl Paginator {
    /// All pages of the list that `request` reads.
    pub fn new(request: Rc<Request>) -> Self {
        Self {
            request,
            history: None,
            next: Some(String::new()),
            exchange: None,
        }
    }

    /// The pages after the last one that arrived, from `cursor` on; none is the end.
    pub fn rest(&self, cursor: Option<String>) -> Self {
        Self {
            request: self.request.clone(),
            history: self.history.clone(),
            next: cursor,
            exchange: None,
        }
    }

    /// Ends it: there is no next page.
    pub fn end(&mut self) {
        self.next = None;
    }

    /// Returns whether there may be another page.
    pub fn has_next(&self) -> bool {
        self.next.is_some()
    }

    /// Returns whether a page is under way.
    pub fn is_busy(&self) -> bool {
        self.exchange.is_some()
    }

    /// Takes what happened, and returns what to do now: to begin on the next page if none is under way.
    /// A page is done. After the last one there is nothing to do; ask [`has_next`](Self::has_next) first.
    pub fn step<B: Body>(&mut self, cx: &mut Context<'_>, event: Event<B>) -> Action<B> {
        if self.exchange.is_none() {
            match self.next_request() {
                Ok(Some(request)) => self.exchange = Some(Exchange::new(request)),
                Ok(None) => return Action::Wait,
                Err(RepeatedCursor) => return Action::Fail(self.repeated_cursor()),
            }
        }
        let Some(exchange) = &mut self.exchange else {
            return Action::Wait;
        };
        let action = exchange.step(cx, event);
        if let Action::Done(body) = &action {
            self.exchange = None;
            self.next = body.as_ref().and_then(Body::next_cursor);
        }
        action
    }

    /// The request of the next page, whose history becomes the present one.
    fn next_request(&mut self) -> Result<Option<Rc<Request>>, RepeatedCursor> {
        let Some(cursor) = self.next.take() else {
            return Ok(None);
        };
        let request = match &self.history {
            None => {
                let start = self.request.query.get(PAGE_TOKEN);
                self.history = Some(CursorHistory::starting_at(start));
                self.request.clone()
            }
            Some(history) => {
                self.history = Some(history.advance(&cursor)?);
                let mut query = self.request.query.clone();
                query.set(PAGE_TOKEN, cursor);
                self.request.with_query(query)
            }
        };
        Ok(Some(request))
    }

    fn repeated_cursor<B: Body>(&self) -> Box<Failure<B>> {
        Box::new(Failure {
            kind: FailureKind::Response,
            status: 200,
            origin: None,
            batch: None,
            message: "next_page_token came back a second time: the list would never end".into(),
            request: Some(self.request.clone()),
        })
    }
}

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
    position: Position,
    exchange: Option<Exchange>,
}

/// Which page comes next.
#[derive(Clone)]
enum Position {
    Start,
    After(CursorHistory, Option<String>),
}

impl Paginator {
    /// All pages of the list that `request` reads.
    pub fn new(request: Rc<Request>) -> Self {
        Self {
            request,
            position: Position::Start,
            exchange: None,
        }
    }

    /// The pages after the last one that arrived.
    pub fn rest(&self) -> Self {
        Self {
            request: self.request.clone(),
            position: self.position.clone(),
            exchange: None,
        }
    }

    /// No page at all.
    pub fn ended(request: Rc<Request>) -> Self {
        Self {
            position: Position::After(CursorHistory::starting_at(None), None),
            ..Self::new(request)
        }
    }

    /// Returns whether there may be another page.
    pub fn has_next(&self) -> bool {
        !matches!(self.position, Position::After(_, None))
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
            let cursor = body.as_ref().and_then(Body::next_cursor);
            if let Position::After(_, next) = &mut self.position {
                *next = cursor;
            }
        }
        action
    }

    /// The request of the next page, whose history becomes the present one.
    fn next_request(&mut self) -> Result<Option<Rc<Request>>, RepeatedCursor> {
        let (history, request) = match &self.position {
            Position::Start => {
                let start = self.request.query.get(PAGE_TOKEN);
                (CursorHistory::starting_at(start), self.request.clone())
            }
            Position::After(_, None) => return Ok(None),
            Position::After(history, Some(cursor)) => {
                let history = history.advance(cursor)?;
                let mut query = self.request.query.clone();
                query.set(PAGE_TOKEN, cursor.clone());
                (history, self.request.with_query(query))
            }
        };
        self.position = Position::After(history, None);
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

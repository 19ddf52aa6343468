//! A list, page after page.

use super::operation::{Action, Body, Context, Event, Operation};
use super::paginator::Paginator;
use super::request::Request;
use std::rc::Rc;

/// A list that yields its pages.
pub struct List(Paginator);

impl List {
    /// The list that `request` reads.
    pub fn new(request: Rc<Request>) -> Self {
        Self(Paginator::new(request))
    }
}

impl<B: Body> Operation<B> for List {
    fn step(&mut self, cx: &mut Context<'_>, event: Event<B>) -> Action<B> {
        if !self.0.is_busy() && !self.0.has_next() {
            return Action::Done(None);
        }
        match self.0.step(cx, event) {
            Action::Done(Some(body)) => Action::Yield(body),
            action => action,
        }
    }

    fn rest(&self, cursor: Option<String>) -> Option<Box<dyn Operation<B>>> {
        Some(Box::new(Self(self.0.rest(cursor))))
    }
}

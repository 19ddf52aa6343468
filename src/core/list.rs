//! A list, page after page.

use super::exchange::Progress;
use super::operation::{Action, Body, Context, Event, Operation};
use super::paginator::Paginator;
use super::request::Request;
use std::rc::Rc;

/// A list that yields its pages.
pub struct List<B: Body>(Paginator<B>);

impl<B: Body> List<B> {
    /// The list that `request` reads.
    pub fn new(request: Rc<Request>) -> Self {
        Self(Paginator::new(request))
    }
}

impl<B: Body> Operation<B> for List<B> {
    fn step(&mut self, cx: &mut Context<'_>, event: Event<B>) -> Action<B> {
        if !self.0.is_busy() && !self.0.has_next() {
            return Action::Done(None);
        }
        match self.0.step(cx, event) {
            Progress::Send(request) => Action::Send(0, request),
            Progress::Sleep(ms) | Progress::Throttled(ms) => Action::Sleep(0, ms),
            Progress::Wait => Action::Wait,
            Progress::Done(answer) => answer.body.map_or(Action::Done(None), Action::Yield),
            Progress::Failed(failure) => Action::Fail(failure),
        }
    }

    fn rest(&self) -> Option<Box<dyn Operation<B>>> {
        Some(Box::new(Self(self.0.rest())))
    }
}

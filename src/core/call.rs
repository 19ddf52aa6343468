//! One request and its answer: `get`, `create` and `cancel`.

use super::exchange::{Exchange, Progress};
use super::operation::{Action, Body, Context, Event, Operation};
use super::request::Request;
use std::rc::Rc;

/// One request and its answer.
pub struct Call<B: Body>(Exchange<B>);

impl<B: Body> Call<B> {
    /// The call of `request`.
    pub fn new(request: Rc<Request>) -> Self {
        Self(Exchange::new(request))
    }
}

impl<B: Body> Operation<B> for Call<B> {
    fn step(&mut self, cx: &mut Context<'_>, event: Event<B>) -> Action<B> {
        match self.0.step(cx, event) {
            Progress::Send(request) => Action::Send(0, request),
            Progress::Sleep(ms) | Progress::Throttled(ms) => Action::Sleep(0, ms),
            Progress::Wait => Action::Wait,
            Progress::Done(answer) => Action::Done(answer.body),
            Progress::Failed(failure) => Action::Fail(failure),
        }
    }
}

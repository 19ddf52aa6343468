//! Waiting for a batch to reach a terminal status.

use super::exchange::Exchange;
use super::failure::{Failure, FailureKind};
use super::log::{Level, Record};
use super::operation::{Action, Body, Context, Event, Notice, Operation, Slot};
use super::request::{Expects, Request, is_batch_id};
use super::status::{CANCELLED, FAILED, is_terminal};
use std::rc::Rc;

/// The slot of the requests, the pauses and the caller's function.
const POLL: Slot = 0;

/// The slot of the timer that ends it all.
const TIMEOUT: Slot = 1;

/// How many polls may not find a batch that was just created: servers answer from copies that lag.
const MAX_NOT_FOUND: u32 = 5;

/// How to wait.
#[derive(Clone, Copy, Debug)]
pub struct WaitPolicy {
    /// The pause after the first poll, in milliseconds; each one after it is half as long again.
    pub poll_interval: f64,
    /// The longest pause, in milliseconds, unless the server asks for more.
    pub max_interval: f64,
    /// How long to wait in all, in milliseconds; infinite for no limit.
    pub timeout: f64,
    /// Whether a batch that ends as `FAILED` or `CANCELLED` is a failure.
    pub fails_with_batch: bool,
}

/// Polls a batch until it reaches a terminal status. Transient errors are waited out.
pub struct Wait<B: Body> {
    policy: WaitPolicy,
    interval: f64,
    /// The request that polls; of a batch that is still to be created, the request that does that.
    request: Rc<Request>,
    state: State,
    last: Option<B>,
    /// How many more polls may not find the batch.
    may_miss: u32,
}

enum State {
    /// Nothing has begun, not even the timer.
    Start,
    /// The first request is next.
    Ready,
    Requesting(Exchange),
    /// The caller's function is at work on a batch of this status; then there is a pause.
    Updating(u64, f64),
    Sleeping,
}

impl<B: Body> Wait<B> {
    /// Waits for the batch that `request` reads, or creates.
    pub fn new(request: Rc<Request>, policy: WaitPolicy) -> Self {
        Self {
            policy,
            interval: policy.poll_interval.min(policy.max_interval),
            request,
            state: State::Start,
            last: None,
            may_miss: 0,
        }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Action<B> {
        self.state = State::Requesting(Exchange::new(self.request.clone()));
        self.step_request(cx, Event::Poll)
    }

    fn step_request(&mut self, cx: &mut Context<'_>, event: Event<B>) -> Action<B> {
        let State::Requesting(exchange) = &mut self.state else {
            return Action::Wait;
        };
        match exchange.step(cx, event) {
            Action::Done(Some(batch)) => self.receive(cx, batch),
            Action::Fail(failure) if self.goes_on(&failure) => {
                cx.log(&Record::new(
                    Level::Warn,
                    &self.request,
                    "a poll failed; the wait goes on",
                ));
                self.sleep(cx.retry_after_ms)
            }
            action => action,
        }
    }

    /// Takes in the batch that was created or polled. All that is needed of it is read before the
    /// caller's function sees it.
    fn receive(&mut self, cx: &mut Context<'_>, batch: B) -> Action<B> {
        if !self.is_polling() {
            let id = batch.id_at(0);
            if !is_batch_id(&id) {
                return self.fail("the new batch has no usable id");
            }
            let mut poll = self.request.batch(&id, Expects::PolledBatch);
            poll.query.append("expand", "results".into());
            self.request = Rc::new(poll);
            self.may_miss = MAX_NOT_FOUND;
            return self.poll(cx);
        }
        let status = batch.items().first().map_or(0, |item| item.status);
        self.last = Some(batch.clone());
        self.may_miss = 0;
        self.state = State::Updating(status, cx.retry_after_ms);
        Action::Notify(POLL, Notice::Update(batch))
    }

    fn after_update(&mut self, status: u64, retry_after_ms: f64) -> Action<B> {
        match status {
            FAILED if self.policy.fails_with_batch => self.fail("the batch ended as FAILED"),
            CANCELLED if self.policy.fails_with_batch => self.fail("the batch ended as CANCELLED"),
            _ if is_terminal(status) => Action::Done(self.last.take()),
            _ => self.sleep(retry_after_ms),
        }
    }

    fn sleep(&mut self, least: f64) -> Action<B> {
        let pause = self.interval.max(least);
        let longer = self.interval + (self.interval / 2.0).floor() + 1.0;
        self.interval = longer.min(self.policy.max_interval);
        self.state = State::Sleeping;
        Action::Sleep(POLL, pause)
    }

    fn fail(&mut self, message: &str) -> Action<B> {
        Action::Fail(Box::new(Failure {
            kind: FailureKind::Wait,
            status: 0,
            origin: None,
            batch: self.last.take(),
            message: message.into(),
            request: None,
        }))
    }

    /// Whether it goes on after a request that failed.
    fn goes_on(&mut self, failure: &Failure<B>) -> bool {
        if failure.status == 404 && self.may_miss > 0 {
            self.may_miss -= 1;
            return true;
        }
        failure.is_transient() && self.is_polling()
    }

    fn is_polling(&self) -> bool {
        self.request.expects == Expects::PolledBatch
    }
}

impl<B: Body> Operation<B> for Wait<B> {
    fn step(&mut self, cx: &mut Context<'_>, event: Event<B>) -> Action<B> {
        if matches!(event, Event::Elapsed(TIMEOUT)) {
            return self.fail("the batch did not end within options.timeout");
        }
        match (&self.state, event) {
            (State::Start, _) if self.policy.timeout.is_finite() => {
                self.state = State::Ready;
                Action::Sleep(TIMEOUT, self.policy.timeout)
            }
            (State::Start | State::Ready, _) => self.poll(cx),
            (State::Requesting(_), event) => self.step_request(cx, event),
            (State::Updating(status, least), Event::Elapsed(_)) => {
                let (status, least) = (*status, *least);
                self.after_update(status, least)
            }
            (State::Sleeping, Event::Elapsed(_)) => self.poll(cx),
            _ => Action::Wait,
        }
    }
}

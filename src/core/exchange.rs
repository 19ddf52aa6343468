//! Getting one request answered: rate limit, attempt, retry and backoff.

use super::failure::{CUT_OFF, Failure, FailureKind};
use super::log::{Level, Record};
use super::operation::{Action, Body, Context, Event, Operation, ReceivedBody, Response};
use super::rate_limiter::Permit;
use super::request::Request;
use super::retry::{self, MAX_RETRY_AFTER_MS, RetryHints};
use crate::wire::text::number;
use std::rc::Rc;

/// How imprecise timers may be, in milliseconds. A longer sleep tells a clock that stands still from one that goes on.
pub const TIMER_SLACK_MS: f64 = 50.0;

/// One request and its answer: it is sent, and retried, until it succeeds or fails permanently.
pub struct Exchange {
    request: Rc<Request>,
    state: State,
    /// How many attempts have failed.
    failed_attempts: u32,
}

enum State {
    /// It is sent as soon as the rate limit allows it.
    Ready,
    /// It is ready once a sleep is over.
    Sleeping,
    /// An attempt is under way since this time.
    Sent(Permit, f64),
    /// It is over.
    Done,
}

impl Exchange {
    /// An exchange that has not begun.
    pub fn new(request: Rc<Request>) -> Self {
        Self {
            request,
            state: State::Ready,
            failed_attempts: 0,
        }
    }

    /// Sends the request, or sleeps until the rate limit allows it.
    fn send<B: Body>(&mut self, cx: &mut Context<'_>) -> Action<B> {
        match cx.limiter.try_acquire(cx.now, self.request.max_per_minute) {
            Ok(permit) => {
                self.state = State::Sent(permit, cx.now);
                cx.log(&Record {
                    attempt: self.failed_attempts + 1,
                    ..Record::new(Level::Debug, &self.request, "sent")
                });
                Action::Send(cx.slot, self.request.clone())
            }
            Err(ms) => {
                self.state = State::Sleeping;
                // A timer may fire a little early, and a sleep that is too short moves no clock that stands still.
                Action::Sleep(cx.slot, ms.max(TIMER_SLACK_MS) + 1.0)
            }
        }
    }

    fn receive<B: Body>(
        &mut self,
        cx: &mut Context<'_>,
        record: &mut Record<'_>,
        response: Response<B>,
    ) -> Action<B> {
        let Response {
            status,
            hints,
            body,
            origin,
        } = response;
        cx.retry_after_ms = hints.after_ms.unwrap_or_default().min(MAX_RETRY_AFTER_MS);
        let mut kind = FailureKind::Response;
        let delay = match body {
            ReceivedBody::Valid(body) => return Action::Done(Some(body)),
            ReceivedBody::Unread if matches!(status, 200..300) => return Action::Done(None),
            ReceivedBody::Unread => self.delay_after_error(cx, status, hints),
            ReceivedBody::Unexpected(mismatch) => Err(mismatch),
            ReceivedBody::CutOff => self.delay_after_loss(cx, CUT_OFF),
            ReceivedBody::TimedOut => {
                record.outcome = "timed out";
                kind = FailureKind::Timeout;
                self.delay_after_loss(cx, "")
            }
            ReceivedBody::Lost => {
                record.outcome = "lost its connection";
                kind = FailureKind::Connection;
                self.delay_after_loss(cx, "")
            }
        };
        match delay {
            Ok(ms) => {
                record.delay = ms;
                self.state = State::Sleeping;
                self.failed_attempts += u32::from(!cx.is_throttled || cx.counts_throttling);
                Action::Sleep(cx.slot, ms)
            }
            Err(message) => {
                record.outcome = "failed";
                Action::Fail(Box::new(Failure {
                    kind,
                    status,
                    origin: Some(origin),
                    batch: None,
                    message,
                    request: Some(self.request.clone()),
                }))
            }
        }
    }

    /// After how many milliseconds to retry after an error response, or what to say of it.
    fn delay_after_error(
        &self,
        cx: &mut Context<'_>,
        status: u16,
        hints: RetryHints,
    ) -> Result<f64, String> {
        if matches!(status, 0 | 301..=303 | 307 | 308) {
            return Err("the server redirects: check baseURL (redirects are refused to protect the API key)".into());
        }
        let is_throttled = status == 429;
        let retries_throttled = is_throttled && self.request.max_retries > 0;
        if let Some(ms) = hints
            .after_ms
            .filter(|ms| retries_throttled && *ms <= MAX_RETRY_AFTER_MS)
        {
            // Even if this request is not retried any more: others may be still to come.
            cx.limiter.pause_until(cx.now + ms);
        }
        let is_free = retries_throttled && !cx.counts_throttling;
        let may_retry = is_free || self.failed_attempts < self.request.max_retries;
        let should_retry = retry::should_retry_response(status, hints, self.request.idempotency);
        if !(may_retry && cx.may_retry && should_retry) {
            return Err(String::new());
        }
        let delay = hints.after_ms.unwrap_or_else(|| self.backoff(cx));
        if delay > MAX_RETRY_AFTER_MS {
            let seconds = number((delay / 1_000.0) as u32);
            let message = [
                "server asked to retry after ",
                &seconds,
                " s, which exceeds the 60 s limit",
            ];
            return Err(message.concat());
        }
        if is_throttled {
            cx.limiter.pause_until(cx.now + delay);
            cx.is_throttled = true;
        }
        Ok(delay)
    }

    /// After how many milliseconds to retry after the loss of a connection or of a part of the body; `message` if not.
    fn delay_after_loss(&self, cx: &Context<'_>, message: &str) -> Result<f64, String> {
        let may_retry = cx.may_retry && self.failed_attempts < self.request.max_retries;
        if may_retry && retry::should_retry_transport(self.request.idempotency) {
            Ok(self.backoff(cx))
        } else {
            Err(message.into())
        }
    }

    fn backoff(&self, cx: &Context<'_>) -> f64 {
        retry::backoff(self.failed_attempts, cx.random)
    }
}

impl<B: Body> Operation<B> for Exchange {
    fn step(&mut self, cx: &mut Context<'_>, event: Event<B>) -> Action<B> {
        let (started, response) = match (&self.state, event) {
            (State::Ready, _) | (State::Sleeping, Event::Elapsed(_)) => return self.send(cx),
            (State::Sent(permit, started), Event::Response(_, response)) => {
                cx.limiter.complete(permit, cx.now);
                (*started, response)
            }
            _ => return Action::Wait,
        };
        self.state = State::Done;
        let request = self.request.clone();
        let mut record = Record {
            status: response.status,
            attempt: self.failed_attempts + 1,
            took: cx.now - started,
            ..Record::new(Level::Info, &request, "answered")
        };
        let action = self.receive(cx, &mut record, *response);
        cx.log(&record);
        action
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::core::query::Query;
    use crate::core::rate_limiter::RateLimiter;
    use crate::core::request::Expects;
    use crate::core::simulation::body::ModelBody;
    use std::cell::RefCell;

    #[test]
    fn each_attempt_is_logged_with_its_number_its_status_and_its_time() {
        let request = Request {
            max_retries: 2,
            ..Request::get("/".into(), Query::default(), Expects::Page)
        };
        let mut exchange = Exchange::new(Rc::new(request));
        let mut limiter = RateLimiter::default();
        let mut step = |now, event| {
            let records = RefCell::new(Vec::new());
            let logger = |record: &Record<'_>| {
                let Record {
                    outcome,
                    status,
                    attempt,
                    took,
                    delay,
                    ..
                } = *record;
                records
                    .borrow_mut()
                    .push((outcome, status, attempt, took, delay));
            };
            let mut cx = Context {
                now,
                level: Level::Debug,
                logger: &logger,
                ..Context::new(&mut limiter)
            };
            let is_over = matches!(exchange.step(&mut cx, event), Action::Done(_));
            (records.take(), is_over)
        };
        let response = |status, body| {
            let response = Response {
                status,
                hints: RetryHints::default(),
                body,
                origin: (),
            };
            Event::Response(0, Box::new(response))
        };
        let lost = response(0, ReceivedBody::Lost);
        let busy = response(503, ReceivedBody::Unread);
        let page = ModelBody::page(Vec::new(), None, None);
        let answered = response(200, ReceivedBody::Valid(page));
        let none = -1.0;
        let first = step(1.0, Event::Poll).0;
        assert_eq!(first, [("sent", 0, 1, 0.0, none)]);
        let first = step(8.0, lost).0;
        assert_eq!(first, [("lost its connection", 0, 1, 7.0, 500.0)]);
        let second = step(508.0, Event::Elapsed(0)).0;
        assert_eq!(second, [("sent", 0, 2, 0.0, none)]);
        let second = step(510.0, busy).0;
        assert_eq!(second, [("answered", 503, 2, 2.0, 1_000.0)]);
        let third = step(1_510.0, Event::Elapsed(0)).0;
        assert_eq!(third, [("sent", 0, 3, 0.0, none)]);
        let third = (vec![("answered", 200, 3, 1.0, none)], true);
        assert_eq!(step(1_511.0, answered), third);
    }
}

//! Getting one request answered: rate limit, attempt, retry and backoff.

use super::failure::{CUT_OFF, Failure, FailureKind};
use super::log::{Level, Record};
use super::operation::{Body, Context, Event, ReceivedBody, Response, TransportError};
use super::rate_limiter::Permit;
use super::request::Request;
use super::retry::{self, MAX_RETRY_AFTER_MS, RetryHints};
use crate::wire::text::number;
use std::rc::Rc;

/// The state of a request that is sent, and retried, until it succeeds or fails permanently.
pub struct Exchange<B: Body> {
    request: Rc<Request>,
    state: State,
    /// How many attempts have failed.
    failed_attempts: u32,
    body: std::marker::PhantomData<B>,
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

/// What comes of a step.
pub enum Progress<B: Body> {
    /// Send this request.
    Send(Rc<Request>),
    /// Sleep for so many milliseconds, then step on.
    Sleep(f64),
    /// The same because the server answered 429. It may step on earlier, as the rate limiter knows.
    Throttled(f64),
    /// Nothing until an event arrives.
    Wait,
    /// The request succeeded.
    Done(Answer<B>),
    /// The request failed.
    Failed(Box<Failure<B>>),
}

/// What a request was answered with.
pub struct Answer<B> {
    /// The body, unless the caller reads it.
    pub body: Option<B>,
    /// How long the server asks to wait before the next request, in milliseconds.
    pub retry_after_ms: f64,
}

/// Where a failed attempt leads.
enum Next<B: Body> {
    Retry(f64),
    Throttled(f64),
    Fail(Box<Failure<B>>),
}

impl<B: Body> Exchange<B> {
    /// An exchange that has not begun.
    pub fn new(request: Rc<Request>) -> Self {
        Self {
            request,
            state: State::Ready,
            failed_attempts: 0,
            body: std::marker::PhantomData,
        }
    }

    /// Takes what happened, and returns what to do now.
    pub fn step(&mut self, cx: &mut Context<'_>, event: Event<B>) -> Progress<B> {
        let started = match &self.state {
            State::Ready => return self.send(cx),
            State::Sleeping => {
                return match event {
                    Event::Elapsed(_) => self.send(cx),
                    _ => Progress::Wait,
                };
            }
            State::Done => return Progress::Wait,
            State::Sent(permit, started) => {
                if matches!(event, Event::Poll | Event::Elapsed(_)) {
                    return Progress::Wait;
                }
                cx.limiter.complete(permit, cx.now);
                let started = *started;
                self.state = State::Done;
                started
            }
        };
        let mut record = Record {
            attempt: self.failed_attempts + 1,
            took: cx.now - started,
            ..Record::new(Level::Info, &self.request, "answered")
        };
        let next = match event {
            Event::Response(_, response) => {
                record.status = response.status;
                match self.receive(cx, *response) {
                    Ok(answer) => {
                        cx.log(record);
                        return Progress::Done(answer);
                    }
                    Err(next) => next,
                }
            }
            Event::Lost(_, TransportError::Timeout, _) => {
                record.outcome = "timed out";
                self.after_loss(cx, FailureKind::Timeout, "")
            }
            Event::Lost(_, TransportError::Connection, origin) => {
                record.outcome = "lost its connection";
                self.after_loss(cx, FailureKind::Connection(origin), "")
            }
            Event::Poll | Event::Elapsed(_) => return Progress::Wait,
        };
        let progress = match next {
            Next::Fail(failure) => {
                record.outcome = "failed";
                Progress::Failed(failure)
            }
            Next::Retry(ms) => {
                record.delay = ms;
                self.state = State::Sleeping;
                self.failed_attempts += 1;
                Progress::Sleep(ms)
            }
            Next::Throttled(ms) => {
                record.delay = ms;
                self.state = State::Sleeping;
                self.failed_attempts += u32::from(cx.counts_throttling);
                Progress::Throttled(ms)
            }
        };
        cx.log(record);
        progress
    }

    /// Sends the request, or sleeps until the rate limit allows it.
    fn send(&mut self, cx: &mut Context<'_>) -> Progress<B> {
        match cx.limiter.try_acquire(cx.now, self.request.max_per_minute) {
            Ok(permit) => {
                self.state = State::Sent(permit, cx.now);
                cx.log(Record {
                    attempt: self.failed_attempts + 1,
                    ..Record::new(Level::Debug, &self.request, "sent")
                });
                Progress::Send(self.request.clone())
            }
            Err(ms) => {
                self.state = State::Sleeping;
                // A timer may fire a little early.
                Progress::Sleep(ms + 1.0)
            }
        }
    }

    fn receive(&self, cx: &mut Context<'_>, response: Response<B>) -> Result<Answer<B>, Next<B>> {
        let Response {
            status,
            hints,
            body,
            origin,
        } = response;
        let kind = FailureKind::Response(status, Some(origin));
        let body = match body {
            ReceivedBody::Valid(body) => Some(body),
            ReceivedBody::Unread if matches!(status, 200..300) => None,
            ReceivedBody::Unread => return Err(self.after_error(cx, status, hints, kind)),
            ReceivedBody::Unexpected(mismatch) => return Err(self.failure(kind, mismatch)),
            ReceivedBody::CutOff => return Err(self.after_loss(cx, kind, CUT_OFF)),
        };
        Ok(Answer {
            body,
            retry_after_ms: hints.after_ms.unwrap_or_default(),
        })
    }

    /// Where an error response leads.
    fn after_error(
        &self,
        cx: &mut Context<'_>,
        status: u16,
        hints: RetryHints,
        kind: FailureKind<B>,
    ) -> Next<B> {
        if matches!(status, 0 | 301..=303 | 307 | 308) {
            let message = "the server redirects: check baseURL (redirects are refused to protect the API key)";
            return self.failure(kind, message.into());
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
            return self.failure(kind, String::new());
        }
        let delay = hints.after_ms.unwrap_or_else(|| self.backoff(cx));
        if delay > MAX_RETRY_AFTER_MS {
            let seconds = number((delay / 1_000.0) as u32);
            let message = [
                "server asked to retry after ",
                &seconds,
                " s, which exceeds the 60 s limit",
            ];
            return self.failure(kind, message.concat());
        }
        if is_throttled {
            cx.limiter.pause_until(cx.now + delay);
            return Next::Throttled(delay);
        }
        Next::Retry(delay)
    }

    /// Where the loss of a connection, or of a part of the body, leads.
    fn after_loss(&self, cx: &Context<'_>, kind: FailureKind<B>, message: &str) -> Next<B> {
        let may_retry = cx.may_retry && self.failed_attempts < self.request.max_retries;
        if may_retry && retry::should_retry_transport(self.request.idempotency) {
            Next::Retry(self.backoff(cx))
        } else {
            self.failure(kind, message.into())
        }
    }

    fn backoff(&self, cx: &Context<'_>) -> f64 {
        retry::backoff(self.failed_attempts, cx.random)
    }

    fn failure(&self, kind: FailureKind<B>, message: String) -> Next<B> {
        Next::Fail(Box::new(Failure {
            kind,
            message,
            request: Some(self.request.clone()),
        }))
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::core::call::Call;
    use crate::core::operation::{Action, Operation};
    use crate::core::query::Query;
    use crate::core::rate_limiter::RateLimiter;
    use crate::core::request::Expects;
    use crate::core::simulation::body::ModelBody;

    #[test]
    fn each_attempt_is_logged_with_its_number_and_its_time() {
        let request = Request {
            max_retries: 1,
            ..Request::get("/".into(), Query::default(), Expects::Page)
        };
        let mut call = Call::<ModelBody>::new(Rc::new(request));
        let mut limiter = RateLimiter::default();
        let mut step = |now, event| {
            let mut cx = Context {
                now,
                wall: 0.0,
                random: 0.0,
                limiter: &mut limiter,
                counts_throttling: true,
                may_retry: true,
                level: Level::Debug,
                records: Vec::new(),
            };
            let is_over = matches!(call.step(&mut cx, event), Action::Done(_));
            let of = |record: &Record| (record.outcome, record.attempt, record.took, record.delay);
            (cx.records.iter().map(of).collect::<Vec<_>>(), is_over)
        };
        let lost = Event::Lost(0, TransportError::Connection, ());
        let answered = Event::Response(
            0,
            Box::new(Response {
                status: 200,
                hints: RetryHints::default(),
                body: ReceivedBody::Valid(ModelBody::page(Vec::new(), None, None)),
                origin: (),
            }),
        );
        let none = -1.0;
        assert_eq!(step(1.0, Event::Poll).0, [("sent", 1, 0.0, none)]);
        assert_eq!(step(8.0, lost).0, [("lost its connection", 1, 7.0, 500.0)]);
        assert_eq!(step(508.0, Event::Elapsed(0)).0, [("sent", 2, 0.0, none)]);
        assert_eq!(
            step(510.0, answered),
            (vec![("answered", 2, 2.0, none)], true)
        );
    }
}

//! An exchange that is stepped by hand, to where chance rarely leads.

use super::body::ModelBody;
use crate::core::exchange::Exchange;
use crate::core::operation::{Action, Context, Event, Operation, ReceivedBody, Response};
use crate::core::query::Query;
use crate::core::rate_limiter::RateLimiter;
use crate::core::request::{Expects, Request};
use crate::core::retry::RetryHints;
use std::rc::Rc;

/// The first pause, where the server names none.
const BACKOFF: f64 = 500.0;

const REDIRECTS: &str =
    "the server redirects: check baseURL (redirects are refused to protect the API key)";

/// An exchange, and the limiter that others share with it.
struct Steps {
    exchange: Exchange,
    limiter: RateLimiter,
    counts_throttling: bool,
    may_retry: bool,
}

/// What an exchange does next.
#[derive(Clone, Debug, PartialEq)]
enum Next {
    Done,
    Failed(String),
    Sleep(f64),
}

impl Steps {
    /// An exchange whose request was sent at the time 0.
    fn sent(max_retries: u32) -> Self {
        let request = Request {
            max_retries,
            ..Request::get("/".into(), Query::default(), Expects::Page)
        };
        let mut steps = Self {
            exchange: Exchange::new(Rc::new(request)),
            limiter: RateLimiter::default(),
            counts_throttling: true,
            may_retry: true,
        };
        assert!(matches!(steps.step(Event::Poll), Action::Send(..)));
        steps
    }

    fn step(&mut self, event: Event<ModelBody>) -> Action<ModelBody> {
        let mut cx = Context {
            counts_throttling: self.counts_throttling,
            may_retry: self.may_retry,
            ..Context::new(&mut self.limiter)
        };
        self.exchange.step(&mut cx, event)
    }

    /// What comes of an answer without a body that was read.
    fn answer(&mut self, status: u16, hints: RetryHints) -> Next {
        self.receive(status, hints, ReceivedBody::Unread)
    }

    fn receive(&mut self, status: u16, hints: RetryHints, body: ReceivedBody<ModelBody>) -> Next {
        let response = Response {
            status,
            hints,
            body,
            origin: (),
        };
        match self.step(Event::Response(0, Box::new(response))) {
            Action::Done(_) => Next::Done,
            Action::Fail(failure) => Next::Failed(failure.message),
            Action::Sleep(_, ms) => Next::Sleep(ms),
            _ => panic!("neither an end nor a pause"),
        }
    }

    /// Sends again, once the pause is over.
    fn retry(&mut self) {
        self.limiter = RateLimiter::default();
        assert!(matches!(self.step(Event::Elapsed(0)), Action::Send(..)));
    }

    /// For how long others may not send.
    fn pause(&mut self) -> f64 {
        self.limiter.try_acquire(0.0, None).err().unwrap_or(0.0)
    }
}

/// The hint to wait for `ms` milliseconds.
fn after(ms: f64) -> RetryHints {
    RetryHints {
        after_ms: Some(ms),
        ..RetryHints::default()
    }
}

/// The hint whether to retry.
fn wants_retry(should_retry: bool) -> RetryHints {
    RetryHints {
        should_retry: Some(should_retry),
        ..RetryHints::default()
    }
}

#[test]
fn a_status_decides_what_comes_next() {
    let none = RetryHints::default();
    let failed = || Next::Failed(String::new());
    for (status, hints, next) in [
        (200, none, Next::Done),
        (204, none, Next::Done),
        (299, none, Next::Done),
        (300, none, failed()),
        (304, none, failed()),
        (400, none, failed()),
        (404, none, failed()),
        (408, none, Next::Sleep(BACKOFF)),
        (409, none, Next::Sleep(BACKOFF)),
        (429, none, Next::Sleep(BACKOFF)),
        (500, none, Next::Sleep(BACKOFF)),
        (599, none, Next::Sleep(BACKOFF)),
        (503, after(60_000.0), Next::Sleep(60_000.0)),
        (404, wants_retry(true), Next::Sleep(BACKOFF)),
        (503, wants_retry(false), failed()),
    ] {
        assert_eq!(Steps::sent(1).answer(status, hints), next, "{status}");
    }
    for status in [0, 301, 302, 303, 307, 308] {
        assert_eq!(
            Steps::sent(1).answer(status, wants_retry(true)),
            Next::Failed(REDIRECTS.into()),
            "{status}"
        );
    }
}

#[test]
fn each_failure_counts_until_none_is_left() {
    for status in [429, 503] {
        let mut steps = Steps::sent(2);
        assert_eq!(
            steps.answer(status, RetryHints::default()),
            Next::Sleep(500.0)
        );
        steps.retry();
        assert_eq!(
            steps.answer(status, RetryHints::default()),
            Next::Sleep(1_000.0)
        );
        steps.retry();
        assert_eq!(
            steps.answer(status, RetryHints::default()),
            Next::Failed(String::new())
        );
    }
}

#[test]
fn a_busy_server_does_not_count_where_requests_compete() {
    let mut steps = Steps {
        counts_throttling: false,
        ..Steps::sent(1)
    };
    for _ in 0..5 {
        assert_eq!(steps.answer(429, after(10.0)), Next::Sleep(10.0));
        steps.retry();
    }
    // What is broken counts as ever.
    assert_eq!(
        steps.answer(503, RetryHints::default()),
        Next::Sleep(BACKOFF)
    );
    steps.retry();
    assert_eq!(
        steps.answer(503, RetryHints::default()),
        Next::Failed(String::new())
    );
    // Without retries, the first refusal is the last.
    let mut steps = Steps {
        counts_throttling: false,
        ..Steps::sent(0)
    };
    assert_eq!(steps.answer(429, after(10.0)), Next::Failed(String::new()));
}

#[test]
fn a_busy_server_makes_others_wait_too() {
    for (max_retries, status, hints, pause) in [
        (1, 429, after(7_000.0), 7_000.0),
        (1, 429, after(60_000.0), 60_000.0),
        (1, 429, RetryHints::default(), BACKOFF),
        // Others are not held up for longer than any request waits.
        (1, 429, after(60_001.0), 0.0),
        // Nor by a caller who wants no retry, or by a server that is broken.
        (0, 429, after(7_000.0), 0.0),
        (1, 503, after(7_000.0), 0.0),
    ] {
        let mut steps = Steps::sent(max_retries);
        steps.answer(status, hints);
        assert_eq!(steps.pause(), pause, "{max_retries} {status} {hints:?}");
    }
    // Even if this request is not sent again, others may be.
    let mut steps = Steps::sent(1);
    steps.answer(429, after(10.0));
    steps.retry();
    assert_eq!(
        steps.answer(429, after(7_000.0)),
        Next::Failed(String::new())
    );
    assert_eq!(steps.pause(), 7_000.0);
}

#[test]
fn too_long_a_pause_is_said() {
    assert_eq!(
        Steps::sent(1).answer(503, after(90_500.0)),
        Next::Failed("server asked to retry after 90 s, which exceeds the 60 s limit".into())
    );
}

#[test]
fn a_response_in_the_hands_of_the_caller_is_not_requested_again() {
    for body in [
        ReceivedBody::Unread,
        ReceivedBody::CutOff,
        ReceivedBody::Lost,
        ReceivedBody::TimedOut,
    ] {
        let mut steps = Steps {
            may_retry: false,
            ..Steps::sent(1)
        };
        let next = steps.receive(503, RetryHints::default(), body);
        assert!(matches!(next, Next::Failed(_)), "{next:?}");
    }
}

#[test]
fn an_exchange_only_takes_what_it_waits_for() {
    let mut steps = Steps::sent(1);
    assert!(matches!(steps.step(Event::Poll), Action::Wait));
    assert!(matches!(steps.step(Event::Elapsed(0)), Action::Wait));
    assert_eq!(
        steps.answer(503, RetryHints::default()),
        Next::Sleep(BACKOFF)
    );
    assert!(matches!(steps.step(Event::Poll), Action::Wait));
    steps.retry();
    assert_eq!(steps.answer(200, RetryHints::default()), Next::Done);
    assert!(matches!(steps.step(Event::Poll), Action::Wait));
    assert!(matches!(steps.step(Event::Elapsed(0)), Action::Wait));
}

#[test]
fn a_pause_is_slept_through_with_room_for_a_timer_that_is_early_or_a_clock_that_is_coarse() {
    for (pause, sleep) in [(1_000.0, 1_001.0), (3.0, 51.0)] {
        let request = Request::get("/".into(), Query::default(), Expects::Page);
        let mut limiter = RateLimiter::default();
        limiter.pause_until(pause);
        let mut cx = Context::new(&mut limiter);
        let mut exchange = Exchange::new(Rc::new(request));
        let action: Action<ModelBody> = exchange.step(&mut cx, Event::Poll);
        assert!(matches!(action, Action::Sleep(0, ms) if ms == sleep));
    }
}

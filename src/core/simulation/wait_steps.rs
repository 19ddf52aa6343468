//! A wait that is stepped by hand, to where chance rarely leads.

use super::body::{ModelBody, Row};
use super::network::{Fault, Hint};
use super::task::{Outcome, event};
use crate::core::failure::FailureKind;
use crate::core::operation::{
    Action, Context, Event, Notice, Operation, ReceivedBody, Response, Slot,
};
use crate::core::query::Query;
use crate::core::rate_limiter::RateLimiter;
use crate::core::request::{BATCHES_PATH, Expects, Request, batch_path};
use crate::core::retry::RetryHints;
use crate::core::wait::{Wait, WaitPolicy};
use std::rc::Rc;

/// A wait, and its last request.
struct Steps {
    wait: Wait<ModelBody>,
    limiter: RateLimiter,
    request: Option<Rc<Request>>,
}

/// What a wait does next.
#[derive(Debug, PartialEq)]
enum Next {
    Sent,
    Sleep(Slot, f64),
    /// The caller's function is called with a batch of this status.
    Update(&'static str),
    Wait,
    Done(&'static str),
    /// With this message, and the status of the batch, if there is one.
    Failed(String, Option<&'static str>),
}

const POLICY: WaitPolicy = WaitPolicy {
    poll_interval: 1_000.0,
    max_interval: 4_000.0,
    timeout: f64::INFINITY,
    fails_with_batch: true,
};

impl Steps {
    /// A wait for the batch `bat-1`.
    fn new(policy: WaitPolicy) -> Self {
        let path = batch_path("bat-1", "");
        Self::with(
            Request::get(path, Query::default(), Expects::PolledBatch),
            policy,
        )
    }

    /// A wait whose first poll was sent.
    fn polling(policy: WaitPolicy) -> Self {
        let mut steps = Self::new(policy);
        assert_eq!(steps.step(Event::Poll), Next::Sent);
        steps
    }

    /// A wait for a batch that was just requested to be created, in a project.
    fn creating() -> Self {
        let mut query = Query::default();
        query.append("project_id", "prj".into());
        let create = Request::post(BATCHES_PATH.into(), query, Some("{}".into()));
        let mut steps = Self::with(create, POLICY);
        assert_eq!(steps.step(Event::Poll), Next::Sent);
        steps
    }

    fn with(request: Request, policy: WaitPolicy) -> Self {
        Self {
            wait: Wait::new(Rc::new(request), policy),
            limiter: RateLimiter::default(),
            request: None,
        }
    }

    fn step(&mut self, event: Event<ModelBody>) -> Next {
        let status = |body: &ModelBody| body.rows()[0].status;
        let mut cx = Context::new(&mut self.limiter);
        match self.wait.step(&mut cx, event) {
            Action::Send(_, request) => {
                self.request = Some(request);
                Next::Sent
            }
            Action::Sleep(slot, ms) => Next::Sleep(slot, ms),
            Action::Notify(_, Notice::Update(body)) => Next::Update(status(&body)),
            Action::Wait => Next::Wait,
            Action::Done(Some(body)) => Next::Done(status(&body)),
            Action::Fail(failure) => {
                // What the wait says by itself is about no response.
                assert!(failure.kind != FailureKind::Wait || failure.status == 0);
                let batch = failure.batch.as_ref().map(status);
                Next::Failed(failure.message, batch)
            }
            _ => panic!("nothing that a wait does"),
        }
    }

    fn answer(&mut self, status: &'static str) -> Next {
        self.step(found("bat-1", status, None))
    }

    fn fail(&mut self, fault: Fault) -> Next {
        let fault = Some(fault);
        self.step(event(0, Outcome { fault, body: None }))
    }

    fn elapse(&mut self) -> Next {
        self.step(Event::Elapsed(0))
    }
}

/// The answer to a poll: a batch, and how long the server asks to wait.
fn found(id: &str, status: &'static str, after_ms: Option<f64>) -> Event<ModelBody> {
    let row = Row {
        id: id.into(),
        status,
        ..Row::default()
    };
    let response = Response {
        status: 200,
        hints: RetryHints {
            after_ms,
            ..RetryHints::default()
        },
        body: ReceivedBody::Valid(ModelBody::batch(row)),
        origin: (),
    };
    Event::Response(0, Box::new(response))
}

fn failed(message: &str, batch: Option<&'static str>) -> Next {
    Next::Failed(message.into(), batch)
}

#[test]
fn each_pause_is_half_as_long_again_up_to_the_longest() {
    let mut steps = Steps::polling(POLICY);
    for pause in [1_000.0, 1_501.0, 2_252.0, 3_379.0, 4_000.0, 4_000.0] {
        assert_eq!(steps.answer("RUNNING"), Next::Update("RUNNING"));
        assert_eq!(steps.elapse(), Next::Sleep(0, pause));
        assert_eq!(steps.elapse(), Next::Sent);
    }
    let short = WaitPolicy {
        max_interval: 300.0,
        ..POLICY
    };
    let mut steps = Steps::polling(short);
    for _ in 0..2 {
        steps.answer("RUNNING");
        assert_eq!(steps.elapse(), Next::Sleep(0, 300.0));
        assert_eq!(steps.elapse(), Next::Sent);
    }
}

#[test]
fn the_server_may_ask_for_a_longer_pause_of_at_most_a_minute() {
    for (asked, pause) in [
        (10.0, 1_000.0),
        (7_000.0, 7_000.0),
        (60_000.0, 60_000.0),
        (90_000.0, 60_000.0),
    ] {
        let mut steps = Steps::polling(POLICY);
        steps.step(found("bat-1", "RUNNING", Some(asked)));
        assert_eq!(steps.elapse(), Next::Sleep(0, pause));
    }
}

#[test]
fn a_poll_that_fails_counts_as_one_that_shows_nothing_new() {
    let mut steps = Steps::polling(POLICY);
    for pause in [1_000.0, 1_501.0] {
        assert_eq!(steps.fail(Fault::Lost), Next::Sleep(0, pause));
        assert_eq!(steps.elapse(), Next::Sent);
    }
    assert_eq!(steps.fail(Fault::Status(404)), failed("", None));
}

#[test]
fn the_end_of_a_batch_is_a_failure_if_the_caller_wants_that() {
    let lenient = WaitPolicy {
        fails_with_batch: false,
        ..POLICY
    };
    let end = |policy, status| {
        let mut steps = Steps::polling(policy);
        assert_eq!(steps.answer(status), Next::Update(status));
        steps.elapse()
    };
    for status in ["COMPLETED", "FAILED", "CANCELLED"] {
        assert_eq!(end(lenient, status), Next::Done(status));
    }
    assert_eq!(end(POLICY, "COMPLETED"), Next::Done("COMPLETED"));
    for (status, message) in [
        ("FAILED", "the batch ended as FAILED"),
        ("CANCELLED", "the batch ended as CANCELLED"),
    ] {
        assert_eq!(end(POLICY, status), failed(message, Some(status)));
    }
}

#[test]
fn the_timeout_begins_before_the_first_poll_and_ends_all() {
    let message = "the batch did not end within options.timeout";
    let hasty = || {
        let mut steps = Steps::new(WaitPolicy {
            timeout: 9_000.0,
            ..POLICY
        });
        assert_eq!(steps.step(Event::Poll), Next::Sleep(1, 9_000.0));
        assert_eq!(steps.step(Event::Poll), Next::Sent);
        steps
    };
    assert_eq!(hasty().step(Event::Elapsed(1)), failed(message, None));
    let mut steps = hasty();
    steps.answer("RUNNING");
    steps.elapse();
    let end = steps.step(Event::Elapsed(1));
    assert_eq!(end, failed(message, Some("RUNNING")));
}

#[test]
fn a_wait_only_takes_what_it_waits_for() {
    let mut steps = Steps::polling(POLICY);
    assert_eq!(steps.step(Event::Poll), Next::Wait);
    steps.answer("RUNNING");
    assert_eq!(steps.step(Event::Poll), Next::Wait);
    assert_eq!(steps.answer("COMPLETED"), Next::Wait);
    steps.elapse();
    assert_eq!(steps.step(Event::Poll), Next::Wait);
    assert_eq!(steps.answer("COMPLETED"), Next::Wait);
    assert_eq!(steps.elapse(), Next::Sent);
}

#[test]
fn a_new_batch_is_polled_at_once_in_its_project_with_its_results() {
    let mut steps = Steps::creating();
    assert_eq!(
        steps.step(found("bat-7", "PENDING", Some(5_000.0))),
        Next::Sent
    );
    let request = steps.request.as_deref().unwrap();
    assert_eq!(
        (request.method, &*request.path),
        ("GET", "/api/v2/batches/bat-7")
    );
    assert_eq!(request.query.get("project_id"), Some("prj"));
    assert_eq!(request.query.get("expand"), Some("results"));
    assert_eq!(steps.answer("COMPLETED"), Next::Update("COMPLETED"));
    assert_eq!(steps.elapse(), Next::Done("COMPLETED"));
}

#[test]
fn a_new_batch_without_a_usable_id_is_not_waited_for() {
    let message = "the new batch has no usable id";
    for id in ["", "."] {
        let next = Steps::creating().step(found(id, "PENDING", None));
        assert_eq!(next, failed(message, None));
    }
}

#[test]
fn a_creation_that_fails_ends_the_wait() {
    for fault in [Fault::Lost, Fault::Status(503), Fault::Status(404)] {
        let next = Steps::creating().fail(fault);
        assert!(matches!(next, Next::Failed(..)), "{fault:?}: {next:?}");
    }
}

#[test]
fn a_new_batch_may_not_be_found_five_times_until_it_was_found() {
    let missing = Fault::Status(404);
    let created = || {
        let mut steps = Steps::creating();
        steps.answer("PENDING");
        for _ in 0..5 {
            assert!(matches!(steps.fail(missing), Next::Sleep(0, _)));
            assert_eq!(steps.elapse(), Next::Sent);
        }
        steps
    };
    assert_eq!(created().fail(missing), failed("", None));
    let mut steps = created();
    // What is wrong otherwise does not count.
    let busy = Fault::Throttled(Hint::Nothing);
    assert!(matches!(steps.fail(busy), Next::Sleep(0, _)));
    steps.elapse();
    assert_eq!(steps.fail(missing), failed("", None));
    let mut steps = Steps::creating();
    steps.answer("PENDING");
    steps.answer("RUNNING");
    steps.elapse();
    steps.elapse();
    assert_eq!(steps.fail(missing), failed("", None));
}

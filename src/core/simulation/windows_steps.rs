//! Concurrent windows that are stepped by hand, to where chance rarely leads.

use super::body::{ModelBody, Row};
use super::network::{Fault, Hint};
use super::task::{Outcome, event};
use super::time::{iso_time, parse_time};
use super::world::numbers;
use crate::core::operation::{Action, Context, Event, Operation, Slot};
use crate::core::query::Query;
use crate::core::rate_limiter::RateLimiter;
use crate::core::request::{BATCHES_PATH, CREATED_FROM, CREATED_TO, Expects, PAGE_TOKEN, Request};
use crate::core::window::Window;
use crate::core::windows::ConcurrentWindows;
use std::rc::Rc;

const HOUR_MS: f64 = 3_600_000.0;
const MAX_RETRIES: u32 = 2;

/// The first page of each list, by number and hour: windows are five hours wide.
const FIRST: &[(u32, f64)] = &[(0, 900.0), (1, 899.0)];

/// A list whose first page was handed out.
struct Steps {
    list: ConcurrentWindows<ModelBody>,
    limiter: RateLimiter,
    bounds: Window,
    now: f64,
}

/// What a list does next.
#[derive(Debug, PartialEq)]
enum Next {
    /// It requests what was created from this hour on.
    Send(Slot, f64),
    /// It requests the list itself, from this cursor on.
    Plain(String),
    Yield(Vec<u32>),
    Sleep(Slot, f64),
    Abort(Slot),
    Wait,
    Done,
    Failed,
}

impl Steps {
    /// A list from the hour `lower` on, which says how many batches there are.
    fn new(lower: f64, concurrency: usize, ordered: bool, total: Option<f64>) -> Self {
        let bounds = Window {
            lower: lower * HOUR_MS,
            upper: 1_000.0 * HOUR_MS,
        };
        let mut query = Query::default();
        query.append(CREATED_FROM, iso_time(bounds.lower));
        query.append(CREATED_TO, iso_time(bounds.upper));
        let request = Request {
            max_retries: MAX_RETRIES,
            ..Request::get(BATCHES_PATH.into(), query, Expects::Page)
        };
        let list = ConcurrentWindows::new(Rc::new(request), bounds, concurrency, ordered);
        let limiter = RateLimiter::default();
        let mut steps = Self {
            list,
            limiter,
            bounds,
            now: 0.0,
        };
        assert_eq!(steps.poll(), plain(""));
        let first = page(FIRST, Some("more"), total);
        assert_eq!(steps.answer(0, first), Next::Yield(vec![0, 1]));
        steps
    }

    fn step(&mut self, event: Event<ModelBody>) -> Next {
        let mut cx = Context {
            now: self.now,
            ..Context::new(&mut self.limiter)
        };
        match self.list.step(&mut cx, event) {
            Action::Send(slot, request) => {
                let time =
                    |name| parse_time(request.query.get(name)?).map(|us| us as f64 / 1_000.0);
                let (lower, upper) = (time(CREATED_FROM).unwrap(), time(CREATED_TO).unwrap());
                if (Window { lower, upper }) == self.bounds {
                    return plain(request.query.get(PAGE_TOKEN).unwrap_or_default());
                }
                Next::Send(slot, lower / HOUR_MS)
            }
            Action::Yield(body) => Next::Yield(numbers(&body)),
            Action::Sleep(slot, ms) => Next::Sleep(slot, ms),
            Action::Abort(slot) => Next::Abort(slot),
            Action::Wait => Next::Wait,
            Action::Done(_) => Next::Done,
            Action::Fail(_) => Next::Failed,
            _ => panic!("nothing that a list does"),
        }
    }

    fn poll(&mut self) -> Next {
        self.step(Event::Poll)
    }

    fn answer(&mut self, slot: Slot, body: ModelBody) -> Next {
        let body = Some(body);
        self.step(event(slot, Outcome { fault: None, body }))
    }

    fn fail(&mut self, slot: Slot) -> Next {
        self.meet(slot, Fault::Status(400))
    }

    fn refuse(&mut self, slot: Slot) -> Next {
        self.meet(slot, Fault::Throttled(Hint::Milliseconds(700)))
    }

    fn meet(&mut self, slot: Slot, fault: Fault) -> Next {
        let fault = Some(fault);
        self.step(event(slot, Outcome { fault, body: None }))
    }
}

/// A page of batches, by number and the hour when they were created.
fn page(rows: &[(u32, f64)], next_cursor: Option<&str>, total: Option<f64>) -> ModelBody {
    let row = |&(number, hour): &(u32, f64)| Row {
        number,
        hash: number.into(),
        created: hour * HOUR_MS,
        ..Row::default()
    };
    let rows = rows.iter().map(row).collect();
    ModelBody::page(rows, next_cursor.map(str::to_owned), total)
}

fn plain(cursor: &str) -> Next {
    Next::Plain(cursor.into())
}

#[test]
fn after_a_failure_only_what_comes_before_it_is_handed_out() {
    let mut steps = Steps::new(0.0, 4, true, None);
    for (slot, hour) in [899.0, 894.0, 889.0, 884.0].into_iter().enumerate() {
        assert_eq!(steps.poll(), Next::Send(slot, hour));
    }
    assert_eq!(steps.poll(), Next::Wait);
    assert_eq!(steps.fail(2), Next::Abort(3));
    assert_eq!(steps.poll(), Next::Wait);
    assert_eq!(steps.answer(0, page(FIRST, None, None)), Next::Wait);
    let second = page(&[(2, 897.0)], None, None);
    assert_eq!(steps.answer(1, second), Next::Yield(vec![2]));
    assert_eq!(steps.poll(), Next::Failed);
}

#[test]
fn in_any_order_a_failure_ends_the_list_at_once() {
    let mut steps = Steps::new(0.0, 3, false, None);
    for slot in 0..3 {
        assert!(matches!(steps.poll(), Next::Send(..)), "{slot}");
    }
    assert_eq!(steps.fail(1), Next::Failed);
}

/// A list of two windows that have handed out one more batch: number 2 of the hour 896. `stray` was found in the older
/// window, which it does not belong to.
fn with_two_windows(total: Option<f64>, stray: Option<(u32, f64)>) -> Steps {
    let mut steps = Steps::new(895.0, 2, true, total);
    assert_eq!(steps.poll(), Next::Send(0, 899.0));
    assert_eq!(steps.poll(), Next::Send(1, 895.0));
    assert_eq!(steps.answer(0, page(FIRST, None, None)), Next::Wait);
    let older: Vec<_> = stray.into_iter().chain([(2, 896.0)]).collect();
    let older = page(&older, None, None);
    assert_eq!(steps.answer(1, older), Next::Yield(vec![2]));
    steps
}

#[test]
fn a_list_is_over_when_its_windows_are_if_they_held_as_many_as_there_are() {
    for total in [None, Some(2.0), Some(3.0)] {
        assert_eq!(with_two_windows(total, None).poll(), Next::Done);
    }
}

#[test]
fn a_list_that_has_become_shorter_is_counted_again_and_one_that_has_not_is_read() {
    let again = |total| {
        let mut steps = with_two_windows(Some(5.0), None);
        assert_eq!(steps.poll(), plain(""));
        steps.answer(0, page(FIRST, Some("more"), Some(total)))
    };
    assert_eq!(again(3.0), Next::Done);
    assert_eq!(again(4.0), plain("more"));
}

#[test]
fn a_list_that_is_read_again_ends_where_the_server_says_so_whatever_it_counts() {
    let mut steps = with_two_windows(Some(5.0), None);
    assert_eq!(steps.poll(), plain(""));
    let first = page(FIRST, Some("more"), Some(4.0));
    assert_eq!(steps.answer(0, first), plain("more"));
    let second = page(&[(3, 897.0)], Some("last"), Some(4.0));
    assert_eq!(steps.answer(0, second), Next::Yield(vec![3]));
    assert_eq!(steps.poll(), plain("last"));
}

#[test]
fn windows_are_as_wide_as_the_largest_pages_want_them() {
    let mut steps = Steps::new(0.0, 2, true, None);
    assert_eq!(steps.poll(), Next::Send(0, 899.0));
    assert_eq!(steps.poll(), Next::Send(1, 894.0));
    assert_eq!(
        steps.answer(0, page(FIRST, None, None)),
        Next::Send(0, 889.0)
    );
    // Five times as many as on the first page: a window may hold as many more.
    let rows: Vec<(u32, f64)> = (2..12)
        .map(|number| (number, 898.0 - f64::from(number) / 4.0))
        .collect();
    let larger = page(&rows, None, None);
    assert_eq!(steps.answer(1, larger), Next::Send(1, 884.0));
    assert_eq!(steps.poll(), Next::Yield((2..12).collect()));
    assert_eq!(steps.poll(), Next::Wait);
    let next = page(&[(12, 893.0)], None, None);
    assert_eq!(steps.answer(0, next), Next::Send(0, 859.0));
}

#[test]
fn a_server_that_refuses_all_is_asked_alone_as_often_as_one_may_retry() {
    let mut steps = Steps::new(895.0, 2, true, None);
    assert_eq!(steps.poll(), Next::Send(0, 899.0));
    assert_eq!(steps.poll(), Next::Send(1, 895.0));
    // Both are refused at once: from now on there is one at a time.
    assert_eq!(steps.refuse(0), Next::Wait);
    let mut next = steps.refuse(1);
    let mut alone = 0;
    while next != Next::Failed {
        next = match next {
            Next::Sleep(slot, ms) => {
                steps.now += ms;
                steps.step(Event::Elapsed(slot))
            }
            Next::Send(slot, _) => {
                alone += 1;
                assert!(alone < 10, "it does not end");
                steps.refuse(slot)
            }
            _ => steps.poll(),
        };
    }
    assert_eq!(alone, 1 + MAX_RETRIES);
}

#[test]
fn what_belongs_to_another_window_is_looked_for_whatever_the_server_counts() {
    // Half a second after the older window.
    let stray = (3, 899.0 + 500.0 / HOUR_MS);
    let mut steps = with_two_windows(Some(3.0), Some(stray));
    assert_eq!(steps.poll(), plain(""));
    let first = page(FIRST, Some("more"), Some(3.0));
    assert_eq!(steps.answer(0, first), plain("more"));
    let second = page(&[stray], None, Some(3.0));
    assert_eq!(steps.answer(0, second), Next::Yield(vec![3]));
    assert_eq!(steps.poll(), Next::Done);
}

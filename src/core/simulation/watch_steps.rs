//! A watch that is stepped by hand, to where chance rarely leads.

use super::body::{ModelBody, Row};
use super::network::{Fault, Hint};
use super::server::EPOCH_MS;
use super::task::{Outcome, event};
use super::time::parse_time;
use crate::core::hash::hash;
use crate::core::operation::{Action, Context, Event, Notice, Operation};
use crate::core::query::Query;
use crate::core::rate_limiter::RateLimiter;
use crate::core::request::{BATCHES_PATH, CREATED_FROM, Expects, Request};
use crate::core::watch::{Watch, WatchPolicy};
use std::rc::Rc;

const HOUR_MS: f64 = 3_600_000.0;
const INTERVAL: f64 = 7_777.0;

/// A watch, between two polls.
struct Steps {
    watch: Watch<ModelBody>,
    limiter: RateLimiter,
    now: f64,
    next: Event<ModelBody>,
}

/// What a poll came to.
#[derive(Default)]
struct Poll {
    /// Where its list begins, in milliseconds before the present.
    since: Option<f64>,
    /// Which batches were requested by themselves, in order.
    singles: Vec<u32>,
    changes: Vec<(u32, &'static str)>,
    yields: usize,
    errors: usize,
}

impl Steps {
    fn new(initial: bool) -> Self {
        let request = Request {
            max_retries: 2,
            ..Request::get(BATCHES_PATH.into(), Query::default(), Expects::Page)
        };
        let policy = WatchPolicy {
            interval: INTERVAL,
            initial,
            least: f64::NAN,
        };
        Self {
            watch: Watch::new(Rc::new(request), policy),
            limiter: RateLimiter::default(),
            now: 0.0,
            next: Event::Poll,
        }
    }

    /// A whole poll, whose list shows these batches. `single` answers the request of one, of which it is the so manieth.
    fn poll(
        &mut self,
        listed: &[Row],
        mut single: impl FnMut(u32, usize) -> Result<Row, Fault>,
    ) -> Poll {
        let mut poll = Poll::default();
        loop {
            let mut cx = Context {
                now: self.now,
                wall: EPOCH_MS,
                ..Context::new(&mut self.limiter)
            };
            let given = std::mem::replace(&mut self.next, Event::Poll);
            let slot = 0;
            match self.watch.step(&mut cx, given) {
                Action::Send(_, request) if request.expects == Expects::Page => {
                    let since = request.query.get(CREATED_FROM).and_then(parse_time);
                    poll.since = since.map(|us| EPOCH_MS - us as f64 / 1_000.0);
                    let body = ModelBody::page(listed.to_vec(), None, None);
                    let body = Some(body);
                    self.next = event(slot, Outcome { fault: None, body });
                }
                Action::Send(_, request) => {
                    let number = request.path.rsplit('-').next().unwrap().parse().unwrap();
                    poll.singles.push(number);
                    let answer = single(number, poll.singles.len());
                    let fault = answer.as_ref().err().copied();
                    let body = answer.ok().map(ModelBody::batch);
                    self.next = event(slot, Outcome { fault, body });
                }
                Action::Sleep(_, INTERVAL) => {
                    self.next = Event::Elapsed(slot);
                    return poll;
                }
                Action::Sleep(_, ms) => {
                    self.now += ms;
                    self.next = Event::Elapsed(slot);
                }
                Action::Notify(_, notice) => {
                    poll.errors += usize::from(matches!(notice, Notice::Error(_)));
                    self.next = Event::Elapsed(slot);
                }
                Action::Yield(body) => {
                    poll.yields += 1;
                    let rows = body.rows().iter();
                    poll.changes
                        .extend(rows.map(|row| (row.number, row.status)));
                }
                _ => panic!("neither a request nor a pause"),
            }
        }
    }
}

/// A batch that was created so many milliseconds ago.
fn row(number: u32, age: f64, status: &'static str) -> Row {
    let id = format!("batch-{number}");
    Row {
        number,
        hash: hash(&id),
        id: id.into(),
        status,
        created: EPOCH_MS - age,
    }
}

fn newest() -> Row {
    row(0, 0.0, "COMPLETED")
}

/// Open for days: `count` of them, from number 1 on, each older than the one before.
fn old(count: u32) -> Vec<Row> {
    let age = |number| 50.0 * HOUR_MS + f64::from(number);
    (1..=count)
        .map(|number| row(number, age(number), "RUNNING"))
        .collect()
}

/// A watch that has seen these batches, and the newest.
fn watching(rows: &[Row]) -> Steps {
    let mut steps = Steps::new(true);
    let all = [&[newest()], rows].concat();
    let poll = steps.poll(&all, never);
    assert_eq!((poll.changes.len(), poll.since), (all.len(), None));
    steps
}

fn never(number: u32, _: usize) -> Result<Row, Fault> {
    panic!("batch {number} is requested by itself")
}

#[test]
fn at_most_fifty_are_polled_by_themselves_and_those_first_that_waited_longest() {
    let old = old(60);
    let mut steps = watching(&old);
    let find = |number, _| Ok(old[number as usize - 1].clone());
    let expected: Vec<u32> = (1..=50).collect();
    assert_eq!(steps.poll(&[newest()], find).singles, expected);
    let expected: Vec<u32> = (51..=60).chain(1..=40).collect();
    let poll = steps.poll(&[newest()], find);
    assert_eq!((poll.singles, poll.since), (expected, Some(24.0 * HOUR_MS)));
}

#[test]
fn a_refusal_of_the_last_of_fifty_ends_the_poll() {
    let old = old(60);
    let mut steps = watching(&old);
    let poll = steps.poll(&[newest()], |number, count| {
        let refusal = Fault::Throttled(Hint::Milliseconds(700));
        let is_last = count == 50;
        (!is_last)
            .then(|| old[number as usize - 1].clone())
            .ok_or(refusal)
    });
    assert_eq!(poll.singles.len(), 50);
}

#[test]
fn a_batch_that_is_refused_is_requested_again_and_one_that_fails_is_not() {
    let old = old(2);
    for (fault, singles, errors) in [
        (Fault::Throttled(Hint::Nothing), vec![1, 1, 2], 0),
        (Fault::Status(503), vec![1, 2], 1),
    ] {
        let mut steps = watching(&old);
        let poll = steps.poll(&[newest()], |number, count| match count {
            1 => Err(fault),
            _ => Ok(old[number as usize - 1].clone()),
        });
        assert_eq!((poll.singles, poll.errors), (singles, errors));
    }
}

#[test]
fn a_batch_that_is_gone_is_forgotten_without_a_word() {
    let mut steps = watching(&old(2));
    let poll = steps.poll(&[newest()], |_, _| Err(Fault::Status(404)));
    assert_eq!((poll.singles.len(), poll.errors), (2, 0));
    assert!(steps.poll(&[newest()], never).singles.is_empty());
}

#[test]
fn a_batch_that_fails_is_told_and_polled_again() {
    let old = old(2);
    let mut steps = watching(&old);
    for _ in 0..3 {
        let poll = steps.poll(&[newest()], |_, _| Err(Fault::Status(500)));
        assert_eq!((poll.singles.len(), poll.errors), (2, 2));
    }
    let poll = steps.poll(&[newest()], |number, _| {
        Ok(row(number, 50.0 * HOUR_MS, "FAILED"))
    });
    assert_eq!(poll.changes, [(1, "FAILED"), (2, "FAILED")]);
    assert!(steps.poll(&[newest()], never).changes.is_empty());
}

#[test]
fn one_that_is_not_answered_in_time_ends_the_poll_and_the_others_come_first_in_the_next() {
    let old = old(3);
    let mut steps = watching(&old);
    let mut slow_first = |number: u32, _| match number {
        1 => Err(Fault::Late),
        _ => Ok(old[number as usize - 1].clone()),
    };
    let poll = steps.poll(&[newest()], &mut slow_first);
    assert_eq!((poll.singles, poll.errors), (vec![1], 1));
    let poll = steps.poll(&[newest()], &mut slow_first);
    assert_eq!((poll.singles, poll.errors), (vec![2, 3, 1], 1));
}

#[test]
fn what_does_not_change_is_not_handed_out() {
    let mut steps = Steps::new(false);
    let open = row(1, HOUR_MS, "PENDING");
    assert_eq!(steps.poll(&[newest(), open.clone()], never).yields, 0);
    assert_eq!(steps.poll(&[newest(), open], never).yields, 0);
    let ended = row(1, HOUR_MS, "COMPLETED");
    assert_eq!(
        steps.poll(&[newest(), ended], never).changes,
        [(1, "COMPLETED")]
    );
}

#[test]
fn a_list_begins_five_minutes_before_the_newest_if_nothing_is_open() {
    let mut steps = watching(&[row(1, HOUR_MS, "FAILED")]);
    assert_eq!(steps.poll(&[newest()], never).since, Some(300_000.0));
    // Of the newest, not of the present, which another clock tells.
    let mut steps = Steps::new(true);
    let ended = [row(1, HOUR_MS, "FAILED")];
    steps.poll(&ended, never);
    let since = steps.poll(&ended, never).since;
    assert_eq!(since, Some(HOUR_MS + 300_000.0));
}

#[test]
fn a_time_in_the_future_hides_nothing() {
    let mut steps = watching(&[]);
    let future = row(2, -HOUR_MS, "COMPLETED");
    steps.poll(&[newest(), future.clone()], never);
    assert_eq!(
        steps.poll(&[newest(), future], never).since,
        Some(300_000.0)
    );
}

#[test]
fn a_batch_without_a_time_keeps_the_whole_list_in_view() {
    let timeless = row(1, f64::NAN, "RUNNING");
    let mut steps = watching(std::slice::from_ref(&timeless));
    let poll = steps.poll(&[newest(), timeless], never);
    assert_eq!(poll.since, None);
    assert_eq!(steps.poll(&[newest()], never).since, None);
    // Once it is not listed any more, its end cannot be missed by narrowing.
    assert!(steps.poll(&[newest()], never).since.is_some());
}

#[test]
fn a_batch_just_where_the_list_begins_is_looked_for_if_the_list_misses_it() {
    let open = row(1, HOUR_MS, "RUNNING");
    let mut steps = watching(std::slice::from_ref(&open));
    // The server leaves out the bound itself.
    let poll = steps.poll(&[newest()], |_, _| Ok(open.clone()));
    assert_eq!((poll.since, poll.singles), (Some(HOUR_MS), vec![1]));
    // The next list begins a second earlier, and has it.
    let poll = steps.poll(&[newest(), open.clone()], never);
    assert_eq!(poll.since, Some(HOUR_MS + 1_000.0));
    let ended = row(1, HOUR_MS, "FAILED");
    assert_eq!(
        steps.poll(&[newest(), ended], never).changes,
        [(1, "FAILED")]
    );
}

#[test]
fn a_batch_just_where_the_list_begins_is_listed_again_though_it_cannot_be_found() {
    let open = row(1, HOUR_MS, "RUNNING");
    let mut steps = watching(std::slice::from_ref(&open));
    let poll = steps.poll(&[newest()], |_, _| Err(Fault::Status(404)));
    assert_eq!((poll.singles, poll.errors), (vec![1], 0));
    let poll = steps.poll(&[newest(), open], never);
    assert_eq!((poll.since, poll.yields), (Some(HOUR_MS + 1_000.0), 0));
}

#[test]
fn a_batch_well_after_the_lists_begin_is_left_to_the_list() {
    let (open, later) = (
        row(1, HOUR_MS, "RUNNING"),
        row(2, HOUR_MS - 1_000.0, "RUNNING"),
    );
    let mut steps = watching(&[open.clone(), later.clone()]);
    // The list is late with the second.
    assert!(
        steps
            .poll(&[newest(), open.clone()], never)
            .singles
            .is_empty()
    );
    let poll = steps.poll(&[newest(), open, later], never);
    assert_eq!(poll.since, Some(HOUR_MS));
}

#[test]
fn a_batch_that_one_list_misses_is_not_new_in_the_next() {
    let (open, later) = (
        row(1, HOUR_MS, "RUNNING"),
        row(2, HOUR_MS - 1_000.0, "RUNNING"),
    );
    let all = [newest(), open, later];
    let mut steps = watching(&all[1..]);
    // While the list was read, it moved from a page that was still to come to one that had been read.
    steps.poll(&all[..2], never);
    assert!(steps.poll(&all, never).changes.is_empty());
    // What is missing for longer is gone.
    steps.poll(&all[..2], never);
    steps.poll(&all[..2], never);
    assert_eq!(steps.poll(&all, never).changes, [(2, "RUNNING")]);
}

#[test]
fn what_has_ended_just_where_the_list_begins_is_reported_if_it_is_new() {
    let open = row(1, HOUR_MS, "RUNNING");
    let mut steps = watching(std::slice::from_ref(&open));
    steps.poll(&[newest(), open.clone()], never);
    let ended = row(2, HOUR_MS, "COMPLETED");
    let older = row(3, HOUR_MS + 1.0, "COMPLETED");
    let poll = steps.poll(&[newest(), open, ended, older], never);
    assert_eq!(poll.changes, [(2, "COMPLETED")]);
}

#[test]
fn what_the_list_shows_is_not_requested_again() {
    let old = old(2);
    let mut steps = watching(&old);
    // The server ignores the bound.
    for _ in 0..2 {
        let all = [&[newest()], &old[..]].concat();
        assert!(steps.poll(&all, never).singles.is_empty());
    }
}

#[test]
fn what_no_list_shows_just_where_it_begins_is_polled_in_turn_with_the_old() {
    let old = old(150);
    let hidden = row(151, 24.0 * HOUR_MS - 500.0, "RUNNING");
    let all = [&old[..], &[hidden]].concat();
    let mut steps = watching(&all);
    let mut singles = Vec::new();
    for _ in 0..4 {
        let find = |number, _| Ok(all[number as usize - 1].clone());
        singles.extend(steps.poll(&[newest()], find).singles);
    }
    let expected: Vec<u32> = [151].into_iter().chain(1..=150).collect();
    assert_eq!(singles[..151], expected);
    assert_eq!(singles[151], 151);
}

#[test]
fn a_batch_whose_id_is_no_path_is_left_to_the_list_and_hides_no_other() {
    let old = old(1);
    for id in ["", " ", ".", ".."] {
        let nameless = |age, status| Row {
            id: id.into(),
            hash: hash(id),
            ..row(2, age, status)
        };
        for age in [HOUR_MS, 60.0 * HOUR_MS] {
            let (open, ended) = (nameless(age, "RUNNING"), nameless(age, "FAILED"));
            let mut steps = watching(&[open.clone(), old[0].clone()]);
            let mut poll = |listed: &[Row]| {
                let poll = steps.poll(listed, |_, _| Ok(old[0].clone()));
                (poll.singles, poll.changes)
            };
            assert_eq!(poll(&[newest()]), (vec![1], vec![]));
            assert_eq!(poll(&[newest(), open]), (vec![1], vec![]));
            let change = (2, "FAILED");
            assert_eq!(poll(&[newest(), ended]), (vec![1], vec![change]));
        }
    }
}

//! Scenarios that once broke a promise, as plain tests: each names what holds now.

use super::Scenario;
use super::caller::Pace;
use super::calls::{CallScenario, Kind};
use super::lists::{End, ListScenario, Outcome};
use super::network::{Fault, Hint, ServerLimit};
use super::rules::{Order, Total};
use super::time::{Digits, Zone};
use super::watches::WatchScenario;
use std::rc::Rc;

/// Runs a scenario, and shows what happened if a promise was broken.
fn holds(scenario: &impl Scenario) {
    let mut trace = Some(String::new());
    if let Err(why) = scenario.run(&mut trace) {
        panic!("{scenario:#?}\n{}\n{why}", trace.unwrap_or_default());
    }
}

/// The same for a list, which must not fail either.
pub fn completes(scenario: &ListScenario) -> Outcome {
    holds(scenario);
    let server = scenario.server();
    let request = Rc::new(scenario.request(&server));
    let outcome = scenario.list(&server, &request, &mut None).unwrap();
    assert_eq!(outcome.end, End::Done);
    assert_eq!(
        outcome.numbers.len(),
        server.constant(&request.query, 0.0, 0.0).len()
    );
    outcome
}

fn list(count: usize, change: impl FnOnce(&mut ListScenario)) -> ListScenario {
    let mut scenario = ListScenario::simple(count);
    change(&mut scenario);
    scenario
}

#[test]
fn whatever_the_order_of_the_list_windows_hand_out_all_of_it_once() {
    let orders = [
        Order::Newest,
        Order::Oldest,
        Order::Updated,
        Order::Status,
        Order::Shuffled,
        Order::ShuffledPages,
        Order::NearlyNewest,
    ];
    for order in orders {
        for (page_size, is_ordered) in [(2, true), (2, false), (20, true), (20, false)] {
            completes(&list(600, |it| {
                it.rules.order = order;
                it.rules.page_size = page_size;
                it.rules.total = Total::Absent;
                it.caller.is_ordered = is_ordered;
            }));
        }
    }
}

#[test]
fn times_that_are_stored_more_precisely_than_printed_are_not_lost_between_windows() {
    let all = [
        Digits::Micros,
        Digits::Millis,
        Digits::RoundedMillis,
        Digits::Seconds,
        Digits::RoundedSeconds,
    ];
    for digits in all {
        for cut_s in [0, 1] {
            completes(&list(900, |it| {
                it.population.gap = 1_234.567;
                it.population.is_irregular = true;
                it.rules.digits = digits;
                it.rules.total = Total::Absent;
                (it.rules.from.cut_s, it.rules.to.cut_s) = (cut_s, cut_s);
            }));
        }
    }
}

#[test]
fn a_server_that_ignores_a_bound_is_read_page_by_page() {
    for (from, to) in [(true, false), (false, true), (true, true)] {
        let outcome = completes(&list(450, |it| {
            it.rules.page_size = 10;
            it.rules.from.is_ignored = from;
            it.rules.to.is_ignored = to;
        }));
        assert!(outcome.succeeded < 2 * 45, "{} requests", outcome.succeeded);
    }
}

#[test]
fn a_server_that_cuts_bounds_or_shifts_them_loses_nothing() {
    for (cut_s, shift_s) in [(60, 0), (86_400, 0), (0, 7_200), (0, -18_000)] {
        completes(&list(300, |it| {
            it.rules.total = Total::Absent;
            for bound in [&mut it.rules.from, &mut it.rules.to] {
                (bound.cut_s, bound.shift_s) = (cut_s, shift_s);
            }
            (it.caller.before, it.caller.after) = (1e8, 1e8);
        }));
    }
}

#[test]
fn times_without_a_zone_are_utc() {
    for zone in [Zone::Unsaid, Zone::Offset(330), Zone::Offset(-300)] {
        completes(&list(200, |it| it.rules.zone = zone));
        let mut watch = WatchScenario::simple();
        watch.rules.zone = zone;
        holds(&watch);
    }
}

#[test]
fn a_thousand_batches_of_one_moment_are_each_handed_out_once() {
    completes(&list(3_000, |it| {
        it.population.ties = 1_000;
        it.rules.page_size = 50;
    }));
}

#[test]
fn bounds_far_wider_than_the_data_cost_little() {
    for order in [Order::Newest, Order::Oldest] {
        let tight = list(2_000, |it| {
            it.rules.order = order;
            it.rules.page_size = 10;
            it.caller.concurrency = 8;
        });
        let mut wide = tight.clone();
        let years = 10.0 * 365.0 * 86_400_000.0;
        (wide.caller.before, wide.caller.after) = (years, years);
        let (tight, wide) = (completes(&tight), completes(&wide));
        assert!(
            wide.took < 1.5 * tight.took,
            "{} ms, {} ms",
            wide.took,
            tight.took
        );
    }
}

#[test]
fn a_server_that_wants_fewer_requests_gets_fewer_and_the_list_completes() {
    for concurrency in [2, 8, 16] {
        let outcome = completes(&list(3_000, |it| {
            it.rules.page_size = 10;
            it.caller.concurrency = concurrency;
            it.network.limit = Some(ServerLimit {
                requests: 4,
                span: 300.0,
            });
        }));
        let refused = outcome.sent - outcome.succeeded;
        assert!(refused < outcome.succeeded, "{refused} are refused");
    }
}

#[test]
fn a_window_that_always_comes_second_is_not_refused_to_death() {
    completes(&list(87, |it| {
        it.seed = 5_701_772_133_227_080_590;
        it.population.ties = 29;
        it.rules.order = Order::Shuffled;
        it.caller.is_ordered = false;
        it.network.limit = Some(ServerLimit {
            requests: 1,
            span: 630.0,
        });
    }));
}

#[test]
fn a_429_that_is_not_retried_any_more_still_pauses_the_other_windows() {
    holds(&list(5, |it| {
        it.seed = 12_558_362_819_285_130_607;
        it.population.inserted = 2;
        it.population.active_for = 13_180.0;
        it.network.slow = 0.3;
        it.network.faults = 0.5;
        it.network.kinds = vec![
            Fault::Throttled(Hint::Nothing),
            Fault::Throttled(Hint::Milliseconds(700)),
            Fault::Late,
            Fault::Status(503),
            Fault::Throttled(Hint::Nothing),
        ];
        it.caller.concurrency = 2;
        it.caller.after = 310_672_279_162.0;
        it.caller.max_retries = 1;
    }));
}

#[test]
fn a_request_that_takes_a_minute_counts_against_the_limit_until_it_is_over() {
    for seed in 0..100 {
        holds(&list(69, |it| {
            it.seed = seed;
            it.network.faults = 0.2;
            it.network.kinds = vec![Fault::Late];
            it.caller.concurrency = 7;
            it.caller.max_per_minute = Some(2);
        }));
    }
}

#[test]
fn the_first_window_begins_however_many_others_have() {
    for seed in 0..300 {
        holds(&list(44, |it| {
            it.seed = seed;
            it.population.skewed = 0.02;
            it.rules.total = Total::Absent;
            it.network.slow = 0.3;
            it.caller.status = Some("RUNNING");
        }));
    }
}

#[test]
fn windows_stay_within_the_bounds_of_the_list() {
    holds(&list(1, |it| {
        it.population.inserted = 6;
        it.population.active_for = 87.0;
        it.rules.order = Order::Oldest;
        it.rules.digits = Digits::RoundedSeconds;
        it.network.latency = 406.0;
        it.caller.after = 0.0;
    }));
}

#[test]
fn a_slow_caller_and_one_who_breaks_or_aborts_get_what_they_wait_for() {
    let paces = [Pace::Slow(100_000.0), Pace::Breaks(3), Pace::Aborts(70.0)];
    for pace in paces {
        holds(&list(500, |it| it.caller.pace = pace));
    }
}

#[test]
fn a_wait_goes_on_through_failures_until_its_timeout() {
    let mut wait = CallScenario::simple(Kind::Wait);
    wait.network.faults = 1.0;
    for fault in [
        Fault::Lost,
        Fault::Late,
        Fault::CutOff,
        Fault::Status(503),
        Fault::Throttled(Hint::Nothing),
    ] {
        wait.network.kinds = vec![fault];
        wait.timeout = Some(3_600_000.0);
        holds(&wait);
    }
}

#[test]
fn a_new_batch_that_is_not_found_at_first_is_waited_for_a_while() {
    for appears in [500.0, 8_000.0, f64::INFINITY] {
        let mut wait = CallScenario::simple(Kind::CreateAndWait);
        wait.appears = appears;
        holds(&wait);
    }
}

#[test]
fn a_create_that_may_have_run_is_not_sent_again() {
    for fault in super::network::FAULTS {
        for kind in [Kind::Create, Kind::CreateAndWait] {
            let mut create = CallScenario::simple(kind);
            create.network.faults = 0.9;
            create.network.kinds = vec![fault];
            create.timeout = Some(100_000.0);
            holds(&create);
        }
    }
}

#[test]
fn a_watch_sees_through_batches_of_the_future() {
    let mut watch = WatchScenario::simple();
    (watch.future, watch.arrivals) = (3, 20);
    holds(&watch);
}

#[test]
fn a_watch_sees_through_a_batch_whose_requests_fail() {
    let mut watch = WatchScenario::simple();
    (watch.old, watch.is_one_broken) = (20, true);
    holds(&watch);
}

#[test]
fn five_hundred_old_batches_are_polled_in_turn_fifty_a_poll() {
    let mut watch = WatchScenario::simple();
    (watch.old, watch.is_one_broken, watch.intervals) = (500, true, 40.0);
    holds(&watch);
}

#[test]
fn a_watch_sees_a_batch_that_the_server_rounds_out_of_its_bound() {
    let mut watch = WatchScenario::simple();
    watch.recent = 12;
    watch.rules.digits = Digits::RoundedSeconds;
    watch.rules.from.is_exclusive = true;
    holds(&watch);
}

#[test]
fn a_watch_reports_once_though_the_server_ignores_its_bound_or_the_clock_is_set_back() {
    for seed in 0..100 {
        let mut watch = WatchScenario::simple();
        watch.seed = seed;
        (watch.interval, watch.intervals, watch.recent) = (100_000.0, 20.0, 12);
        watch.rules.from.is_ignored = true;
        holds(&watch);
        watch.rules.from.is_ignored = false;
        watch.wall_jump = (700_000.0, -3_600_000.0);
        holds(&watch);
    }
}

#[test]
fn a_watch_of_one_status_sees_batches_that_reach_it_late() {
    for status in ["RUNNING", "COMPLETED"] {
        let mut watch = WatchScenario::simple();
        (watch.interval, watch.recent, watch.status) = (600_000.0, 12, Some(status));
        holds(&watch);
    }
}

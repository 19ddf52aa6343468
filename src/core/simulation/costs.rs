//! What lists cost in a network in which nothing goes wrong: how many requests, and how long.

use super::caller::Pace;
use super::lists::ListScenario;
use super::regressions::completes;
use super::rules::{Order, Total};

const YEAR_MS: f64 = 365.0 * 86_400_000.0;

/// A name, a change of the scenario, the requests and the milliseconds.
type Cost = (&'static str, fn(&mut ListScenario), u32, f64);

/// What is listed, how it differs from 1,000 batches on 100 pages in eight windows, and what it may
/// cost: what it did when this was written. A request takes 20 ms, so that all pages one after
/// another take 2 s.
const LISTS: &[Cost] = &[
    ("as it is", |_| {}, 109, 362.0),
    ("page by page", |it| it.caller.concurrency = 1, 100, 2_036.0),
    ("two windows", |it| it.caller.concurrency = 2, 103, 1_027.0),
    (
        "sixteen windows",
        |it| it.caller.concurrency = 16,
        112,
        223.0,
    ),
    (
        "in any order",
        |it| it.caller.is_ordered = false,
        107,
        318.0,
    ),
    ("no total", |it| it.rules.total = Total::Absent, 109, 362.0),
    (
        "a total of all",
        |it| it.rules.total = Total::Unfiltered,
        109,
        362.0,
    ),
    (
        "too low a total",
        |it| it.rules.total = Total::Wrong(0.5),
        109,
        362.0,
    ),
    (
        "too high a total",
        |it| it.rules.total = Total::Wrong(3.0),
        209,
        2_274.0,
    ),
    (
        "the oldest first",
        |it| it.rules.order = Order::Oldest,
        109,
        362.0,
    ),
    (
        "by status",
        |it| it.rules.order = Order::Status,
        111,
        1_978.0,
    ),
    (
        "nearly in order",
        |it| it.rules.order = Order::NearlyNewest,
        149,
        2_070.0,
    ),
    (
        "in no order",
        |it| it.rules.order = Order::Shuffled,
        100,
        2_036.0,
    ),
    (
        "pages in no order",
        |it| it.rules.order = Order::ShuffledPages,
        100,
        2_036.0,
    ),
    (
        "wide bounds",
        |it| (it.caller.before, it.caller.after) = (10.0 * YEAR_MS, YEAR_MS),
        166,
        474.0,
    ),
    (
        "wide bounds, the oldest first",
        |it| {
            it.rules.order = Order::Oldest;
            (it.caller.before, it.caller.after) = (10.0 * YEAR_MS, YEAR_MS);
        },
        156,
        437.0,
    ),
    (
        "irregular",
        |it| it.population.is_irregular = true,
        120,
        453.0,
    ),
    ("ties", |it| it.population.ties = 50, 100, 2_036.0),
    ("dense", |it| it.population.gap = 20.0, 106, 1_938.0),
    (
        "some without a time",
        |it| it.population.timeless = 0.02,
        109,
        362.0,
    ),
    (
        "some years off",
        |it| it.population.skewed = 0.02,
        142,
        2_295.0,
    ),
    ("short pages", |it| it.rules.short_pages = 0.3, 133, 439.0),
    ("empty pages", |it| it.rules.empty_pages = 0.3, 150, 453.0),
    (
        "a bound ignored",
        |it| it.rules.from.is_ignored = true,
        120,
        2_023.0,
    ),
    (
        "a slow caller",
        |it| it.caller.pace = Pace::Slow(100.0),
        107,
        10_653.0,
    ),
];

#[test]
fn a_list_costs_no_more_requests_and_no_more_time_than_it_did() {
    let mut worse = String::new();
    for (what, change, requests, ms) in LISTS {
        let mut list = ListScenario::simple(1_000);
        list.rules.page_size = 10;
        list.caller.concurrency = 8;
        change(&mut list);
        let outcome = completes(&list);
        if outcome.succeeded > *requests || outcome.took > *ms {
            let cost = format!("{}, {}", outcome.succeeded, outcome.took.ceil());
            worse += &format!("{what}: {cost} instead of {requests}, {ms}\n");
        }
    }
    assert!(worse.is_empty(), "{worse}");
}

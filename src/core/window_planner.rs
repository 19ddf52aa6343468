//! How the time that a list spans is split into windows, which are listed concurrently.
//!
//! Windows meet at whole seconds. Each batch belongs to the one window that its printed time of
//! creation is in, but a window is requested with a margin of a second: the server may store more
//! digits than it prints, cut times to seconds, or leave out a bound itself.

use super::operation::{Body, Item};
use super::query::Query;
use super::request::{CREATED_FROM, CREATED_TO};
use super::window::{MARGIN_MS, Window};
use std::cmp::Ordering;

/// How many pages a window should hold: fewer mean more requests for half-empty pages, more mean
/// more pages that are buffered until their turn.
const TARGET_PAGES: f64 = 5.0;

/// The shortest window. The margin must not cost more than a small part of it.
const MIN_WIDTH_MS: f64 = 20_000.0;

/// The order in which a list is, and how wide its windows should be.
#[derive(Clone, Debug)]
pub struct WindowPlanner {
    /// The whole list.
    bounds: Window,
    /// Whether the list has the newest first.
    descending: bool,
    /// When its first item was created: before it, in the order of the list, nothing is expected.
    first: f64,
    width: f64,
    /// The most items that a page held.
    page_size: f64,
    /// How far the windows reach whose density is known.
    measured: f64,
}

impl WindowPlanner {
    /// The planner for a list within `bounds` that begins with a page of `items`. Nothing if the page does not show in
    /// which direction time goes, or if there is nothing left to split.
    pub fn from_first_page(bounds: Window, items: &[Item]) -> Option<Self> {
        let (first, last) = (items.first()?.created, items.last()?.created);
        let descending = match last.partial_cmp(&first)? {
            Ordering::Less => true,
            Ordering::Greater => false,
            Ordering::Equal => return None,
        };
        let is_ordered =
            items.is_sorted_by(|one, next| in_order(descending, one.created, next.created));
        let is_within = items
            .iter()
            .all(|item| bounds.has_within_margin(item.created));
        if !is_ordered || !is_within {
            return None;
        }
        let second = last / 1_000.0;
        let edge = 1_000.0
            * if descending {
                second.floor()
            } else {
                second.ceil()
            };
        let planner = Self {
            bounds,
            descending,
            first,
            width: ((first - last).abs() * TARGET_PAGES).max(MIN_WIDTH_MS),
            page_size: items.len() as f64,
            measured: edge,
        };
        let [_, rest] = planner.first_windows();
        (rest.lower < rest.upper).then_some(planner)
    }

    /// The windows at first: one that the first page lies in, and the rest.
    pub fn first_windows(&self) -> [Window; 2] {
        self.split_at(self.bounds, self.measured)
    }

    /// A window at the beginning of `span`, as wide as it should be, and what remains of it.
    pub fn take(&self, span: Window) -> (Window, Option<Window>) {
        let (start, end) = self.extent(span);
        if (end - start).abs() <= self.width * 1.5 {
            return (span, None);
        }
        let edge = (start + self.width.copysign(end - start)) / 1_000.0;
        let [window, rest] = self.split_at(span, edge.floor() * 1_000.0);
        (window, Some(rest))
    }

    /// Whether `window`, of which a first page has arrived, should be split: it holds many more
    /// items than it should, `total` if that is known. Windows are narrower from now on.
    pub fn should_split(&mut self, window: Window, items: &[Item], total: f64) -> bool {
        let (start, end) = self.extent(window);
        let width = (end - start).abs();
        let [first, .., last] = items else {
            return false;
        };
        // The lower of two estimates: a total may be that of more than the window.
        let by_time = width / (last.created - first.created).abs();
        let pages = by_time.min(total / items.len() as f64);
        let has_many = pages.is_finite() && pages > 2.0 * TARGET_PAGES;
        let should = has_many && width > 2.0 * MIN_WIDTH_MS;
        if should {
            self.width = (width * TARGET_PAGES / pages).max(MIN_WIDTH_MS);
        }
        should
    }

    /// Learns from a window that held `count` items in pages of `page_size` at most: the next ones
    /// are wider or narrower, by up to eight times.
    pub fn adapt(&mut self, window: Window, count: u32, page_size: u32) {
        self.page_size = self.page_size.max(f64::from(page_size));
        let (start, end) = self.extent(window);
        // Windows complete in any order: the one furthest on knows best what comes next.
        if !self.is_in_order(end, self.measured) {
            self.measured = end;
            let factor = self.page_size * TARGET_PAGES / f64::from(count.max(1));
            // Where there was nothing, there may be nothing for years.
            let most = if count == 0 { 64.0 } else { 8.0 };
            let width = (end - start).abs() * factor.clamp(0.125, most);
            self.width = width.max(MIN_WIDTH_MS);
        }
    }

    /// Where the items of `span` are expected to start and to end, in the order of the list.
    fn extent(&self, span: Window) -> (f64, f64) {
        if self.descending {
            (span.upper.min(self.first).max(span.lower), span.lower)
        } else {
            (span.lower.max(self.first).min(span.upper), span.upper)
        }
    }

    /// Whether `next` may come after `last` in the order of the list.
    pub fn is_in_order(&self, last: f64, next: f64) -> bool {
        in_order(self.descending, last, next)
    }

    /// The query for what `window` holds of the list of `query`, with the margin.
    pub fn query<B: Body>(&self, window: Window, query: &Query) -> Query {
        let [is_lowest, _] = self.is_at_bounds(window);
        let mut query = query.clone();
        if !is_lowest {
            query.set(CREATED_FROM, B::iso_time(window.lower));
        }
        // No further than the list itself, as precisely as the caller said.
        if window.upper + MARGIN_MS < self.bounds.upper {
            query.set(CREATED_TO, B::iso_time(window.upper + MARGIN_MS));
        }
        query
    }

    /// Whether `window` reaches to the earliest and to the latest time of the list.
    fn is_at_bounds(&self, window: Window) -> [bool; 2] {
        [
            window.lower <= self.bounds.lower,
            window.upper >= self.bounds.upper,
        ]
    }

    /// Whether a batch that was created at `time` belongs to `window`.
    pub fn owns(&self, window: Window, time: f64) -> bool {
        let [is_lowest, is_highest] = self.is_at_bounds(window);
        (is_lowest || time > window.lower) && (is_highest || time <= window.upper)
    }

    /// The two parts of `span`, in the order of the list.
    fn split_at(&self, span: Window, edge: f64) -> [Window; 2] {
        let earlier = Window {
            upper: edge,
            ..span
        };
        let later = Window {
            lower: edge,
            ..span
        };
        if self.descending {
            [later, earlier]
        } else {
            [earlier, later]
        }
    }
}

fn in_order(descending: bool, last: f64, next: f64) -> bool {
    if descending {
        next <= last
    } else {
        last <= next
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::core::simulation::body::ModelBody;

    const HOUR_MS: f64 = 3_600_000.0;

    const BOUNDS: Window = Window {
        lower: 0.0,
        upper: 1_000.0 * HOUR_MS,
    };

    fn items(times: &[f64]) -> Vec<Item> {
        let item = |created: &f64| Item {
            id: 0,
            status: 0,
            created: *created,
        };
        times.iter().map(item).collect()
    }

    fn window(lower: f64, upper: f64) -> Window {
        Window { lower, upper }
    }

    /// A planner whose first page has two batches, an hour and a bit apart: windows are five times as wide.
    fn with_first_windows(first_page: &[Item]) -> (WindowPlanner, [Window; 2]) {
        let planner = WindowPlanner::from_first_page(BOUNDS, first_page).unwrap();
        let windows = planner.first_windows();
        (planner, windows)
    }

    fn newest_first() -> (WindowPlanner, [Window; 2]) {
        let first_page = items(&[900.0 * HOUR_MS + 7.0, 899.0 * HOUR_MS + 7.0]);
        with_first_windows(&first_page)
    }

    fn oldest_first() -> (WindowPlanner, [Window; 2]) {
        let first_page = items(&[100.0 * HOUR_MS - 7.0, 101.0 * HOUR_MS - 7.0]);
        with_first_windows(&first_page)
    }

    #[test]
    fn the_first_page_shows_the_order_and_where_to_split() {
        let (planner, windows) = newest_first();
        assert!(planner.descending);
        let edge = 899.0 * HOUR_MS;
        assert_eq!(windows, [window(edge, BOUNDS.upper), window(0.0, edge)]);
        assert!(planner.is_in_order(2.0, 2.0) && planner.is_in_order(2.0, 1.0));
        assert!(!planner.is_in_order(1.0, 2.0));
        let (planner, windows) = oldest_first();
        assert!(!planner.descending);
        let edge = 101.0 * HOUR_MS;
        assert_eq!(windows, [window(0.0, edge), window(edge, BOUNDS.upper)]);
        assert!(planner.is_in_order(1.0, 2.0) && !planner.is_in_order(2.0, 1.0));
    }

    #[test]
    fn a_first_page_that_shows_no_order_is_not_split() {
        let outside = BOUNDS.upper + 3.0 * MARGIN_MS;
        for times in [
            &[][..],
            &[5_000.0],
            &[5_000.0, 5_000.0],
            &[9_000.0, 7_000.0, 8_000.0],
            &[7_000.0, 9_000.0, 8_000.0],
            &[9_000.0, f64::NAN, 8_000.0],
            &[outside, 8_000.0],
        ] {
            assert!(
                WindowPlanner::from_first_page(BOUNDS, &items(times)).is_none(),
                "{times:?}"
            );
        }
        // Nothing is left: the page ends in the first second.
        assert!(WindowPlanner::from_first_page(BOUNDS, &items(&[9_000.0, 500.0])).is_none());
        assert!(
            WindowPlanner::from_first_page(BOUNDS, &items(&[9_000.0, 9_000.0, 1_000.0])).is_some()
        );
    }

    #[test]
    fn a_window_is_five_pages_wide_and_what_is_little_wider_stays_whole() {
        let (planner, [_, rest]) = newest_first();
        let edge = 894.0 * HOUR_MS;
        let expected = (window(edge, rest.upper), Some(window(0.0, edge)));
        assert_eq!(planner.take(rest), expected);
        let little = window(rest.upper - 7.5 * HOUR_MS, rest.upper);
        assert_eq!(planner.take(little), (little, None));
        let more = window(rest.upper - 7.5 * HOUR_MS - 1.0, rest.upper);
        assert!(planner.take(more).1.is_some());
        let (planner, [_, rest]) = oldest_first();
        let edge = 106.0 * HOUR_MS;
        let expected = (window(rest.lower, edge), Some(window(edge, rest.upper)));
        assert_eq!(planner.take(rest), expected);
    }

    #[test]
    fn windows_are_never_narrower_than_some_seconds() {
        let dense = items(&[900.0 * HOUR_MS, 900.0 * HOUR_MS - 10.0]);
        let (planner, [_, rest]) = with_first_windows(&dense);
        let (part, _) = planner.take(rest);
        assert_eq!(part.upper - part.lower, MIN_WIDTH_MS);
    }

    #[test]
    fn a_window_with_far_more_pages_than_it_should_have_is_split() {
        let (planner, _) = newest_first();
        let wide = window(100.0 * HOUR_MS, 200.0 * HOUR_MS);
        let page = |minutes: f64| items(&[200.0 * HOUR_MS, 200.0 * HOUR_MS - minutes * 60_000.0]);
        let split = |minutes, total| {
            let mut planner = planner.clone();
            let should = planner.should_split(wide, &page(minutes), total);
            (should, planner.width / HOUR_MS)
        };
        // A hundred pages by time: a window of five is a twentieth as wide.
        assert_eq!(split(60.0, f64::NAN), (true, 5.0));
        assert_eq!(split(30.0, f64::NAN), (true, 2.5));
        // Ten pages are twice what it should have, which is not far more.
        assert_eq!(split(600.0, f64::NAN), (false, 5.0));
        assert_eq!(split(660.0, f64::NAN), (false, 5.0));
        // The total says that there is little.
        assert_eq!(split(60.0, 20.0), (false, 5.0));
        assert_eq!(split(60.0, 44.0), (true, 100.0 * 5.0 / 22.0));
        // Of one moment, or of one batch, nothing is known.
        assert_eq!(split(0.0, f64::NAN), (false, 5.0));
        assert!(!planner.clone().should_split(wide, &items(&[5.0]), f64::NAN));
        assert!(planner.clone().should_split(wide, &page(1.0), 1e9));
        // What is narrow stays as it is.
        let narrow = window(200.0 * HOUR_MS - 2.0 * MIN_WIDTH_MS, 200.0 * HOUR_MS);
        assert!(!planner.clone().should_split(narrow, &page(0.001), f64::NAN));
        let wider = window(narrow.lower - 1_000.0, narrow.upper);
        assert!(planner.clone().should_split(wider, &page(0.001), f64::NAN));
    }

    #[test]
    fn windows_become_wider_or_narrower_by_what_the_furthest_one_held() {
        let (planner, _) = newest_first();
        let done = window(890.0 * HOUR_MS, 894.0 * HOUR_MS);
        let width = |count, page_size, window| {
            let mut planner = planner.clone();
            planner.adapt(window, count, page_size);
            planner.width / HOUR_MS
        };
        // Pages hold two: ten is what a window should hold.
        assert_eq!(width(10, 2, done), 4.0);
        assert_eq!(width(20, 2, done), 2.0);
        assert_eq!(width(5, 1, done), 8.0);
        assert_eq!(width(20, 4, done), 4.0);
        assert_eq!(width(1, 2, done), 32.0);
        // Beyond what is empty there may be nothing for long.
        assert_eq!(width(0, 2, done), 40.0);
        assert_eq!(width(0, 20, done), 256.0);
        assert_eq!(width(1_000_000, 2, done), 0.5);
        let tiny = window(890.0 * HOUR_MS - 100.0, 890.0 * HOUR_MS);
        assert_eq!(width(10, 2, tiny) * HOUR_MS, MIN_WIDTH_MS);
        // One that is not further on teaches nothing.
        let before = window(899.0 * HOUR_MS, 900.0 * HOUR_MS);
        assert_eq!(width(20, 2, before), 5.0);
        let mut planner = oldest_first().0;
        planner.adapt(window(100.0 * HOUR_MS, 101.0 * HOUR_MS), 20, 2);
        assert_eq!(planner.width, 5.0 * HOUR_MS);
        planner.adapt(window(101.0 * HOUR_MS, 105.0 * HOUR_MS), 20, 2);
        assert_eq!(planner.width, 2.0 * HOUR_MS);
        planner.adapt(window(100.0 * HOUR_MS, 104.0 * HOUR_MS), 10, 2);
        assert_eq!(planner.width, 2.0 * HOUR_MS);
    }

    #[test]
    fn each_time_belongs_to_one_window_and_the_outermost_reach_as_far_as_the_list() {
        let (planner, [newest, rest]) = newest_first();
        let edge = rest.upper;
        for (time, is_newest) in [
            (edge - 1.0, false),
            (edge, false),
            (edge + 1.0, true),
            (BOUNDS.upper + 500.0, true),
            (-500.0, false),
        ] {
            assert_eq!(planner.owns(newest, time), is_newest, "{time}");
            assert_eq!(planner.owns(rest, time), !is_newest, "{time}");
        }
        let inner = window(10_000.0, 20_000.0);
        assert!(!planner.owns(inner, 10_000.0) && planner.owns(inner, 20_000.0));
        assert!(!planner.owns(inner, 20_001.0) && planner.owns(inner, 10_001.0));
    }

    #[test]
    fn a_window_is_requested_with_a_margin_within_the_bounds_of_the_list() {
        let (planner, [newest, rest]) = newest_first();
        let bounds = |window| {
            let query = planner.query::<ModelBody>(window, &Query::default());
            [CREATED_FROM, CREATED_TO].map(|name| query.get(name).is_some())
        };
        assert_eq!(bounds(newest), [true, false]);
        assert_eq!(bounds(rest), [false, true]);
        assert_eq!(bounds(window(10_000.0, 20_000.0)), [true, true]);
        let upper = BOUNDS.upper - MARGIN_MS;
        assert_eq!(bounds(window(10_000.0, upper)), [true, false]);
        assert_eq!(bounds(window(10_000.0, upper - 1.0)), [true, true]);
    }
}

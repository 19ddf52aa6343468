//! How the time that a list spans is split into windows, which are listed concurrently.
//!
//! Windows meet at whole seconds. Each batch belongs to the one window that its printed time of
//! creation is in, but a window is requested with a margin of a second: the server may store more
//! digits than it prints, cut times to seconds, or leave out a bound itself.

use super::operation::{Body, Item};
use super::query::Query;
use super::request::{CREATED_FROM, CREATED_TO};

/// How many pages a window should hold: fewer mean more requests for half-empty pages, more mean
/// more pages that are buffered until their turn.
const TARGET_PAGES: f64 = 5.0;

/// The shortest window. The margin must not cost more than a small part of it.
const MIN_WIDTH_MS: f64 = 20_000.0;

/// How far a window's request reaches beyond its later end, and how far beyond its request an item may be.
const MARGIN_MS: f64 = 1_000.0;

/// A span of time: after `lower`, up to and including `upper`, in milliseconds since 1970. The
/// lowest and the highest window of a list reach as far as the list does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// The time before its first.
    pub lower: f64,
    /// Its last time.
    pub upper: f64,
}

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
    /// The planner for a list within `bounds` that begins with a page of `items`, and its windows
    /// for now: one that the page lies in, and the rest. Nothing if the page does not show in which
    /// direction time goes, or if there is nothing left to split.
    pub fn new(bounds: Window, items: &[Item]) -> Option<(Self, [Window; 2])> {
        let (first, last) = (items.first()?.created, items.last()?.created);
        let descending = last < first;
        let is_ordered = items.is_sorted_by(|one, next| {
            one.created == next.created || (next.created < one.created) == descending
        });
        let is_within = items
            .iter()
            .all(|item| bounds.has_within_margin(item.created));
        if first == last || !is_ordered || !is_within {
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
        let [head, rest] = planner.split_at(bounds, edge);
        (rest.lower < rest.upper).then_some((planner, [head, rest]))
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
        let narrower = (width * TARGET_PAGES / pages).max(MIN_WIDTH_MS);
        let should = pages.is_finite() && pages > 2.0 * TARGET_PAGES && narrower * 2.0 < width;
        if should {
            self.width = narrower;
        }
        should
    }

    /// Learns from a window that held `count` items in pages of `page_size` at most: the next ones
    /// are wider or narrower, by up to eight times.
    pub fn adapt(&mut self, window: Window, count: u32, page_size: u32) {
        self.page_size = self.page_size.max(f64::from(page_size));
        let (start, end) = self.extent(window);
        // Windows complete in any order: the one furthest on knows best what comes next.
        if (end < self.measured) == self.descending && end != self.measured {
            self.measured = end;
            let factor = self.page_size * TARGET_PAGES / f64::from(count.max(1));
            let width = (end - start).abs() * factor.clamp(0.125, 8.0);
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
        last == next || (next < last) == self.descending
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

impl Window {
    /// Whether `time` is in the window or its margin: what a request for it may be answered with.
    pub fn has_within_margin(&self, time: f64) -> bool {
        time >= self.lower - MARGIN_MS && time <= self.upper + 2.0 * MARGIN_MS
    }
}

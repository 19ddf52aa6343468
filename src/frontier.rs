//! How the time that a list spans is split into windows that are walked side by side.

/// How many pages a window should hold: fewer mean more requests for half-empty pages, more mean
/// more pages that wait until their turn comes.
const PAGES: f64 = 5.0;

/// The time that is not yet given to a window, from `at` to `end` in milliseconds; a list in
/// descending order has its end before its start.
#[derive(Debug)]
pub struct Frontier {
    at: f64,
    end: f64,
    width: f64,
    page: f64,
}

/// A span of time, in the order of the list; both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Where it begins.
    pub near: f64,
    /// Where it ends.
    pub far: f64,
    /// Whether nothing comes behind it.
    pub is_last: bool,
}

impl Frontier {
    /// What is left behind a first page of `page` items that spans the time from `first` to `at`,
    /// if the whole list ends at `end` and holds `total` items, where that is known. Nothing where
    /// the page does not tell which way time goes.
    pub fn behind(first: f64, at: f64, end: f64, page: u32, total: Option<u32>) -> Option<Self> {
        let page = f64::from(page);
        let (spanned, left) = (at - first, end - at);
        if spanned == 0.0 || left == 0.0 || spanned * left < 0.0 || !(spanned + left).is_finite() {
            return None;
        }
        let width = match total.map(f64::from).filter(|total| *total > page) {
            Some(total) => left.abs() * page / (total - page),
            None => spanned.abs(),
        };
        Some(Self {
            at,
            end,
            width: (width * PAGES).max(1.0),
            page,
        })
    }

    /// The next window.
    pub fn next(&mut self) -> Option<Window> {
        if self.at == self.end {
            return None;
        }
        let (near, left) = (self.at, self.end - self.at);
        let far = if left.abs() <= self.width * 1.5 {
            self.end
        } else {
            (near + self.width.copysign(left)).round()
        };
        self.at = far;
        Some(Window {
            near,
            far,
            is_last: far == self.end,
        })
    }

    /// Makes the next windows wider or narrower after one that held `items`, by at most eight times.
    pub fn learn(&mut self, window: &Window, items: u32) {
        let wanted = self.page * PAGES / f64::from(items.max(1));
        let width = (window.far - window.near).abs() * wanted.clamp(0.125, 8.0);
        if !window.is_last {
            self.width = width.max(1.0);
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_known_total_gives_windows_of_some_pages() {
        let mut frontier = Frontier::behind(10_000.0, 9_900.0, 0.0, 100, Some(10_000)).unwrap();
        let window = frontier.next().unwrap();
        assert_eq!((window.near, window.far), (9_900.0, 9_400.0));
        let mut windows = 1;
        while frontier.next().is_some() {
            windows += 1;
        }
        assert_eq!(windows, 20);
    }

    #[test]
    fn a_page_that_does_not_tell_gives_no_windows() {
        assert!(Frontier::behind(5.0, 5.0, 0.0, 100, None).is_none());
        assert!(Frontier::behind(5.0, 4.0, 9.0, 100, None).is_none());
        assert!(Frontier::behind(f64::NAN, 4.0, 0.0, 100, None).is_none());
    }

    proptest! {
        /// Whatever the windows held, together they are the whole time, end to end, and few.
        #[test]
        fn windows_lie_end_to_end(
            first in -1e12_f64..1e12,
            spanned in 1.0_f64..1e6,
            left in 1.0_f64..1e10,
            descending: bool,
            total in prop::option::of(0_u32..1_000_000),
            held in prop::collection::vec(0_u32..2_000, 1..50),
        ) {
            let sign = if descending { -1.0 } else { 1.0 };
            let first = first.round();
            let at = first + (spanned * sign).round();
            let end = at + (left * sign).round();
            let mut frontier = Frontier::behind(first, at, end, 100, total).unwrap();
            let (mut reached, mut count) = (at, 0);
            let mut held = held.into_iter().cycle();
            while let Some(window) = frontier.next() {
                prop_assert_eq!(window.near, reached);
                prop_assert!((window.far - window.near) * sign > 0.0);
                reached = window.far;
                count += 1;
                prop_assert_eq!(window.is_last, reached == end);
                let items = held.next().unwrap();
                frontier.learn(&window, items.min(100));
                prop_assert!(count < 1_000_000);
            }
            prop_assert_eq!(reached, end);
        }
    }
}

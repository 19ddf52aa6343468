//! The cursor of a list: which page comes next, when the list ends, and when it goes in circles.

use crate::hash::hash;

/// The way through a list so far, as one cursor after another.
///
/// A list ends only where the server gives no next cursor. A cursor that was already followed
/// means a list without end, so following it again is refused. Each page knows its place on the
/// trail; going on twice from the same page is therefore no circle.
///
/// Of a cursor only a 64-bit hash is kept: 8 bytes a page, however long the cursors are.
#[derive(Debug, Default)]
pub struct Trail {
    followed: Vec<u64>,
}

/// A cursor came back that was already followed.
#[derive(Debug, PartialEq, Eq)]
pub struct RepeatedCursor;

impl Trail {
    /// A trail that starts at `cursor`, or at the first page.
    pub fn starting_at(cursor: Option<&str>) -> Self {
        Self {
            followed: vec![hash(cursor.unwrap_or_default())],
        }
    }

    /// Follows `cursor`, found on the page at `place` (0 for the first), to the next place.
    pub fn follow(&mut self, place: usize, cursor: &str) -> Result<usize, RepeatedCursor> {
        let cursor = hash(cursor);
        let place = place.min(self.followed.len().saturating_sub(1));
        self.followed.truncate(place + 1);
        if self.followed.contains(&cursor) {
            return Err(RepeatedCursor);
        }
        self.followed.push(cursor);
        Ok(place + 1)
    }
}

/// The cursor of the next page, or none at the end: absent, null and empty are the same.
pub fn next_cursor(token: Option<&str>) -> Option<&str> {
    token.filter(|token| !token.is_empty())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cursor_that_comes_back_is_refused() {
        let mut trail = Trail::starting_at(None);
        assert_eq!(trail.follow(0, "a"), Ok(1));
        assert_eq!(trail.follow(1, "b"), Ok(2));
        assert_eq!(trail.follow(2, "a"), Err(RepeatedCursor));
        assert_eq!(trail.follow(2, "b"), Err(RepeatedCursor));
        assert_eq!(trail.follow(2, "c"), Ok(3));
    }

    #[test]
    fn the_cursor_that_a_list_starts_at_counts_as_followed() {
        let mut trail = Trail::starting_at(Some("a"));
        assert_eq!(trail.follow(0, "a"), Err(RepeatedCursor));
    }

    #[test]
    fn going_on_twice_from_the_same_page_is_no_circle() {
        let mut trail = Trail::starting_at(None);
        assert_eq!(trail.follow(0, "a"), Ok(1));
        assert_eq!(trail.follow(1, "b"), Ok(2));
        assert_eq!(trail.follow(0, "a"), Ok(1));
        assert_eq!(trail.follow(1, "b"), Ok(2));
    }

    proptest! {
        /// Any sequence of pages, empty ones included, yields every item once and ends.
        #[test]
        fn every_item_comes_once_and_the_list_ends(
            pages in prop::collection::vec(prop::collection::vec(any::<u16>(), 0..4), 1..60),
            last in prop::sample::select(vec![None, Some("")]),
        ) {
            let token = |place: usize| (place + 1 < pages.len()).then(|| format!("t{place}"));
            let mut trail = Trail::starting_at(None);
            let (mut place, mut items) = (0, Vec::<u16>::new());
            loop {
                items.extend(&pages[place]);
                let token = token(place);
                let Some(cursor) = next_cursor(token.as_deref().or(last)) else { break };
                place = trail.follow(place, cursor).unwrap();
            }
            prop_assert_eq!(items, pages.concat());
        }

        /// A server that sends one of finitely many cursors at random is never followed without end.
        #[test]
        fn a_list_in_circles_ends_with_an_error(
            cursors in prop::collection::vec("[a-d]{0,2}", 30),
        ) {
            let mut trail = Trail::starting_at(None);
            let mut place = 0;
            let mut seen = std::collections::HashSet::new();
            for cursor in &cursors {
                let Some(cursor) = next_cursor(Some(cursor)) else { return Ok(()) };
                match trail.follow(place, cursor) {
                    Ok(next) => { prop_assert!(seen.insert(cursor.to_owned())); place = next; }
                    Err(RepeatedCursor) => { prop_assert!(seen.contains(cursor)); return Ok(()) }
                }
            }
            prop_assert!(false, "30 cursors out of 20 went on without a repeat");
        }
    }
}

//! The cursors of a list that were followed, to notice when they repeat.

use super::hash::hash;
use std::cell::RefCell;
use std::rc::Rc;

/// How many cursors are remembered.
pub const CAPACITY: usize = 1_024;

/// The cursors that lead to a page of a list.
///
/// A list ends only if the server sends no next cursor. A cursor that was already followed means a
/// list without end, so following it again is refused. Each page has a history of its own: going on
/// twice from the same page, even to different cursors, is not a loop.
///
/// Its memory does not grow with the list: it holds the cursors of the first 1,024 pages, and of a
/// longer list those of every second, fourth, … page. There a loop is noticed a little later, but it
/// is noticed.
#[derive(Clone, Debug)]
pub struct CursorHistory {
    /// Shared by all pages on the same way, some of which may be further on.
    shared: Rc<RefCell<SharedHistory>>,
    /// The page's index: 0 for the first.
    index: usize,
}

#[derive(Debug)]
struct SharedHistory {
    /// The hashes of the first cursor and of each that is `stride` further on.
    hashes: Vec<u64>,
    stride: usize,
    /// How many cursors there were.
    len: usize,
}

/// A cursor came back that was already followed.
#[derive(Debug, PartialEq, Eq)]
pub struct RepeatedCursor;

impl CursorHistory {
    /// The history of a first page, at `cursor` unless the list is read from its start.
    pub fn starting_at(cursor: Option<&str>) -> Self {
        let shared = SharedHistory {
            hashes: vec![hash(cursor.unwrap_or_default())],
            stride: 1,
            len: 1,
        };
        Self {
            shared: Rc::new(RefCell::new(shared)),
            index: 0,
        }
    }

    /// The history of the page that `cursor` leads to.
    pub fn advance(&self, cursor: &str) -> Result<Self, RepeatedCursor> {
        let cursor = hash(cursor);
        let index = self.index + 1;
        let mut shared = self.shared.borrow_mut();
        let before = index.div_ceil(shared.stride);
        if shared
            .hashes
            .iter()
            .take(before)
            .any(|known| *known == cursor)
        {
            return Err(RepeatedCursor);
        }
        let mut fork = None;
        if index == shared.len {
            shared.push(cursor);
        } else if !index.is_multiple_of(shared.stride) || shared.hashes.get(before) != Some(&cursor)
        {
            // Another page has already advanced from here, as far as is known to a different cursor.
            let mut other = SharedHistory {
                hashes: shared.hashes.iter().take(before).copied().collect(),
                stride: shared.stride,
                len: index,
            };
            other.push(cursor);
            fork = Some(Rc::new(RefCell::new(other)));
        }
        Ok(Self {
            shared: fork.unwrap_or_else(|| self.shared.clone()),
            index,
        })
    }
}

impl SharedHistory {
    fn push(&mut self, cursor: u64) {
        if self.len.is_multiple_of(self.stride) {
            if self.hashes.len() == CAPACITY {
                let mut is_kept = false;
                self.hashes.retain(|_| {
                    is_kept = !is_kept;
                    is_kept
                });
                self.stride *= 2;
            }
            self.hashes.push(cursor);
        }
        self.len += 1;
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The history along `cursors` from the first page on.
    fn history(cursors: &[&str]) -> CursorHistory {
        let first = CursorHistory::starting_at(None);
        cursors
            .iter()
            .fold(first, |history, cursor| history.advance(cursor).unwrap())
    }

    #[test]
    fn a_cursor_that_comes_back_is_refused() {
        let history = history(&["a", "b"]);
        assert_eq!(history.advance("a").err(), Some(RepeatedCursor));
        assert_eq!(history.advance("b").err(), Some(RepeatedCursor));
        assert!(history.advance("c").is_ok());
    }

    #[test]
    fn the_cursor_that_a_list_starts_at_counts_as_followed() {
        assert!(CursorHistory::starting_at(Some("a")).advance("a").is_err());
    }

    #[test]
    fn going_on_twice_from_the_same_page_is_not_a_loop() {
        let page = history(&["a"]);
        let (one, other) = (page.advance("b").unwrap(), page.advance("b").unwrap());
        assert!(Rc::ptr_eq(&one.shared, &other.shared));
        assert!(one.advance("c").is_ok() && other.advance("c").is_ok());
    }

    #[test]
    fn forks_do_not_know_of_each_other() {
        let page = history(&["a"]);
        let (one, other) = (page.advance("b").unwrap(), page.advance("c").unwrap());
        assert!(one.advance("c").is_ok() && other.advance("b").is_ok());
        assert!(one.advance("a").is_err() && other.advance("a").is_err());
        assert!(one.advance("b").is_err() && other.advance("c").is_err());
    }

    /// Goes on from `history` for `count` pages, to cursors of this name that come but once.
    fn go_on(history: CursorHistory, name: &str, count: usize) -> CursorHistory {
        (0..count).fold(history, |history, page| {
            history.advance(&format!("{name}{page}")).unwrap()
        })
    }

    #[test]
    fn memory_does_not_grow_with_the_list() {
        let history = go_on(CursorHistory::starting_at(None), "", 10 * CAPACITY);
        assert!(history.shared.borrow().hashes.capacity() <= CAPACITY);
    }

    #[test]
    fn forks_far_out_do_not_know_of_each_other() {
        for far in [CAPACITY - 1, CAPACITY, 3 * CAPACITY + 1, 4 * CAPACITY] {
            let page = go_on(CursorHistory::starting_at(None), "shared", far);
            let one = go_on(page.clone(), "one", 2 * CAPACITY);
            let other = go_on(page, "other", 10);
            go_on(other, "one", CAPACITY);
            go_on(one, "other", CAPACITY);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// A list of any length that leads into a loop_length of any length ends soon after it came round.
        #[test]
        fn every_loop_is_noticed(lead in 0..3 * CAPACITY, loop_length in 1..3 * CAPACITY) {
            let mut history = CursorHistory::starting_at(None);
            let round = lead + loop_length;
            for page in 1.. {
                let cursor = if page < round { page } else { lead + (page - lead) % loop_length };
                let cursor = if cursor == 0 { String::new() } else { cursor.to_string() };
                match history.advance(&cursor) {
                    Ok(next) => history = next,
                    Err(RepeatedCursor) => { prop_assert!(page >= round); break }
                }
                let late = if round < CAPACITY { 0 } else { 1 + round / 256 };
                prop_assert!(page < round + late, "not noticed {} pages after page {}", page - round, round);
            }
        }
    }

    proptest! {
        /// A server that sends one of finitely many cursors at random is never followed without end.
        #[test]
        fn a_list_that_loops_ends_with_an_error(
            cursors in prop::collection::vec("[a-d]{1,2}", 30),
        ) {
            let mut history = CursorHistory::starting_at(None);
            let mut seen = std::collections::HashSet::new();
            for cursor in &cursors {
                match history.advance(cursor) {
                    Ok(next) => { prop_assert!(seen.insert(cursor.to_owned())); history = next; }
                    Err(RepeatedCursor) => { prop_assert!(seen.contains(cursor)); return Ok(()) }
                }
            }
            prop_assert!(false, "30 cursors out of 20 went on without a repeat");
        }

        /// CursorHistorys that go on from any page in any order, against a model that remembers whole ways.
        #[test]
        fn a_history_knows_its_own_pages_alone(steps in prop::collection::vec((any::<prop::sample::Index>(), "[a-f]"), 1..60)) {
            let mut histories = vec![(CursorHistory::starting_at(None), vec![String::new()])];
            for (from, cursor) in steps {
                let (history, way) = from.get(&histories).clone();
                let followed = history.advance(&cursor);
                prop_assert_eq!(followed.is_err(), way.contains(&cursor));
                if let Ok(next) = followed {
                    histories.push((next, [way, vec![cursor]].concat()));
                }
            }
        }
    }
}

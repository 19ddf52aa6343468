//! The cursors of a list that were followed, and when they go in circles.

use crate::hash::hash;
use std::cell::RefCell;
use std::rc::Rc;

/// How many cursors are remembered of a way.
pub const REMEMBERED: usize = 1_024;

/// The way to a page of a list, as one cursor after another.
///
/// A list ends only where the server gives no next cursor. A cursor that was already followed
/// means a list without end, so following it again is refused. Each page has a trail of its own:
/// going on twice from the same page, even to different cursors, is no circle.
///
/// What is remembered does not grow with the list: the cursors of the first 1,024 pages, and of a
/// longer way those of every second, fourth, … page. Over these a circle is noticed a little later,
/// but it is noticed.
#[derive(Clone, Debug)]
pub struct Trail {
    /// Shared by all trails along the same way, some of which may be further.
    way: Rc<RefCell<Way>>,
    /// The page's place: 0 for the first.
    place: usize,
}

#[derive(Debug)]
struct Way {
    /// Of the cursors that were followed only a 64-bit hash is kept, of the first and of each that
    /// is `stride` further on.
    followed: Vec<u64>,
    stride: usize,
    /// How many there were.
    length: usize,
}

/// A cursor came back that was already followed.
#[derive(Debug, PartialEq, Eq)]
pub struct RepeatedCursor;

impl Trail {
    /// The trail to a first page, at `cursor` if the list is not walked from its start.
    pub fn starting_at(cursor: Option<&str>) -> Self {
        let way = Way {
            followed: vec![hash(cursor.unwrap_or_default())],
            stride: 1,
            length: 1,
        };
        Self {
            way: Rc::new(RefCell::new(way)),
            place: 0,
        }
    }

    /// The trail to the page that `cursor` leads to.
    pub fn follow(&self, cursor: &str) -> Result<Self, RepeatedCursor> {
        let cursor = hash(cursor);
        let place = self.place + 1;
        let mut way = self.way.borrow_mut();
        let before = place.div_ceil(way.stride);
        if way
            .followed
            .iter()
            .take(before)
            .any(|known| *known == cursor)
        {
            return Err(RepeatedCursor);
        }
        let mut other = None;
        if place == way.length {
            way.push(cursor);
        } else if !place.is_multiple_of(way.stride) || way.followed.get(before) != Some(&cursor) {
            // Another trail is further, and as far as is known it went another way from here.
            let mut fork = Way {
                followed: way.followed.iter().take(before).copied().collect(),
                stride: way.stride,
                length: place,
            };
            fork.push(cursor);
            other = Some(Rc::new(RefCell::new(fork)));
        }
        Ok(Self {
            way: other.unwrap_or_else(|| self.way.clone()),
            place,
        })
    }
}

impl Way {
    fn push(&mut self, cursor: u64) {
        if self.length.is_multiple_of(self.stride) {
            if self.followed.len() == REMEMBERED {
                let mut is_kept = false;
                self.followed.retain(|_| {
                    is_kept = !is_kept;
                    is_kept
                });
                self.stride *= 2;
            }
            self.followed.push(cursor);
        }
        self.length += 1;
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The trail along `cursors` from the first page on.
    fn trail(cursors: &[&str]) -> Trail {
        let first = Trail::starting_at(None);
        cursors
            .iter()
            .fold(first, |trail, cursor| trail.follow(cursor).unwrap())
    }

    #[test]
    fn a_cursor_that_comes_back_is_refused() {
        let trail = trail(&["a", "b"]);
        assert_eq!(trail.follow("a").err(), Some(RepeatedCursor));
        assert_eq!(trail.follow("b").err(), Some(RepeatedCursor));
        assert!(trail.follow("c").is_ok());
    }

    #[test]
    fn the_cursor_that_a_list_starts_at_counts_as_followed() {
        assert!(Trail::starting_at(Some("a")).follow("a").is_err());
    }

    #[test]
    fn going_on_twice_from_the_same_page_is_no_circle() {
        let page = trail(&["a"]);
        let (one, other) = (page.follow("b").unwrap(), page.follow("b").unwrap());
        assert!(Rc::ptr_eq(&one.way, &other.way));
        assert!(one.follow("c").is_ok() && other.follow("c").is_ok());
    }

    #[test]
    fn ways_that_part_do_not_know_of_each_other() {
        let page = trail(&["a"]);
        let (one, other) = (page.follow("b").unwrap(), page.follow("c").unwrap());
        assert!(one.follow("c").is_ok() && other.follow("b").is_ok());
        assert!(one.follow("a").is_err() && other.follow("a").is_err());
        assert!(one.follow("b").is_err() && other.follow("c").is_err());
    }

    /// Goes on from `trail` for `count` pages, to cursors of this name that come but once.
    fn go_on(trail: Trail, name: &str, count: usize) -> Trail {
        (0..count).fold(trail, |trail, page| {
            trail.follow(&format!("{name}{page}")).unwrap()
        })
    }

    #[test]
    fn what_is_remembered_does_not_grow_with_the_list() {
        let trail = go_on(Trail::starting_at(None), "", 10 * REMEMBERED);
        assert!(trail.way.borrow().followed.capacity() <= REMEMBERED);
    }

    #[test]
    fn ways_that_part_far_out_do_not_know_of_each_other() {
        for far in [
            REMEMBERED - 1,
            REMEMBERED,
            3 * REMEMBERED + 1,
            4 * REMEMBERED,
        ] {
            let page = go_on(Trail::starting_at(None), "shared", far);
            let one = go_on(page.clone(), "one", 2 * REMEMBERED);
            let other = go_on(page, "other", 10);
            go_on(other, "one", REMEMBERED);
            go_on(one, "other", REMEMBERED);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// A list of any length that leads into a circle of any length ends soon after it came round.
        #[test]
        fn every_circle_is_noticed(lead in 0..3 * REMEMBERED, circle in 1..3 * REMEMBERED) {
            let mut trail = Trail::starting_at(None);
            let round = lead + circle;
            for page in 1.. {
                let cursor = if page < round { page } else { lead + (page - lead) % circle };
                let cursor = if cursor == 0 { String::new() } else { cursor.to_string() };
                match trail.follow(&cursor) {
                    Ok(next) => trail = next,
                    Err(RepeatedCursor) => { prop_assert!(page >= round); break }
                }
                let late = if round < REMEMBERED { 0 } else { 1 + round / 256 };
                prop_assert!(page < round + late, "not noticed {} pages after page {}", page - round, round);
            }
        }
    }

    proptest! {
        /// A server that sends one of finitely many cursors at random is never followed without end.
        #[test]
        fn a_list_in_circles_ends_with_an_error(
            cursors in prop::collection::vec("[a-d]{1,2}", 30),
        ) {
            let mut trail = Trail::starting_at(None);
            let mut seen = std::collections::HashSet::new();
            for cursor in &cursors {
                match trail.follow(cursor) {
                    Ok(next) => { prop_assert!(seen.insert(cursor.to_owned())); trail = next; }
                    Err(RepeatedCursor) => { prop_assert!(seen.contains(cursor)); return Ok(()) }
                }
            }
            prop_assert!(false, "30 cursors out of 20 went on without a repeat");
        }

        /// Trails that go on from any page in any order, against a model that remembers whole ways.
        #[test]
        fn a_trail_knows_its_own_way_alone(steps in prop::collection::vec((any::<prop::sample::Index>(), "[a-f]"), 1..60)) {
            let mut trails = vec![(Trail::starting_at(None), vec![String::new()])];
            for (from, cursor) in steps {
                let (trail, way) = from.get(&trails).clone();
                let followed = trail.follow(&cursor);
                prop_assert_eq!(followed.is_err(), way.contains(&cursor));
                if let Ok(next) = followed {
                    trails.push((next, [way, vec![cursor]].concat()));
                }
            }
        }
    }
}

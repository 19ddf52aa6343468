//! What a list handed out, so that it hands out each batch once.

use super::id_map::IdMap;
use super::operation::Body;
use super::window::Window;
use super::window_planner::WindowPlanner;

/// How many more pages without anything new there may be than others.
const MAX_USELESS_PAGES: u32 = 64;

/// What was handed out.
pub struct Deduplicator {
    seen: IdMap,
    /// When the batch was created that was handed out last.
    last_created: f64,
    /// Pages that had something new, and others.
    useful: u32,
    useless: u32,
}

/// What a page has that was not handed out yet.
pub enum Selection<B> {
    /// A body with these items.
    Fresh(B),
    Nothing,
    /// It does not continue the list: it is out of order, or too many pages have nothing new.
    Unfit,
}

impl Deduplicator {
    /// A list that has handed out nothing.
    pub fn new() -> Self {
        Self {
            seen: IdMap::default(),
            last_created: f64::NAN,
            useful: 0,
            useless: 0,
        }
    }

    /// Returns whether the item of this hash was handed out.
    pub fn has(&self, id: u64) -> bool {
        self.seen.get(id).is_some()
    }

    /// How many items were handed out.
    pub fn len(&self) -> usize {
        self.seen.len()
    }

    /// Takes out of `body` what is new. Of a page of a window, which is its `place`, that is what belongs to it,
    /// in the order of the list if it is `ordered`, and at a bounded number of requests for each.
    pub fn select<B: Body>(
        &mut self,
        body: &B,
        place: Option<(&WindowPlanner, Window)>,
        ordered: bool,
    ) -> Selection<B> {
        let items = body.items();
        let mut last = self.last_created;
        let mut fresh = Vec::new();
        for (index, item) in (0..).zip(&items) {
            let belongs = place.is_none_or(|(planner, window)| planner.owns(window, item.created));
            if !belongs || self.has(item.id) {
                continue;
            }
            let fits = place.is_none_or(|(planner, _)| planner.is_in_order(last, item.created));
            if ordered && !fits {
                return Selection::Unfit;
            }
            last = item.created;
            fresh.push(index);
        }
        if fresh.is_empty() {
            self.useless += 1;
            let is_bounded = place.is_none() || self.useless <= self.useful + MAX_USELESS_PAGES;
            return if is_bounded {
                Selection::Nothing
            } else {
                Selection::Unfit
            };
        }
        self.useful += 1;
        self.last_created = last;
        // A page may hold the same batch twice.
        let seen = &mut self.seen;
        fresh.retain(|index| {
            let item = items.get(*index as usize);
            item.is_some_and(|item| seen.insert(item.id, 0))
        });
        Selection::Fresh(body.select(&fresh))
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::core::simulation::body::{ModelBody, Row};

    const WINDOW: Window = Window {
        lower: 100_000.0,
        upper: 500_000.0,
    };

    /// Of a list that has the newest first.
    fn planner() -> WindowPlanner {
        let bounds = Window {
            lower: 0.0,
            upper: 1_000_000.0,
        };
        let body = page(&[(1, 900_000.0), (2, 800_000.0)]);
        WindowPlanner::from_first_page(bounds, &body.items()).unwrap()
    }

    /// A page of batches by number, and when they were created.
    fn page(rows: &[(u64, f64)]) -> ModelBody {
        let row = |&(hash, created): &(u64, f64)| Row {
            hash,
            created,
            ..Row::default()
        };
        ModelBody::page(rows.iter().map(row).collect(), None, None)
    }

    /// What is new, by number; nothing if there is none.
    fn fresh(selection: Selection<ModelBody>) -> Option<Vec<u64>> {
        match selection {
            Selection::Fresh(body) => Some(body.rows().iter().map(|row| row.hash).collect()),
            Selection::Nothing => Some(Vec::new()),
            Selection::Unfit => None,
        }
    }

    #[test]
    fn what_was_handed_out_is_known() {
        let mut list = Deduplicator::new();
        assert_eq!((list.has(7), list.len()), (false, 0));
        list.select(&page(&[(7, 1.0), (8, 1.0), (7, 1.0)]), None, true);
        assert_eq!((list.has(7), list.has(9), list.len()), (true, false, 2));
    }

    /// A list whose first page had one batch, number 0.
    fn begun() -> Deduplicator {
        let mut list = Deduplicator::new();
        list.select(&page(&[(0, 500_000.0)]), None, true);
        list
    }

    #[test]
    fn what_is_new_belongs_to_the_window_and_is_handed_out_once() {
        let mut list = begun();
        let planner = planner();
        let body = page(&[
            (1, 600_000.0),
            (2, 400_000.0),
            (2, 400_000.0),
            (3, 99_000.0),
        ]);
        let of_window = list.select(&body, Some((&planner, WINDOW)), true);
        assert_eq!(fresh(of_window), Some(vec![2]));
        assert_eq!(fresh(list.select(&body, None, true)), Some(vec![1, 3]));
        assert_eq!(fresh(list.select(&body, None, true)), Some(vec![]));
        assert_eq!(list.len(), 4);
    }

    #[test]
    fn only_the_order_of_windows_counts_and_only_of_what_is_new() {
        let planner = planner();
        let ordered = page(&[(1, 400_000.0), (2, 400_000.0), (3, 300_000.0)]);
        let unordered = page(&[(4, 200_000.0), (5, 250_000.0)]);
        let later = page(&[(1, 400_000.0), (6, 350_000.0)]);
        let older = page(&[(1, 400_000.0), (7, 200_000.0)]);
        let select = |bodies: [&ModelBody; 2], window, is_ordered| {
            let mut list = begun();
            bodies.map(|body| fresh(list.select(body, window, is_ordered)))
        };
        let all = Some(vec![1, 2, 3]);
        let window = Some((&planner, WINDOW));
        assert_eq!(
            select([&ordered, &unordered], window, true),
            [all.clone(), None]
        );
        assert_eq!(
            select([&ordered, &later], window, true),
            [all.clone(), None]
        );
        assert_eq!(
            select([&ordered, &older], window, true),
            [all.clone(), Some(vec![7])]
        );
        assert_eq!(
            select([&ordered, &unordered], window, false),
            [all.clone(), Some(vec![4, 5])]
        );
        assert_eq!(select([&ordered, &later], None, true), [all, Some(vec![6])]);
    }

    #[test]
    fn windows_may_have_so_many_pages_without_anything_new_and_the_list_any_number() {
        let (mut list, planner) = (begun(), planner());
        let mut select = |body: &ModelBody, window| fresh(list.select(body, window, true));
        for number in 1..=3 {
            let body = page(&[(number, 400_000.0)]);
            assert_eq!(select(&body, Some((&planner, WINDOW))), Some(vec![number]));
        }
        let known = page(&[(1, 400_000.0)]);
        for _ in 0..4 + MAX_USELESS_PAGES {
            assert_eq!(select(&known, Some((&planner, WINDOW))), Some(vec![]));
        }
        assert_eq!(select(&known, Some((&planner, WINDOW))), None);
        assert_eq!(select(&known, None), Some(vec![]));
    }
}

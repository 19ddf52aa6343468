//! What a list handed out, so that it hands out each batch once.

use super::id_map::IdMap;
use super::operation::{Body, Item};
use super::window_planner::{Window, WindowPlanner};

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

    /// Takes down an item that is handed out anyway.
    pub fn add(&mut self, item: Item) {
        self.seen.insert(item.id, 0);
        self.last_created = item.created;
    }

    /// Returns whether the item of this hash was handed out.
    pub fn has(&self, id: u64) -> bool {
        self.seen.get(id).is_some()
    }

    /// How many items were handed out.
    pub fn len(&self) -> usize {
        self.seen.len()
    }

    /// Takes out of `body` what is new. Of a page of a `window` that is what belongs to it, in the order
    /// of the list if it is `ordered`, and at a bounded number of requests for each.
    pub fn select<B: Body>(
        &mut self,
        body: &B,
        planner: &WindowPlanner,
        window: Option<Window>,
        ordered: bool,
    ) -> Selection<B> {
        let items = body.items();
        let mut last = self.last_created;
        let mut fresh = Vec::new();
        for (index, item) in (0..).zip(&items) {
            let belongs = window.is_none_or(|window| planner.owns(window, item.created));
            if !belongs || self.has(item.id) {
                continue;
            }
            if window.is_some() && ordered && !planner.is_in_order(last, item.created) {
                return Selection::Unfit;
            }
            last = item.created;
            fresh.push(index);
        }
        if fresh.is_empty() {
            self.useless += 1;
            let is_bounded = window.is_none() || self.useless <= self.useful + MAX_USELESS_PAGES;
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

//! Any way through any pages, against a model that remembers whole cursors.

#![no_main]

use arbitrary::Arbitrary;
use fuzz::core::cursor_history::{CAPACITY, CursorHistory};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
struct Way<'a> {
    start: Option<&'a str>,
    /// From which page, counted back from the newest, and which cursor it has.
    steps: Vec<(u8, &'a str)>,
}

fuzz_target!(|way: Way<'_>| {
    let first = way.start.unwrap_or_default();
    let mut histories = vec![(CursorHistory::starting_at(way.start), vec![first])];
    for (back, cursor) in way.steps {
        let from = (histories.len() - 1).saturating_sub(usize::from(back));
        let (history, followed) = histories[from].clone();
        let next = history.advance(cursor);
        let is_known = followed.contains(&cursor);
        // So far every cursor is remembered.
        let is_exact = followed.len() < CAPACITY;
        assert!(next.is_ok() || is_known, "{cursor:?}");
        assert!(next.is_err() || !(is_known && is_exact), "{cursor:?}");
        if let Ok(next) = next {
            histories.push((next, [&followed[..], &[cursor]].concat()));
        }
    }
});

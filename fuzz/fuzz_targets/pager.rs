//! Any way through any pages, against a model that remembers whole cursors.

#![no_main]

use arbitrary::Arbitrary;
use fuzz::pager::{REMEMBERED, Trail};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
struct Way<'a> {
    start: Option<&'a str>,
    /// From which page, counted back from the newest, and which cursor it has.
    steps: Vec<(u8, &'a str)>,
}

fuzz_target!(|way: Way<'_>| {
    let first = way.start.unwrap_or_default();
    let mut trails = vec![(Trail::starting_at(way.start), vec![first])];
    for (back, cursor) in way.steps {
        let from = (trails.len() - 1).saturating_sub(usize::from(back));
        let (trail, followed) = trails[from].clone();
        let next = trail.follow(cursor);
        let is_known = followed.contains(&cursor);
        // So far every cursor is remembered.
        let is_exact = followed.len() < REMEMBERED;
        assert!(next.is_ok() || is_known, "{cursor:?}");
        assert!(next.is_err() || !(is_known && is_exact), "{cursor:?}");
        if let Ok(next) = next {
            trails.push((next, [&followed[..], &[cursor]].concat()));
        }
    }
});

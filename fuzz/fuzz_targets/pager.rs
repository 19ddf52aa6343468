//! Any way through any pages, against a model that remembers whole cursors.

#![no_main]

use arbitrary::Arbitrary;
use fuzz::pager::{Trail, next_cursor};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
struct Way<'a> {
    start: Option<&'a str>,
    /// From which page, counted back from the newest, and which cursor it has.
    steps: Vec<(u8, Option<&'a str>)>,
}

fuzz_target!(|way: Way<'_>| {
    let first = way.start.unwrap_or_default();
    let mut trails = vec![(Trail::starting_at(way.start), vec![first])];
    for (back, token) in way.steps {
        let Some(cursor) = next_cursor(token) else {
            assert!(token.unwrap_or_default().is_empty());
            continue;
        };
        let from = (trails.len() - 1).saturating_sub(usize::from(back));
        let (trail, followed) = trails[from].clone();
        let next = trail.follow(cursor);
        assert_eq!(next.is_err(), followed.contains(&cursor), "{cursor:?}");
        if let Ok(next) = next {
            trails.push((next, [&followed[..], &[cursor]].concat()));
        }
    }
});

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
    let mut trail = Trail::starting_at(way.start);
    let mut model = vec![way.start.unwrap_or_default()];
    for (back, token) in way.steps {
        let Some(cursor) = next_cursor(token) else {
            assert!(token.unwrap_or_default().is_empty());
            continue;
        };
        let place = (model.len() - 1).saturating_sub(usize::from(back));
        model.truncate(place + 1);
        let followed = trail.follow(place, cursor);
        if model.contains(&cursor) {
            assert!(followed.is_err(), "{cursor:?} was followed before");
        } else {
            assert_eq!(followed, Ok(place + 1));
            model.push(cursor);
        }
    }
});

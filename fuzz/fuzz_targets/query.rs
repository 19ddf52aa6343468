//! Any names and values, against a list of pairs and an independent parser.

#![no_main]

use arbitrary::Arbitrary;
use fuzz::core::query::{Query, push_percent_encoded};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
enum Step<'a> {
    Append(&'a str, &'a str),
    Set(&'a str, &'a str),
    Replace(Vec<(&'a str, Option<&'a str>)>),
}

fuzz_target!(|steps: Vec<Step<'_>>| {
    let mut query = Query::default();
    let mut model: Vec<(&str, Option<&str>)> = Vec::new();
    for step in steps {
        match step {
            Step::Append(name, value) => {
                query.append(name, value.to_owned());
                model.push((name, Some(value)));
            }
            Step::Set(name, value) => {
                query.set(name, value.to_owned());
                model.retain(|(known, _)| *known != name);
                model.push((name, Some(value)));
            }
            Step::Replace(pairs) => {
                let owned = pairs
                    .iter()
                    .map(|(name, value)| (name.to_string(), value.map(str::to_owned)));
                query.replace(owned.collect());
                model.retain(|(known, _)| !pairs.iter().any(|(name, _)| name == known));
                model.extend(pairs);
            }
        }
    }
    let mut url = String::from("http://host/");
    push_percent_encoded(&mut url, "a/b?c#d");
    query.append_to(&[], &mut url);
    let url = url::Url::parse(&url).expect("an encoded URL is one");
    let read: Vec<_> = url.query_pairs().collect();
    let expected: Vec<_> = model
        .iter()
        .filter_map(|(name, value)| Some((*name, (*value)?)))
        .collect();
    assert_eq!(read.len(), expected.len());
    for ((name, value), expected) in read.iter().zip(expected) {
        assert_eq!((name.as_ref(), value.as_ref()), expected);
    }
    assert_eq!(url.path(), "/a%2Fb%3Fc%23d");
});

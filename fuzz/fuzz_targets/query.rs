//! Any names and values, against a list of pairs and an independent parser.

#![no_main]

use arbitrary::Arbitrary;
use fuzz::query::{Query, push_encoded};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
enum Step<'a> {
    Append(&'a str, &'a str),
    Set(&'a str, &'a str),
    Remove(&'a str),
    Override(Vec<(&'a str, &'a str)>),
}

fuzz_target!(|steps: Vec<Step<'_>>| {
    let mut query = Query::default();
    let mut model: Vec<(&str, &str)> = Vec::new();
    for step in steps {
        match step {
            Step::Append(name, value) => {
                query.append(name, value.to_owned());
                model.push((name, value));
            }
            Step::Set(name, value) => {
                query.set(name, value.to_owned());
                model.retain(|(known, _)| *known != name);
                model.push((name, value));
            }
            Step::Remove(name) => {
                query.remove(name);
                model.retain(|(known, _)| *known != name);
            }
            Step::Override(pairs) => {
                let mut other = Query::default();
                for (name, value) in &pairs {
                    other.append(name, (*value).to_owned());
                }
                query.override_with(&other);
                model.retain(|(known, _)| !pairs.iter().any(|(name, _)| name == known));
                model.extend(pairs);
            }
        }
    }
    let mut url = String::from("http://host/");
    push_encoded(&mut url, "a/b?c#d");
    query.push_onto(&mut url);
    let url = url::Url::parse(&url).expect("an encoded URL is one");
    let read: Vec<_> = url.query_pairs().collect();
    assert_eq!(read.len(), model.len());
    for ((name, value), (known, expected)) in read.iter().zip(model) {
        assert_eq!((name.as_ref(), value.as_ref()), (known, expected));
    }
    assert_eq!(url.path(), "/a%2Fb%3Fc%23d");
});

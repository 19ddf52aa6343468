//! The query string of a request: names and values in order, percent-encoded.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A query: pairs of names and values. A name may stand more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    /// Adds a value of `name` behind those that it has.
    pub fn append(&mut self, name: &str, value: String) {
        self.pairs.push((name.to_owned(), value));
    }

    /// Adds those of `pairs` that have a value.
    pub fn append_all(&mut self, pairs: &[(String, Option<String>)]) {
        for (name, value) in pairs {
            if let Some(value) = value {
                self.append(name, value.clone());
            }
        }
    }

    /// Puts the values of `other` in the place of those with the same names.
    pub fn override_with(&mut self, other: &Query) {
        self.pairs.retain(|(name, _)| other.get(name).is_none());
        self.pairs.extend_from_slice(&other.pairs);
    }

    /// Takes `name` and all its values out.
    pub fn remove(&mut self, name: &str) {
        self.pairs.retain(|(known, _)| known != name);
    }

    /// Makes `value` the only value of `name`.
    pub fn set(&mut self, name: &str, value: String) {
        self.remove(name);
        self.append(name, value);
    }

    /// The first value of `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        let pair = self.pairs.iter().find(|(known, _)| known == name);
        pair.map(|(_, value)| value.as_str())
    }

    /// Appends the query to `url`, with the `?` in front if there is anything to say.
    pub fn push_onto(&self, url: &mut String) {
        let mut separator = '?';
        for (name, value) in &self.pairs {
            url.push(separator);
            push_encoded(url, name);
            url.push('=');
            push_encoded(url, value);
            separator = '&';
        }
    }
}

/// Appends `text` to `url`, percent-encoded as one part of a path or a query.
pub fn push_encoded(url: &mut String, text: &str) {
    url.extend(utf8_percent_encode(text, RESERVED));
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encoded(query: &Query) -> String {
        let mut url = String::new();
        query.push_onto(&mut url);
        url
    }

    #[test]
    fn an_empty_query_leaves_the_url_alone() {
        assert_eq!(encoded(&Query::default()), "");
    }

    #[test]
    fn a_name_may_repeat_and_keeps_its_order() {
        let mut query = Query::default();
        query.append("expand", "a b".into());
        query.append("expand", "ü&=+%".into());
        assert_eq!(encoded(&query), "?expand=a%20b&expand=%C3%BC%26%3D%2B%25");
        query.set("expand", "results".into());
        assert_eq!(encoded(&query), "?expand=results");
        assert_eq!(query.get("expand"), Some("results"));
        query.remove("expand");
        assert_eq!(encoded(&query), "");
    }

    proptest! {
        /// What is encoded here is read back the same by an independent parser.
        #[test]
        fn any_pairs_survive(pairs in prop::collection::vec(("\\PC*", "\\PC*"), 0..8)) {
            let mut query = Query::default();
            for (name, value) in &pairs {
                query.append(name, value.clone());
            }
            let url = url::Url::parse(&format!("http://host/{}", encoded(&query))).unwrap();
            let read: Vec<(String, String)> = url.query_pairs().into_owned().collect();
            prop_assert_eq!(read, pairs);
        }

        #[test]
        fn any_text_stays_one_segment_of_a_path(id in "\\PC+") {
            let mut path = String::from("http://host/api/");
            push_encoded(&mut path, &id);
            prop_assume!(id != "." && id != "..");
            let url = url::Url::parse(&path).unwrap();
            prop_assert_eq!(url.path_segments().unwrap().count(), 2);
            prop_assert_eq!(url.query(), None);
        }
    }
}

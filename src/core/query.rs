//! The query string of a request: names and values in order, percent-encoded.

/// A name and its value. Without a value the name is removed.
pub type Pair = (String, Option<String>);

/// A query: pairs of names and values. A name may repeat; one without a value removes a default of
/// that name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(pub Vec<Pair>);

impl Query {
    /// Adds a value of `name` after those that it has.
    pub fn append(&mut self, name: &str, value: String) {
        self.0.push((name.to_owned(), Some(value)));
    }

    /// Replaces all pairs with the names of `pairs`.
    pub fn replace(&mut self, pairs: Vec<Pair>) {
        for (name, _) in &pairs {
            self.remove(name);
        }
        self.0.extend(pairs);
    }

    /// Makes `value` the only value of `name`.
    pub fn set(&mut self, name: &str, value: String) {
        self.remove(name);
        self.append(name, value);
    }

    fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// The first value of `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        let pair = self.0.iter().find(|(known, _)| known == name);
        pair.and_then(|(_, value)| value.as_deref())
    }

    /// Appends the query to `url`, after the `defaults` that it does not name; nothing if both are empty.
    pub fn append_to(&self, defaults: &[Pair], url: &mut String) {
        let mut query = Self(defaults.to_vec());
        query.replace(self.0.clone());
        let mut separator = "?";
        for (name, value) in &query.0 {
            let Some(value) = value else { continue };
            for (before, text) in [(separator, name), ("=", value)] {
                url.push_str(before);
                push_percent_encoded(url, text);
            }
            separator = "&";
        }
    }
}

/// Appends `text` to `url`, percent-encoded as one part of a path or a query: all but the unreserved
/// characters of RFC 3986, section 2.3.
pub fn push_percent_encoded(url: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            url.push(char::from(byte));
        } else {
            url.push('%');
            for digit in [byte >> 4, byte & 15] {
                let first = if digit < 10 { b'0' } else { b'A' - 10 };
                url.push(char::from(first + digit));
            }
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encoded(query: &Query) -> String {
        let mut url = String::new();
        query.append_to(&[], &mut url);
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
    }

    #[test]
    fn a_name_replaces_a_default_and_without_a_value_removes_it() {
        let mut query = Query::default();
        query.append("a", "1".into());
        query.replace(vec![("b".into(), None)]);
        let defaults = ["a", "b", "c"].map(|name| (name.to_owned(), Some("0".to_owned())));
        let mut url = String::new();
        query.append_to(&defaults, &mut url);
        assert_eq!(url, "?c=0&a=1");
        assert_eq!(query.get("b"), None);
    }

    proptest! {
        /// An independent parser reads back what is encoded here.
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
            push_percent_encoded(&mut path, &id);
            prop_assume!(id != "." && id != "..");
            let url = url::Url::parse(&path).unwrap();
            prop_assert_eq!(url.path_segments().unwrap().count(), 2);
            prop_assert_eq!(url.query(), None);
        }
    }
}

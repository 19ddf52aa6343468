//! The requests of each operation: the only file that knows the API's paths.

use super::query::{Query, push_percent_encoded};
use std::rc::Rc;

/// The path of lists.
pub const BATCHES_PATH: &str = "/api/v2/batches";

/// The query parameter with the earliest time of creation.
pub const CREATED_FROM: &str = "created_at_on_or_after";

/// The query parameter with the latest time of creation.
pub const CREATED_TO: &str = "created_at_on_or_before";

/// The query parameter with the cursor.
pub const PAGE_TOKEN: &str = "page_token";

/// The query parameter with the status.
pub const STATUS: &str = "status";

/// The query parameters that say where a batch is.
pub const SCOPES: [&str; 2] = ["organization_id", "project_id"];

/// A request, ready to be sent.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, percent-encoded, from the base URL on.
    pub path: String,
    /// The query of the operation's parameters and the request's options.
    pub query: Query,
    /// The body: JSON.
    pub body: Option<String>,
    /// Whether it may run twice.
    pub idempotency: Idempotency,
    /// What its response holds.
    pub expects: Expects,
    /// How often it may be retried.
    pub max_retries: u32,
    /// The client's rate limit: requests in any 60 seconds.
    pub max_per_minute: Option<u32>,
}

/// Whether a request is idempotent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idempotency {
    /// It may run twice: a read, or a cancellation.
    Idempotent,
    /// It must not run twice, so it is retried only if the server surely refused it.
    NonIdempotent,
}

/// What a response holds, and so what is read of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expects {
    /// A batch.
    Batch,
    /// A batch that is polled: its headers say when to poll again.
    PolledBatch,
    /// A page of batches.
    Page,
    /// The caller reads the body.
    Unread,
}

impl Request {
    /// A read of `path`.
    pub fn get(path: String, query: Query, expects: Expects) -> Self {
        Self {
            method: "GET",
            path,
            query,
            body: None,
            idempotency: Idempotency::Idempotent,
            expects,
            max_retries: 0,
            max_per_minute: None,
        }
    }

    /// A change at `path`.
    pub fn post(path: String, query: Query, body: Option<String>) -> Self {
        let idempotency = match body {
            Some(_) => Idempotency::NonIdempotent,
            None => Idempotency::Idempotent,
        };
        Self {
            method: "POST",
            body,
            idempotency,
            ..Self::get(path, query, Expects::Batch)
        }
    }

    /// The same request with another query.
    pub fn with_query(&self, query: Query) -> Rc<Self> {
        let mut request = self.clone();
        request.query = query;
        Rc::new(request)
    }

    /// A read of the batch `id`, with the scope of this request.
    pub fn batch(&self, id: &str, expects: Expects) -> Self {
        let mut query = Query::default();
        for name in SCOPES {
            if let Some(scope) = self.query.get(name) {
                query.append(name, scope.to_owned());
            }
        }
        Self {
            max_retries: self.max_retries,
            max_per_minute: self.max_per_minute,
            ..Self::get(batch_path(id, ""), query, expects)
        }
    }
}

/// The path of the batch `id`, and what follows.
pub fn batch_path(id: &str, suffix: &str) -> String {
    let mut path = [BATCHES_PATH, "/"].concat();
    push_percent_encoded(&mut path, id);
    path.push_str(suffix);
    path
}

/// Returns whether `id` can be the id of a batch. A URL resolves dots, which would make it the path of something else.
pub fn is_batch_id(id: &str) -> bool {
    !(id.trim_ascii().is_empty() || id == "." || id == "..")
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn what_creates_must_not_run_twice_and_what_cancels_may() {
        let create = Request::post(BATCHES_PATH.into(), Query::default(), Some("{}".into()));
        assert_eq!(
            (create.method, create.body.as_deref()),
            ("POST", Some("{}"))
        );
        assert_eq!(create.idempotency, Idempotency::NonIdempotent);
        let cancel = Request::post(batch_path("bat-1", "/cancel"), Query::default(), None);
        assert_eq!((cancel.method, cancel.body), ("POST", None));
        assert_eq!(cancel.path, "/api/v2/batches/bat-1/cancel");
        assert_eq!(cancel.idempotency, Idempotency::Idempotent);
    }

    #[test]
    fn an_id_is_no_path() {
        for id in ["", " ", "\t\n", ".", ".."] {
            assert!(!is_batch_id(id), "{id:?}");
        }
        for id in ["bat-1", "...", " . ", "/", "ü"] {
            assert!(is_batch_id(id), "{id:?}");
        }
    }

    #[test]
    fn a_batch_is_polled_as_the_list_is_read() {
        let list = Request {
            max_retries: 7,
            max_per_minute: Some(8),
            ..Request::get(BATCHES_PATH.into(), Query::default(), Expects::Page)
        };
        let poll = list.batch("bat-1", Expects::PolledBatch);
        assert_eq!((poll.max_retries, poll.max_per_minute), (7, Some(8)));
        assert_eq!((poll.method, &*poll.path), ("GET", "/api/v2/batches/bat-1"));
        assert_eq!(poll.expects, Expects::PolledBatch);
    }
}

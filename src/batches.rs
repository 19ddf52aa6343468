//! The requests of each operation: the only file that knows the API's paths.

use crate::client::Request;
use crate::error::Error;
use crate::options::{ListOptions, RequestOptions, WaitOptions, WatchOptions};
use crate::params::{self, CREATED_FROM, CREATED_TO, PAGE_TOKEN};
use crate::query::{Query, push_encoded};
use crate::retry::Repeat;
use wasm_bindgen::JsValue;

const PATH: &str = "/api/v2/batches";

/// Lists batches.
pub fn list(params: &JsValue, options: RequestOptions) -> Result<Request, Error> {
    Ok(read(PATH.into(), params::list(params)?, options))
}

/// Lists batches, walked as `options` say.
pub fn list_with(params: &JsValue, options: &ListOptions) -> Result<Request, Error> {
    let request = list(params, options.request.clone())?;
    if options.concurrency > 1 {
        let has = |name| request.query.get(name).is_some();
        if !has(CREATED_FROM) || !has(CREATED_TO) {
            return Err(Error::argument(
                "options.concurrency needs params.created_at_on_or_after and params.created_at_on_or_before",
            ));
        }
        if has(PAGE_TOKEN) {
            return Err(Error::argument(
                "options.concurrency starts at the first page: leave params.page_token out",
            ));
        }
    }
    Ok(request)
}

/// Reads one batch.
pub fn get(id: &JsValue, params: &JsValue, options: RequestOptions) -> Result<Request, Error> {
    Ok(read(path(id, "")?, params::get(params)?, options))
}

/// Creates a batch.
pub fn create(params: &JsValue, options: RequestOptions) -> Result<Request, Error> {
    let (query, body) = params::create(params)?;
    Ok(Request {
        method: "POST",
        body: Some(body),
        repeat: Repeat::OnlyIfRefused,
        ..read(PATH.into(), query, options)
    })
}

/// Cancels a batch.
pub fn cancel(id: &JsValue, params: &JsValue, options: RequestOptions) -> Result<Request, Error> {
    Ok(Request {
        method: "POST",
        ..read(path(id, "/cancel")?, params::cancel(params)?, options)
    })
}

/// Looks at a batch that is waited for.
pub fn wait(id: &JsValue, options: &WaitOptions) -> Result<Request, Error> {
    let signal = RequestOptions::with_signal(&options.signal);
    Ok(read(path(id, "")?, options.query(), signal))
}

/// Looks at the batches that are watched.
pub fn watch(params: &JsValue, options: &WatchOptions) -> Result<Request, Error> {
    list(params, RequestOptions::with_signal(&options.signal))
}

/// A request that reads, and so may be repeated.
fn read(path: String, query: Query, options: RequestOptions) -> Request {
    Request {
        method: "GET",
        path,
        query,
        body: None,
        repeat: Repeat::Safe,
        options,
    }
}

/// The path of one batch.
fn path(id: &JsValue, then: &str) -> Result<String, Error> {
    let id = id.as_string().unwrap_or_default();
    // A URL resolves dots away, which would make it the path of something else.
    if id.trim().is_empty() || id == "." || id == ".." {
        return Err(Error::argument(
            "batchID must be the id of a batch, such as bat-…",
        ));
    }
    let mut path = [PATH, "/"].concat();
    push_encoded(&mut path, &id);
    path.push_str(then);
    Ok(path)
}

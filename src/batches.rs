//! The requests of each operation: the only file that knows the API's paths.

use crate::client::Request;
use crate::error::Error;
use crate::options::{ListOptions, RequestOptions, WaitOptions, WatchOptions};
use crate::params::{self, CREATED_FROM, CREATED_TO, PAGE_TOKEN};
use crate::query::{Query, push_encoded};
use crate::retry::Repeat;
use wasm_bindgen::JsValue;

/// The path of lists.
pub const PATH: &str = "/api/v2/batches";

/// What says where a batch is.
const SCOPES: [&str; 2] = ["organization_id", "project_id"];

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
        from_the_start(&request, "options.concurrency")?;
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
    let mut query = Query::default();
    for part in &options.expand {
        query.append("expand", part.clone());
    }
    for (name, scope) in SCOPES
        .into_iter()
        .zip([&options.organization_id, &options.project_id])
    {
        if let Some(scope) = scope {
            query.append(name, scope.clone());
        }
    }
    let signal = RequestOptions::with_signal(&options.signal);
    Ok(read(path(id, "")?, query, signal))
}

/// Looks at one batch of those that `list` asks for.
pub fn look(id: &JsValue, list: &Request) -> Result<Request, Error> {
    let mut query = Query::default();
    for name in SCOPES {
        if let Some(scope) = list.query.get(name) {
            query.append(name, scope.to_owned());
        }
    }
    Ok(read(path(id, "")?, query, list.options.clone()))
}

/// Looks at the batches that are watched.
pub fn watch(params: &JsValue, options: &WatchOptions) -> Result<Request, Error> {
    let request = list(params, RequestOptions::with_signal(&options.signal))?;
    from_the_start(&request, "watch")?;
    Ok(request)
}

fn from_the_start(request: &Request, what: &str) -> Result<(), Error> {
    match request.query.get(PAGE_TOKEN) {
        None => Ok(()),
        Some(_) => Err(Error::argument(
            [
                what,
                " starts at the first page: leave params.page_token out",
            ]
            .concat(),
        )),
    }
}

/// A request that reads, and so may be repeated.
fn read(path: String, mut query: Query, mut options: RequestOptions) -> Request {
    query.override_with(std::mem::take(&mut options.query));
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

//! The requests of each operation: the only file that knows the API's paths.

use crate::client::Request;
use crate::error::Error;
use crate::options::{RequestOptions, WaitOptions, WatchOptions, Way};
use crate::params::{self, CREATED_FROM, CREATED_TO, PAGE_TOKEN};
use crate::query::{Query, push_encoded};
use crate::retry::Repeat;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// The path of lists.
pub const PATH: &str = "/api/v2/batches";

/// What says where a batch is.
const SCOPES: [&str; 2] = ["organization_id", "project_id"];

/// Lists batches.
pub fn list(
    params: &JsValue,
    options: Box<RequestOptions>,
    way: Way,
) -> Result<Rc<Request>, Error> {
    let request = read(PATH.into(), params::list(params)?, options);
    if way.concurrency > 1 {
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
pub fn get(
    id: &JsValue,
    params: &JsValue,
    options: Box<RequestOptions>,
) -> Result<Rc<Request>, Error> {
    Ok(read(path(id, "")?, params::get(params)?, options))
}

/// Creates a batch.
pub fn create(params: &JsValue, options: Box<RequestOptions>) -> Result<Rc<Request>, Error> {
    let (query, body) = params::create(params)?;
    let repeat = Repeat::OnlyIfRefused;
    Ok(request(
        "POST",
        PATH.into(),
        query,
        Some(body),
        repeat,
        options,
    ))
}

/// Cancels a batch.
pub fn cancel(
    id: &JsValue,
    params: &JsValue,
    options: Box<RequestOptions>,
) -> Result<Rc<Request>, Error> {
    let (path, query) = (path(id, "/cancel")?, params::cancel(params)?);
    Ok(request("POST", path, query, None, Repeat::Safe, options))
}

/// Looks at a batch that is waited for.
pub fn wait(id: &JsValue, options: &WaitOptions) -> Result<Rc<Request>, Error> {
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
pub fn look(id: &JsValue, list: &Request) -> Result<Rc<Request>, Error> {
    let mut query = Query::default();
    for name in SCOPES {
        if let Some(scope) = list.query.get(name) {
            query.append(name, scope.to_owned());
        }
    }
    Ok(read(path(id, "")?, query, list.options.clone()))
}

/// Looks at the batches that are watched.
pub fn watch(params: &JsValue, options: &WatchOptions) -> Result<Rc<Request>, Error> {
    let signal = RequestOptions::with_signal(&options.signal);
    let request = read(PATH.into(), params::list(params)?, signal);
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

/// A request that reads.
fn read(path: String, query: Query, options: Box<RequestOptions>) -> Rc<Request> {
    request("GET", path, query, None, Repeat::Safe, options)
}

fn request(
    method: &'static str,
    path: String,
    mut query: Query,
    body: Option<JsValue>,
    repeat: Repeat,
    mut options: Box<RequestOptions>,
) -> Rc<Request> {
    query.override_with(std::mem::take(&mut options.query));
    Rc::new(Request {
        method,
        path,
        query,
        body,
        repeat,
        options,
    })
}

/// The path of one batch.
fn path(id: &JsValue, then: &str) -> Result<String, Error> {
    let id = id.as_string().unwrap_or_default();
    // A URL resolves dots away, which would make it the path of something else.
    if id.trim_ascii().is_empty() || id == "." || id == ".." {
        return Err(Error::argument(
            "batchID must be the id of a batch, such as bat-…",
        ));
    }
    let mut path = [PATH, "/"].concat();
    push_encoded(&mut path, &id);
    path.push_str(then);
    Ok(path)
}

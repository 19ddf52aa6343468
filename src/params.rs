//! The parameters of each operation: checked before any request, and turned into a query or a body.

use crate::arguments::parameters;
use crate::error::Error;
use crate::host;
use crate::query::Query;
use crate::validate::{self, CREATE};
use wasm_bindgen::JsValue;

/// The name of the earliest time of creation in a query.
pub const CREATED_FROM: &str = "created_at_on_or_after";

/// The name of the latest time of creation in a query.
pub const CREATED_TO: &str = "created_at_on_or_before";

/// The name of the status in a query.
pub const STATUS: &str = "status";

/// The name of the cursor in a query.
pub const PAGE_TOKEN: &str = "page_token";

const LIST: &str = "created_at_on_or_after:time created_at_on_or_before:time organization_id:text \
    page_size:count page_token:cursor project_id:text source_directory_id:text status:text";
const GET: &str = "expand:texts organization_id:text project_id:text";
const SCOPE: &str = "organization_id:text project_id:text";
const BODY: &str = "config:body source_directory_id:body webhook_configuration_ids:body \
    webhook_configurations:body organization_id:text project_id:text";

/// The query of a list.
pub fn list(params: &JsValue) -> Result<Query, Error> {
    query(params, LIST)
}

/// The query of a read.
pub fn get(params: &JsValue) -> Result<Query, Error> {
    query(params, GET)
}

/// The query of a cancellation.
pub fn cancel(params: &JsValue) -> Result<Query, Error> {
    query(params, SCOPE)
}

/// The query and the body, as JSON text, of a creation.
pub fn create(params: &JsValue) -> Result<(Query, JsValue), Error> {
    let (query, text) = parameters("params", params, BODY)?;
    // What is checked is what is sent: getters and `toJSON` have had their say.
    let plain = host::parse_json(&text);
    validate::check(&js_sys::Array::of1(&plain), CREATE)
        .map_err(|misfit| Error::argument(["params.", &misfit].concat()))?;
    Ok((Query(query), text))
}

fn query(params: &JsValue, rule: &str) -> Result<Query, Error> {
    Ok(Query(parameters("params", params, rule)?.0))
}

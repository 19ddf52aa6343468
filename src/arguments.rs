//! Reading what a caller passed, by a rule: names and kinds, such as `status:text page_size:count`.
//! `pkg-template/arguments.js` knows the kinds; its errors name the argument.

use crate::error::Error;
use crate::query::Pair;
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// The names and values that `rule` names for a query, and the JSON text of those that it has for a
/// body.
pub fn parameters(what: &str, value: &JsValue, rule: &str) -> Result<(Vec<Pair>, JsValue), Error> {
    let row = values_or_error(read_parameters(what, value, rule))?;
    let body = row.shift();
    Ok((pairs(&row), body))
}

/// Names and values in a row, as pairs.
pub fn pairs(row: &Array) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for at in (0..row.length()).step_by(2) {
        let name = row.get(at).as_string().unwrap_or_default();
        pairs.push((name, row.get(at + 1).as_string()));
    }
    pairs
}

/// What was read, or what is wrong with it.
pub fn values_or_error(read: JsValue) -> Result<Array, Error> {
    match read.as_string() {
        Some(wrong) => Err(Error::argument(wrong)),
        None => Ok(read.unchecked_into()),
    }
}

#[wasm_bindgen(module = "/pkg-template/arguments.js")]
extern "C" {
    /// The values that a rule names, in its order; or a text, if one is wrong.
    #[wasm_bindgen(js_name = readArguments)]
    pub fn read_arguments(what: &str, value: &JsValue, rule: &str) -> JsValue;

    #[wasm_bindgen(js_name = readParameters)]
    fn read_parameters(what: &str, value: &JsValue, rule: &str) -> JsValue;
}

//! Reading what a caller passed, by a table of names and types such as `status:string page_size:positive`.

use crate::core::query::{Pair, Query};
use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/host/arguments.js")]
extern "C" {
    /// What a table makes of the caller's object.
    #[derive(Clone, Debug)]
    pub type Arguments;

    /// A number, or 1 for true and 0 for false; `default` if it is not there.
    #[wasm_bindgen(method)]
    pub fn number(this: &Arguments, name: &str, default: f64) -> f64;

    /// A string, if it is there.
    #[wasm_bindgen(method)]
    pub fn string(this: &Arguments, name: &str) -> Option<String>;

    #[wasm_bindgen(method, js_name = pairs)]
    fn raw_pairs(this: &Arguments, name: &str) -> Array;

    #[wasm_bindgen(method, getter, js_name = query)]
    fn raw_query(this: &Arguments) -> Array;

    /// Puts the headers of `name` into `headers`. Returns the name of one that is invalid.
    #[wasm_bindgen(method, js_name = mergeHeaders)]
    pub fn merge_headers(
        this: &Arguments,
        headers: &web_sys::Headers,
        name: &str,
    ) -> Option<String>;

    /// The JSON of the body, with the fields that `options` add, if it can be written as JSON.
    #[wasm_bindgen(method)]
    pub fn json(this: &Arguments, options: &Arguments) -> Option<String>;

    /// What that JSON holds, once it is written.
    #[wasm_bindgen(method, getter)]
    pub fn body(this: &Arguments) -> JsValue;

    /// Sets what the options of a client come to, with the environment and the defaults.
    #[wasm_bindgen(method)]
    pub fn resolve(this: &Arguments, base_url: &str, timeout: f64, max_retries: u32, level: u32);

    #[wasm_bindgen(js_name = readArguments)]
    fn read_arguments(what: &str, value: &JsValue, table: &str) -> JsValue;
}

/// Why arguments are refused: a sentence that names the argument.
pub type Refusal = JsValue;

impl Arguments {
    /// Reads `value`, called `what` in errors.
    pub fn read(what: &str, value: &JsValue, table: &str) -> Result<Self, Refusal> {
        let read = read_arguments(what, value, table);
        if read.is_string() {
            Err(read)
        } else {
            Ok(read.unchecked_into())
        }
    }

    /// True or false; `default` if it is not there.
    pub fn boolean(&self, name: &str, default: bool) -> bool {
        self.number(name, default.into()) != 0.0
    }

    /// Query parameters.
    pub fn pairs(&self, name: &str) -> Vec<Pair> {
        pairs(&self.raw_pairs(name))
    }

    /// What belongs into the query.
    pub fn query(&self) -> Query {
        Query(pairs(&self.raw_query()))
    }
}

/// Names and values in turn, as pairs.
fn pairs(row: &Array) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for at in (0..row.length()).step_by(2) {
        let name = row.get(at).as_string().unwrap_or_default();
        pairs.push((name, row.get(at + 1).as_string()));
    }
    pairs
}

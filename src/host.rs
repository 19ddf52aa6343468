//! What is asked of the JavaScript host: `pkg-template/host.js`, and a few globals of its own.

use crate::validate::{Kinds, Layer};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/pkg-template/host.js")]
extern "C" {
    /// An environment variable, if the runtime has it; blank counts as unset.
    pub fn env(name: &str) -> Option<String>;

    /// Whether a page's user may be signed in by cookie.
    #[wasm_bindgen(js_name = inPage)]
    pub fn in_page() -> bool;

    /// JSON, parsed to what stays on the JavaScript side; undefined for what is no JSON. Never
    /// throws: an import that does and returns a `JsValue` leaves a reference behind each time.
    #[wasm_bindgen(js_name = parseJson)]
    pub fn parse_json(text: &JsValue) -> JsValue;

    /// Calls a caller's function; rejects with what it throws, at once or later. Never throws.
    pub fn call(function: &JsValue, argument: &JsValue) -> js_sys::Promise;

    /// `text` without the key in `headers`. Never throws.
    pub fn redacted(text: &JsValue, headers: &web_sys::Headers) -> JsValue;

    /// What a body says: parsed JSON, else its text, else undefined. Never throws.
    #[wasm_bindgen(js_name = bodyOf)]
    pub fn body_of(text: &JsValue) -> JsValue;

    /// What an error that was thrown says. Never throws.
    pub fn words(thrown: &JsValue) -> JsValue;

    /// The absolute form of a base URL, if it is nothing but an address. Never throws.
    #[wasm_bindgen(js_name = baseUrl)]
    pub fn base_url(text: &str) -> Option<String>;

    /// The next cursor of a page that is not yet parsed, if it stands where it can be seen. Should
    /// the text be JSON, parsing it gives the same.
    #[wasm_bindgen(js_name = earlyCursor)]
    pub fn early_cursor(text: &JsValue) -> Option<String>;

    /// The next cursor of a checked page, if it has one.
    #[wasm_bindgen(js_name = nextPageToken)]
    pub fn next_page_token(page: &JsValue) -> Option<String>;

    /// The items of a checked page.
    pub fn items(page: &JsValue) -> js_sys::Array;

    /// The status of a checked batch.
    pub fn status(batch: &JsValue) -> String;

    /// How many items there are in all, if a checked page says so.
    #[wasm_bindgen(js_name = totalSize)]
    pub fn total_size(page: &JsValue) -> Option<f64>;

    /// ISO 8601 for milliseconds since 1970. Never throws.
    pub fn iso(ms: f64) -> String;

    /// The times of the first and the last item, and the last as it is written, where all are in
    /// the order of creation, up or down.
    pub fn span(items: &js_sys::Array) -> Option<js_sys::Array>;

    /// `items` without those that were created outside of the time between two times, or just then,
    /// and are `seen` already.
    pub fn fresh(items: &js_sys::Array, one: f64, other: f64, seen: &JsValue) -> js_sys::Array;

    fn kinds(values: &js_sys::Array, name: Option<&str>) -> u32;
    fn field(values: &js_sys::Array, name: &str) -> js_sys::Array;
}

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since 1970, or NaN for what is no date.
    #[wasm_bindgen(js_namespace = Date, js_name = parse)]
    pub fn parse_date(text: &str) -> f64;
}

/// Parsed JSON: plain objects without getters, so reading them runs no code of anybody's.
impl Layer for js_sys::Array {
    fn kinds_of(&self, name: &str) -> Kinds {
        Kinds(kinds(self, Some(name)))
    }

    fn kinds(&self) -> Kinds {
        Kinds(kinds(self, None))
    }

    fn field(&self, name: &str) -> Self {
        field(self, name)
    }

    fn len(&self) -> u32 {
        self.length()
    }

    fn only(&self, index: u32) -> Self {
        Self::of1(&self.get(index))
    }
}

//! Parsed bodies: objects of the host, behind a handle.

use super::scope::Task;
use crate::core::hash::{EMPTY, extend};
use crate::core::operation::{Body, Item};
use crate::wire::schema::{Json, JsonTypes};
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// A page or a batch that was checked.
#[derive(Clone, Debug)]
pub struct JsBody(HostBody);

impl JsBody {
    /// The body that `value` is: a batch, or else a page.
    pub fn new(value: &JsValue, is_batch: bool) -> Self {
        Self(HostBody::new(value, is_batch))
    }

    /// The body itself.
    pub fn value(&self) -> JsValue {
        self.0.value()
    }
}

impl Body for JsBody {
    type Origin = Task;

    fn next_cursor(&self) -> Option<String> {
        next_cursor(&self.0)
    }

    fn total_size(&self) -> f64 {
        total_size(&self.0)
    }

    fn id_at(&self, index: u32) -> String {
        id_at(&self.0, index)
    }

    fn items(&self) -> Vec<Item> {
        let ids = hashes(&column(&self.0, "id"));
        let statuses = hashes(&column(&self.0, "status"));
        let rows = ids.into_iter().zip(statuses).zip(0..);
        rows.map(|((id, status), index)| Item {
            id,
            status,
            created: time_at(&self.0, index),
        })
        .collect()
    }

    fn select(&self, indices: &[u32]) -> Self {
        let selected = empty_page();
        for index in indices {
            copy_item(&self.0, *index, &selected);
        }
        Self::new(&selected, false)
    }

    fn iso_time(ms: f64) -> String {
        iso_time(ms)
    }
}

/// The hashes of JSON strings, one in a line each, without their quotes.
fn hashes(lines: &str) -> Vec<u64> {
    let mut hashes = Vec::new();
    let mut hash = EMPTY;
    let mut last = 0;
    for byte in lines.bytes() {
        match byte {
            b'\n' => hashes.push(std::mem::replace(&mut hash, EMPTY)),
            // Inside of a string it comes after a backslash.
            b'"' if last != b'\\' => {}
            byte => hash = extend(hash, byte),
        }
        last = byte;
    }
    hashes
}

/// Parsed JSON has no getters, so reading it cannot run user code.
impl Json for JsValue {
    fn json_type(&self) -> JsonTypes {
        JsonTypes(json_type(self))
    }

    fn field(&self, name: &str) -> Self {
        field(self, name)
    }

    fn len(&self) -> u32 {
        self.unchecked_ref::<Array>().length()
    }

    fn at(&self, index: u32) -> Self {
        self.unchecked_ref::<Array>().get(index)
    }
}

// None of these throws for a body that was checked, and the last two for no parsed JSON.
#[wasm_bindgen(module = "/src/host/body.js")]
extern "C" {
    /// A body and its batches.
    #[wasm_bindgen(js_name = Body)]
    #[derive(Clone, Debug)]
    type HostBody;

    #[wasm_bindgen(constructor, js_class = "Body")]
    fn new(value: &JsValue, is_batch: bool) -> HostBody;

    #[wasm_bindgen(method, getter)]
    fn value(this: &HostBody) -> JsValue;

    #[wasm_bindgen(js_name = nextCursor)]
    fn next_cursor(body: &HostBody) -> Option<String>;

    #[wasm_bindgen(js_name = totalSize)]
    fn total_size(body: &HostBody) -> f64;

    #[wasm_bindgen(js_name = idAt)]
    fn id_at(body: &HostBody, index: u32) -> String;

    fn column(body: &HostBody, name: &str) -> String;

    /// When the item at `index` was created.
    #[wasm_bindgen(js_name = timeAt)]
    fn time_at(body: &HostBody, index: u32) -> f64;

    #[wasm_bindgen(js_name = emptyPage)]
    fn empty_page() -> JsValue;

    #[wasm_bindgen(js_name = copyItem)]
    fn copy_item(body: &HostBody, index: u32, page: &JsValue);

    /// Milliseconds since 1970 of an ISO 8601 time, or not a number. Without a zone it is UTC.
    #[wasm_bindgen(js_name = parseTime)]
    pub fn parse_time(text: &str) -> f64;

    #[wasm_bindgen(js_name = isoTime)]
    fn iso_time(ms: f64) -> String;

    #[wasm_bindgen(js_name = jsonType)]
    fn json_type(value: &JsValue) -> u32;

    fn field(value: &JsValue, name: &str) -> JsValue;
}

/// What `schema` checks, with its rules.
#[wasm_bindgen(module = "/src/host/shape.js")]
extern "C" {
    /// Whether `body` passes as [`PAGE`](crate::wire::schema::PAGE).
    #[wasm_bindgen(js_name = isPage)]
    pub fn is_page(body: &JsValue) -> bool;

    /// Whether `body` passes as [`BATCH`](crate::wire::schema::BATCH).
    #[wasm_bindgen(js_name = isBatch)]
    pub fn is_batch(body: &JsValue) -> bool;
}

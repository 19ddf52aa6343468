//! Any JSON as a page: what passes is what serde decodes, and what is refused is refused for what
//! is there.

#![no_main]

use fuzz::wire::schema::{PAGE, check};
use libfuzzer_sys::fuzz_target;
use llama_cloud_batches::BatchPage;
use serde_json::Value;

fuzz_target!(|text: &str| {
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return;
    };
    match check(&Some(&value), PAGE) {
        Ok(()) => {
            serde_json::from_value::<BatchPage>(value).expect("serde decodes it, too");
        }
        Err(sentence) => assert!(is_true(&sentence, &value), "{sentence}"),
    }
});

/// Whether a sentence such as `items[3].id is null, not a string` says what `page` holds.
fn is_true(sentence: &str, page: &Value) -> bool {
    let (path, said) = sentence.split_once(" is ").expect("a sentence");
    let pointer = path.replace('[', "/").replace(']', "").replace('.', "/");
    let found = match path {
        "the body" => Some(page),
        _ => page.pointer(&format!("/{pointer}")),
    };
    let kind = match found {
        None => "missing",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "a boolean",
        Some(Value::Number(_)) => "a number",
        Some(Value::String(_)) => "a string",
        Some(Value::Array(_)) => "an array",
        Some(Value::Object(_)) => "an object",
    };
    let (is, wanted) = said.split_once(", not ").unwrap_or((said, ""));
    is == kind && wanted != kind
}

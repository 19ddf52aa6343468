//! Writes `shape.js`: the rules of `schema.rs` with every name in its place, by which the batches of a page are checked
//! in microseconds.

use super::schema::{BATCH, Field, JsonTypes, PAGE};

const HEAD: &str = "\
// Whether parsed JSON has the shape that the API promises. Made of the rules in src/wire/schema.rs, which say what is
// wrong if it has not: change them there, and UPDATE_SHAPE=1 cargo test --lib shape writes this file.

const isText = (value) => typeof value === 'string';
const isNumber = (value) => typeof value === 'number';
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const areAll = (values, test) => Array.isArray(values) && values.every(test);
";

#[test]
fn shape_js_has_the_rules_of_the_schema() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/host/shape.js");
    let now = shape();
    if std::env::var_os("UPDATE_SHAPE").is_some() {
        std::fs::write(file, &now).unwrap();
    }
    let then = std::fs::read_to_string(file).unwrap();
    assert!(
        then == now,
        "src/host/shape.js is not current: UPDATE_SHAPE=1 cargo test --lib shape writes it"
    );
}

/// The text of the file.
fn shape() -> String {
    let mut functions = Vec::new();
    add_function("Batch", BATCH, &mut functions);
    add_function("Page", PAGE, &mut functions);
    let functions = functions
        .into_iter()
        .map(|(name, text)| match name.as_str() {
            "Batch" | "Page" => ["\nexport ", &text].concat(),
            _ => ["\n", &text].concat(),
        });
    [HEAD.to_owned()].into_iter().chain(functions).collect()
}

/// Adds the function `is…` for an object with `fields`, after those that it calls.
fn add_function(name: &str, fields: &[Field], functions: &mut Vec<(String, String)>) {
    if functions.iter().any(|(each, _)| each == name) {
        return;
    }
    let mut conditions = vec!["isObject(value)".to_owned()];
    for field in fields {
        let inner = inner_name(field.name);
        if !field.fields.is_empty() {
            add_function(&inner, field.fields, functions);
        }
        conditions.push(condition(field, &inner));
    }
    let mut body = format!("  return {};", conditions.join(" && "));
    if body.len() > 120 {
        body = format!("  return (\n    {}\n  );", conditions.join(" &&\n    "));
    }
    let text = format!("function is{name}(value) {{\n{body}\n}}\n");
    functions.push((name.to_owned(), text));
}

/// The condition under which a field is right.
fn condition(field: &Field, inner: &str) -> String {
    let value = format!("value.{}", field.name);
    let optional = |of: JsonTypes| field.allowed == of.optional();
    match field.allowed {
        JsonTypes::STRING => format!("isText({value})"),
        _ if optional(JsonTypes::STRING) => format!("isText({value} ?? '')"),
        _ if optional(JsonTypes::NUMBER) => format!("isNumber({value} ?? 0)"),
        JsonTypes::OBJECT => format!("is{inner}({value})"),
        _ if optional(JsonTypes::OBJECT) => format!("({value} == null || is{inner}({value}))"),
        JsonTypes::ARRAY => format!("areAll({value}, is{inner})"),
        _ if optional(JsonTypes::ARRAY) => format!("areAll({value} ?? [], is{inner})"),
        other => panic!("no condition is known for {other:?} of {}", field.name),
    }
}

/// `job_reference` is a `JobReference`, `results` are of `Result`, and the items of a page are batches.
fn inner_name(field: &str) -> String {
    if field == "items" {
        return "Batch".to_owned();
    }
    let words = field.trim_end_matches('s').split('_');
    words
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect()
}

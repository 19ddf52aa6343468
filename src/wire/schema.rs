//! Whether parsed JSON has the shape that the API promises, and if not, which field is wrong.
//!
//! The rules are data. They are checked for a whole page at once, so that the cost in JavaScript
//! is a few calls a page and not a few a batch; only if something is wrong is each batch checked by
//! itself. Unknown fields and unknown enum values are accepted.

use super::text::push_number;

/// The types of JSON value that were seen or are allowed: a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonTypes(pub u32);

impl JsonTypes {
    /// The field is not there.
    pub const MISSING: Self = Self(1);
    /// Null.
    pub const NULL: Self = Self(2);
    /// A string.
    pub const STRING: Self = Self(4);
    /// An array.
    pub const ARRAY: Self = Self(8);
    /// An object that is not an array.
    pub const OBJECT: Self = Self(16);
    /// A number.
    pub const NUMBER: Self = Self(32);

    /// This kind, null, or nothing at all.
    const fn optional(self) -> Self {
        Self(self.0 | Self::MISSING.0 | Self::NULL.0)
    }

    const fn is_subset_of(self, allowed: Self) -> bool {
        self.0 & !allowed.0 == 0
    }

    /// The kind as a sentence names it.
    fn name(self) -> &'static str {
        match self {
            Self::MISSING => "missing",
            Self::NULL => "null",
            Self::STRING => "a string",
            Self::ARRAY => "an array",
            Self::OBJECT => "an object",
            Self::NUMBER => "a number",
            // 64: all that JSON has besides.
            _ => "a boolean",
        }
    }
}

/// Values that stand side by side: the batches of a page, or one field of each of them.
pub trait Column: Sized {
    /// The types of field `name` over all values.
    fn field_types(&self, name: &str) -> JsonTypes;
    /// The types of the values themselves.
    fn types(&self) -> JsonTypes;
    /// Field `name` of every value that has it: its elements where it is an array, null left out.
    fn pluck(&self, name: &str) -> Self;
    /// How many values there are.
    fn len(&self) -> u32;
    /// One value alone.
    fn at(&self, index: u32) -> Self;
}

/// What a field must be.
pub struct Field {
    name: &'static str,
    allowed: JsonTypes,
    /// The fields of the object, or of each object of the array.
    fields: &'static [Field],
}

/// A page of a list of batches.
pub const PAGE: &[Field] = &[
    Field::new("items", JsonTypes::ARRAY, BATCH),
    Field::new("next_page_token", JsonTypes::STRING.optional(), &[]),
    Field::new("total_size", JsonTypes::NUMBER.optional(), &[]),
];

/// A batch.
pub const BATCH: &[Field] = &[
    Field::new("id", JsonTypes::STRING, &[]),
    Field::new("config", JsonTypes::OBJECT, CONFIG),
    Field::new("project_id", JsonTypes::STRING, &[]),
    Field::new("source_directory_id", JsonTypes::STRING, &[]),
    Field::new("status", JsonTypes::STRING, &[]),
    Field::new("created_at", JsonTypes::STRING.optional(), &[]),
    Field::new("updated_at", JsonTypes::STRING.optional(), &[]),
    Field::new("results", JsonTypes::ARRAY.optional(), RESULT),
];

const CONFIG: &[Field] = &[Field::new("job", JsonTypes::OBJECT, JOB)];

const JOB: &[Field] = &[
    Field::new("configuration_id", JsonTypes::STRING, &[]),
    Field::new("type", JsonTypes::STRING, &[]),
];

const RESULT: &[Field] = &[
    Field::new("source_directory_file_id", JsonTypes::STRING, &[]),
    Field::new("error_message", JsonTypes::STRING.optional(), &[]),
    Field::new("job_reference", JsonTypes::OBJECT.optional(), JOB_REFERENCE),
];

const JOB_REFERENCE: &[Field] = &[
    Field::new("id", JsonTypes::STRING, &[]),
    Field::new("type", JsonTypes::STRING, &[]),
];

/// The body of a request to create a batch.
pub const CREATE_BODY: &[Field] = &[
    Field::new("config", JsonTypes::OBJECT, CONFIG),
    Field::new("source_directory_id", JsonTypes::STRING, &[]),
    Field::new(
        "webhook_configuration_ids",
        JsonTypes::ARRAY.optional(),
        &[],
    ),
    Field::new(
        "webhook_configurations",
        JsonTypes::ARRAY.optional(),
        WEBHOOK,
    ),
];

const WEBHOOK: &[Field] = &[
    Field::new("webhook_url", JsonTypes::STRING.optional(), &[]),
    Field::new("webhook_events", JsonTypes::ARRAY.optional(), &[]),
    Field::new("webhook_headers", JsonTypes::OBJECT.optional(), &[]),
    Field::new("webhook_output_format", JsonTypes::STRING.optional(), &[]),
    Field::new("webhook_signing_secret", JsonTypes::STRING.optional(), &[]),
];

impl Field {
    const fn new(name: &'static str, allowed: JsonTypes, fields: &'static [Field]) -> Self {
        Self {
            name,
            allowed,
            fields,
        }
    }
}

/// Checks one value (a column of length 1) against `fields`. The error is a sentence that names the
/// field, such as `items[3].config.job.type is missing`.
pub fn check(value: &impl Column, fields: &[Field]) -> Result<(), String> {
    if matches(value, fields) {
        return Ok(());
    }
    let mut sentence = String::new();
    describe_mismatch(value, fields, &mut sentence);
    Err(sentence)
}

fn matches<L: Column>(column: &L, fields: &[Field]) -> bool {
    let types = column.types();
    let is_empty = types == JsonTypes(0);
    is_empty
        || types.is_subset_of(JsonTypes::OBJECT)
            && fields.iter().all(|field| {
                column.field_types(field.name).is_subset_of(field.allowed)
                    && (field.fields.is_empty() || matches(&column.pluck(field.name), field.fields))
            })
}

/// Appends what is wrong with the only value of `column`; `sentence` holds the path to it.
fn describe_mismatch<L: Column>(column: &L, fields: &[Field], sentence: &mut String) {
    let kind = column.types();
    if kind != JsonTypes::OBJECT {
        if sentence.is_empty() {
            sentence.push_str("the body");
        }
        return push_mismatch(sentence, kind, JsonTypes::OBJECT);
    }
    for field in fields {
        let kind = column.field_types(field.name);
        if !kind.is_subset_of(field.allowed) {
            push_name(sentence, field.name);
            return push_mismatch(sentence, kind, field.allowed);
        }
        let values = column.pluck(field.name);
        if field.fields.is_empty() || matches(&values, field.fields) {
            continue;
        }
        push_name(sentence, field.name);
        let mismatch = (0..values.len())
            .map(|index| (index, values.at(index)))
            .find(|(_, value)| !matches(value, field.fields));
        if let Some((index, value)) = mismatch {
            if kind == JsonTypes::ARRAY {
                sentence.push('[');
                push_number(sentence, index);
                sentence.push(']');
            }
            describe_mismatch(&value, field.fields, sentence);
        }
        return;
    }
}

fn push_mismatch(sentence: &mut String, found: JsonTypes, allowed: JsonTypes) {
    sentence.push_str(" is ");
    sentence.push_str(found.name());
    if found != JsonTypes::MISSING {
        let wanted = JsonTypes(allowed.0 & !JsonTypes::MISSING.0 & !JsonTypes::NULL.0);
        sentence.push_str(", not ");
        sentence.push_str(wanted.name());
    }
}

fn push_name(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn batch() -> Value {
        json!({
            "id": "bat-1", "config": { "job": { "configuration_id": "cfg", "type": "parse_v9" } },
            "project_id": "prj", "source_directory_id": "dir", "status": "NEW", "created_at": null,
            "results": [{ "source_directory_file_id": "dfl", "job_reference": { "id": "j", "type": "t" } }],
            "more": { "of": "it" }
        })
    }

    fn mismatch(page: Value) -> String {
        check(&vec![page], PAGE).unwrap_err()
    }

    #[test]
    fn a_page_may_hold_more_than_is_known() {
        let page = json!({ "items": [batch(), batch()], "next_page_token": null, "more": 1 });
        assert_eq!(check(&vec![page], PAGE), Ok(()));
        assert_eq!(check(&vec![json!({ "items": [] })], PAGE), Ok(()));
    }

    #[test]
    fn a_total_is_any_number() {
        let page = json!({ "items": [], "total_size": -1 });
        let decoded = serde_json::from_value::<crate::wire::types::BatchPage>(page.clone());
        assert_eq!(check(&vec![page], PAGE), Ok(()));
        assert_eq!(decoded.unwrap().total_size, None);
    }

    #[test]
    fn the_error_names_the_field() {
        assert_eq!(
            mismatch(json!("html")),
            "the body is a string, not an object"
        );
        assert_eq!(mismatch(json!([])), "the body is an array, not an object");
        assert_eq!(mismatch(json!({})), "items is missing");
        assert_eq!(
            mismatch(json!({ "items": null })),
            "items is null, not an array"
        );
        assert_eq!(
            mismatch(json!({ "items": [batch(), 7] })),
            "items[1] is a number, not an object"
        );
        assert_eq!(
            mismatch(json!({ "items": [], "total_size": "9" })),
            "total_size is a string, not a number"
        );
        let mut broken = batch();
        broken["results"][0]["job_reference"]["id"] = json!(false);
        assert_eq!(
            mismatch(json!({ "items": [batch(), broken] })),
            "items[1].results[0].job_reference.id is a boolean, not a string"
        );
        let mut broken = batch();
        broken["config"]["job"]
            .as_object_mut()
            .unwrap()
            .remove("type");
        assert_eq!(
            mismatch(json!({ "items": [broken] })),
            "items[0].config.job.type is missing"
        );
    }

    fn json_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "[a-z]{0,3}".prop_map(Value::from),
        ];
        let names = prop::sample::select(vec![
            "items", "id", "config", "job", "type", "results", "status", "x",
        ]);
        leaf.prop_recursive(4, 24, 4, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::vec((names.clone(), inner), 0..5).prop_map(|fields| {
                    fields
                        .into_iter()
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect()
                }),
            ]
        })
    }

    proptest! {
        /// What passes, serde decodes into the wire types: an independent judge. (The other way
        /// round does not hold: serde takes an array for a struct.)
        #[test]
        fn any_json_that_passes_is_decoded_by_serde(value in json_value()) {
            let decoded = serde_json::from_value::<crate::wire::types::BatchPage>(value.clone());
            prop_assert!(check(&vec![value], PAGE).is_err() || decoded.is_ok());
        }

        /// A page in which one field of one batch is replaced or removed.
        #[test]
        fn one_broken_field_is_found(
            field in prop::sample::select(vec!["id", "config", "project_id", "source_directory_id", "status", "created_at", "updated_at", "results"]),
            at in 0_usize..3,
            value in prop::option::of(json_value()),
        ) {
            let mut items = vec![batch(), batch(), batch()];
            match value {
                Some(value) => items[at][field] = value,
                None => { items[at].as_object_mut().unwrap().remove(field); }
            }
            let page = json!({ "items": items });
            let decoded = serde_json::from_value::<crate::wire::types::BatchPage>(page.clone());
            let checked = check(&vec![page], PAGE);
            prop_assert!(checked.is_err() || decoded.is_ok());
            if let Err(sentence) = checked {
                let path = format!("items[{at}].{field}");
                prop_assert!(sentence.starts_with(&path), "{}", sentence);
            }
        }
    }
}

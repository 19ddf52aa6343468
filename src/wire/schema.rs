//! Whether parsed JSON has the shape that the API promises, and if not, which field is wrong.
//!
//! The rules are data. They are read here one value at a time, which is slow from WebAssembly: so the
//! host first asks `shape.js`, which a test writes from the same rules, and comes here only for what
//! does not pass. Unknown fields and unknown enum values are accepted.

use super::text::push_number;

/// The types of JSON value that are allowed: a set. A value has one of them.
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

    /// This type, null, or nothing at all.
    pub(super) const fn optional(self) -> Self {
        Self(self.0 | Self::MISSING.0 | Self::NULL.0)
    }

    const fn contains(self, one: Self) -> bool {
        self.0 & one.0 != 0
    }

    /// The type as a sentence names it; of several the one that is not null.
    fn name(self) -> &'static str {
        match self {
            Self::MISSING => "missing",
            Self::NULL => "null",
            _ if self.contains(Self::STRING) => "a string",
            _ if self.contains(Self::ARRAY) => "an array",
            _ if self.contains(Self::OBJECT) => "an object",
            _ if self.contains(Self::NUMBER) => "a number",
            // 64: all that JSON has besides.
            _ => "a boolean",
        }
    }
}

/// A value of parsed JSON.
pub trait Json: Sized {
    /// Its only type.
    fn json_type(&self) -> JsonTypes;
    /// Field `name` of an object.
    fn field(&self, name: &str) -> Self;
    /// How many elements an array has.
    fn len(&self) -> u32;
    /// The element of an array at `index`.
    fn at(&self, index: u32) -> Self;
}

/// What a field must be.
pub struct Field {
    pub(super) name: &'static str,
    pub(super) allowed: JsonTypes,
    /// The fields of the object, or of each object of the array.
    pub(super) fields: &'static [Field],
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

/// Checks an object against `fields`. The error is a sentence that names the field, such as
/// `items[3].config.job.type is missing`.
pub fn check(value: &impl Json, fields: &[Field]) -> Result<(), String> {
    let mut sentence = String::new();
    match describe_mismatch(value, JsonTypes::OBJECT, fields, &mut sentence) {
        true => Err(sentence),
        false => Ok(()),
    }
}

/// Whether something is wrong; then `sentence`, which held the path to the value, says what.
fn describe_mismatch<J: Json>(
    value: &J,
    allowed: JsonTypes,
    fields: &[Field],
    sentence: &mut String,
) -> bool {
    let found = value.json_type();
    if !allowed.contains(found) {
        if sentence.is_empty() {
            sentence.push_str("the body");
        }
        sentence.push_str(" is ");
        sentence.push_str(found.name());
        if found != JsonTypes::MISSING {
            sentence.push_str(", not ");
            sentence.push_str(allowed.name());
        }
        return true;
    }
    let length = sentence.len();
    if found == JsonTypes::OBJECT {
        for field in fields {
            if length > 0 {
                sentence.push('.');
            }
            sentence.push_str(field.name);
            let inner = value.field(field.name);
            if describe_mismatch(&inner, field.allowed, field.fields, sentence) {
                return true;
            }
            sentence.truncate(length);
        }
    } else if found == JsonTypes::ARRAY && !fields.is_empty() {
        for index in 0..value.len() {
            sentence.push('[');
            push_number(sentence, index);
            sentence.push(']');
            if describe_mismatch(&value.at(index), JsonTypes::OBJECT, fields, sentence) {
                return true;
            }
            sentence.truncate(length);
        }
    }
    false
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
        check(&Some(&page), PAGE).unwrap_err()
    }

    #[test]
    fn a_page_may_hold_more_than_is_known() {
        let page = json!({ "items": [batch(), batch()], "next_page_token": null, "more": 1 });
        assert_eq!(check(&Some(&page), PAGE), Ok(()));
        assert_eq!(check(&Some(&json!({ "items": [] })), PAGE), Ok(()));
    }

    #[test]
    fn a_total_is_any_number() {
        let page = json!({ "items": [], "total_size": -1 });
        let decoded = serde_json::from_value::<crate::wire::types::BatchPage>(page.clone());
        assert_eq!(check(&Some(&page), PAGE), Ok(()));
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
            prop_assert!(check(&Some(&value), PAGE).is_err() || decoded.is_ok());
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
            let checked = check(&Some(&page), PAGE);
            prop_assert!(checked.is_err() || decoded.is_ok());
            if let Err(sentence) = checked {
                let path = format!("items[{at}].{field}");
                prop_assert!(sentence.starts_with(&path), "{}", sentence);
            }
        }
    }
}

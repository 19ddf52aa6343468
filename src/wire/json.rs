//! JSON as `serde_json` has it: how the rules are tested where there is no JavaScript.

use super::schema::{Column, JsonTypes};
use serde_json::Value;

impl Column for Vec<Value> {
    fn field_types(&self, name: &str) -> JsonTypes {
        union(self.iter().map(|value| value.get(name)))
    }

    fn types(&self) -> JsonTypes {
        union(self.iter().map(Some))
    }

    fn pluck(&self, name: &str) -> Self {
        let values = self.iter().filter_map(|value| value.get(name)).cloned();
        let spread = |value| match value {
            Value::Array(values) => values,
            Value::Null => Vec::new(),
            value => vec![value],
        };
        values.flat_map(spread).collect()
    }

    fn len(&self) -> u32 {
        Vec::len(self) as u32
    }

    fn at(&self, index: u32) -> Self {
        vec![self[index as usize].clone()]
    }
}

fn union<'a>(values: impl Iterator<Item = Option<&'a Value>>) -> JsonTypes {
    JsonTypes(values.fold(0, |seen, value| {
        seen | match value {
            None => JsonTypes::MISSING.0,
            Some(Value::Null) => JsonTypes::NULL.0,
            Some(Value::String(_)) => JsonTypes::STRING.0,
            Some(Value::Array(_)) => JsonTypes::ARRAY.0,
            Some(Value::Object(_)) => JsonTypes::OBJECT.0,
            Some(Value::Number(_)) => JsonTypes::NUMBER.0,
            Some(Value::Bool(_)) => 64,
        }
    }))
}

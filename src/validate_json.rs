//! JSON as `serde_json` has it: how the rules are tested where there is no JavaScript.

use crate::validate::{Kinds, Layer};
use serde_json::Value;

impl Layer for Vec<Value> {
    fn kinds_of(&self, name: &str) -> Kinds {
        union(self.iter().map(|value| value.get(name)))
    }

    fn kinds(&self) -> Kinds {
        union(self.iter().map(Some))
    }

    fn field(&self, name: &str) -> Self {
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

    fn only(&self, index: u32) -> Self {
        vec![self[index as usize].clone()]
    }
}

fn union<'a>(values: impl Iterator<Item = Option<&'a Value>>) -> Kinds {
    Kinds(values.fold(0, |seen, value| {
        seen | match value {
            None => Kinds::MISSING.0,
            Some(Value::Null) => Kinds::NULL.0,
            Some(Value::String(_)) => Kinds::STRING.0,
            Some(Value::Array(_)) => Kinds::ARRAY.0,
            Some(Value::Object(_)) => Kinds::OBJECT.0,
            Some(Value::Number(_)) => Kinds::NUMBER.0,
            Some(Value::Bool(_)) => 64,
        }
    }))
}

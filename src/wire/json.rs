//! JSON as `serde_json` has it: how the rules are tested where there is no JavaScript.

use super::schema::{Json, JsonTypes};
use serde_json::Value;

impl Json for Option<&Value> {
    fn json_type(&self) -> JsonTypes {
        match self {
            None => JsonTypes::MISSING,
            Some(Value::Null) => JsonTypes::NULL,
            Some(Value::String(_)) => JsonTypes::STRING,
            Some(Value::Array(_)) => JsonTypes::ARRAY,
            Some(Value::Object(_)) => JsonTypes::OBJECT,
            Some(Value::Number(_)) => JsonTypes::NUMBER,
            Some(Value::Bool(_)) => JsonTypes(64),
        }
    }

    fn field(&self, name: &str) -> Self {
        self.and_then(|value| value.get(name))
    }

    fn len(&self) -> u32 {
        self.and_then(Value::as_array).map_or(0, Vec::len) as u32
    }

    fn at(&self, index: u32) -> Self {
        self.and_then(|value| value.get(index as usize))
    }
}

//! What JavaScript passed, as `pkg-template/arguments.js` read it by a rule.

use crate::arguments::{pairs, read_arguments, values_or_error};
use crate::error::Error;
use js_sys::Array;
use std::cell::Cell;
use wasm_bindgen::prelude::*;

/// The values that a rule names, to be taken in its order; an absent one is undefined.
pub struct Arguments {
    values: Array,
    taken: Cell<u32>,
}

impl Arguments {
    /// Reads `value`, called `what` in errors, by a rule such as `apiKey:text timeout:ms`: names and
    /// kinds. A name that the rule does not know is refused.
    pub fn read(what: &str, value: &JsValue, rule: &str) -> Result<Self, Error> {
        Ok(Self {
            values: values_or_error(read_arguments(what, value, rule))?,
            taken: Cell::new(0),
        })
    }

    /// The next value as it is.
    pub fn value(&self) -> JsValue {
        let at = self.taken.get();
        self.taken.set(at + 1);
        self.values.get(at)
    }

    /// The next value, a text.
    pub fn text(&self) -> Option<String> {
        self.value().as_string()
    }

    /// The next value, a whole number; forever is none inside.
    pub fn number(&self) -> Option<Option<u32>> {
        let number = self.value().as_f64()?;
        Some(number.is_finite().then_some(number as u32))
    }

    /// The next value, true or false.
    pub fn flag(&self) -> Option<bool> {
        self.value().as_bool()
    }

    /// The next value, names and values in a row.
    pub fn pairs(&self) -> Option<Vec<(String, Option<String>)>> {
        let value = self.value();
        (!value.is_undefined()).then(|| pairs(value.unchecked_ref()))
    }

    /// The next value, texts.
    pub fn texts(&self) -> Vec<String> {
        let value = self.value();
        let texts: Option<&Array> = value.dyn_ref();
        texts.map_or_else(Vec::new, |texts| {
            texts.iter().filter_map(|text| text.as_string()).collect()
        })
    }
}

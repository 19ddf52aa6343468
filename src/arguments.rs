//! Reading what JavaScript passes: any value may come, getters and proxies may throw, and every
//! error names the argument.

use crate::error::Error;
use crate::validate::push_number;
use wasm_bindgen::prelude::*;

/// An object whose names are all known, or nothing.
pub struct Arguments<'a> {
    /// What the errors call the object, such as `params`.
    what: &'a str,
    object: Option<JsValue>,
}

impl<'a> Arguments<'a> {
    /// Reads `value`, called `what` in errors: undefined and null are as good as an empty object,
    /// and a name that is not one of `known` is refused.
    pub fn read(
        what: &'a str,
        value: &JsValue,
        known: impl Iterator<Item = &'static str> + Clone,
    ) -> Result<Self, Error> {
        if is_absent(value) {
            return Ok(Self { what, object: None });
        }
        let names = names_of(what, value)?;
        for name in names {
            if !known.clone().any(|known| known == name) {
                return Err(unknown_name(what, &name, known));
            }
        }
        Ok(Self {
            what,
            object: Some(value.clone()),
        })
    }

    /// The value of `name`; undefined and null are as good as absent.
    pub fn get(&self, name: &str) -> Result<Option<JsValue>, Error> {
        let Some(object) = &self.object else {
            return Ok(None);
        };
        let value = js_sys::Reflect::get(object, &name.into())
            .map_err(|_| self.wrong(name, "could not be read"))?;
        Ok((!is_absent(&value)).then_some(value))
    }

    /// A string that is not empty.
    pub fn text(&self, name: &str) -> Result<Option<String>, Error> {
        let Some(value) = self.get(name)? else {
            return Ok(None);
        };
        match value.as_string() {
            Some(text) if !text.trim().is_empty() => Ok(Some(text)),
            _ => Err(self.wrong(name, "must be a string that is not empty")),
        }
    }

    /// An array of strings that are not empty; none is as good as an empty one.
    pub fn texts(&self, name: &str) -> Result<Vec<String>, Error> {
        let Some(value) = self.get(name)? else {
            return Ok(Vec::new());
        };
        let text = |value: JsValue| value.as_string().filter(|text| !text.is_empty());
        let texts = value
            .dyn_ref::<js_sys::Array>()
            .and_then(|texts| texts.iter().map(text).collect());
        texts.ok_or_else(|| self.wrong(name, "must be an array of strings"))
    }

    /// A whole number from `least` up.
    pub fn whole(&self, name: &str, least: u32) -> Result<Option<u32>, Error> {
        let Some(value) = self.get(name)? else {
            return Ok(None);
        };
        match value.as_f64() {
            Some(number)
                if number.fract() == 0.0
                    && number >= f64::from(least)
                    && number <= f64::from(i32::MAX) =>
            {
                Ok(Some(number as u32))
            }
            _ => {
                let mut rule = String::from("must be a whole number, at least ");
                push_number(&mut rule, least);
                Err(self.wrong(name, &rule))
            }
        }
    }

    /// The error for `name`, which breaks `rule`.
    pub fn wrong(&self, name: &str, rule: &str) -> Error {
        Error::argument([self.what, ".", name, " ", rule].concat())
    }
}

/// What only options are, which Rust has as they are.
#[cfg(feature = "js")]
impl Arguments<'_> {
    /// A time in milliseconds above zero; `None` inside is forever. What `setTimeout` cannot hold
    /// (more than 24 days) counts as forever.
    pub fn milliseconds(&self, name: &str) -> Result<Option<Option<u32>>, Error> {
        let Some(value) = self.get(name)? else {
            return Ok(None);
        };
        match value.as_f64() {
            Some(number) if number > 0.0 => Ok(Some(
                (number <= f64::from(i32::MAX)).then(|| number.ceil() as u32),
            )),
            _ => Err(self.wrong(name, "must be a number of milliseconds above 0")),
        }
    }

    /// A function.
    pub fn function(&self, name: &str) -> Result<Option<JsValue>, Error> {
        let value = self.get(name)?;
        match value {
            Some(value) if !value.is_function() => Err(self.wrong(name, "must be a function")),
            value => Ok(value),
        }
    }

    /// An object.
    pub fn object(&self, name: &str) -> Result<Option<JsValue>, Error> {
        let value = self.get(name)?;
        match value {
            Some(value) if !value.is_object() => Err(self.wrong(name, "must be an object")),
            value => Ok(value),
        }
    }

    /// A boolean.
    pub fn boolean(&self, name: &str) -> Result<Option<bool>, Error> {
        let Some(value) = self.get(name)? else {
            return Ok(None);
        };
        let value = value.as_bool();
        value
            .map(Some)
            .ok_or_else(|| self.wrong(name, "must be true or false"))
    }
}

/// Whether `value` is undefined or null.
pub fn is_absent(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

/// The own names of a plain object. Arrays, maps and the like hold what names do not show, so they
/// are refused.
pub fn names_of(what: &str, value: &JsValue) -> Result<Vec<String>, Error> {
    let refuse = |_| Error::argument([what, " must be a plain object"].concat());
    let iterable = value.is_object()
        && js_sys::Reflect::has(value, &js_sys::Symbol::iterator()).map_err(refuse)?;
    if !value.is_object() || iterable {
        return Err(refuse(JsValue::UNDEFINED));
    }
    let names = js_sys::Reflect::own_keys(value).map_err(refuse)?;
    Ok(names.iter().filter_map(|name| name.as_string()).collect())
}

fn unknown_name(what: &str, name: &str, known: impl Iterator<Item = &'static str>) -> Error {
    let mut message = [what, ".", name, " is not known"].concat();
    if let Some(nearest) = nearest(name, known) {
        message.push_str("; did you mean ");
        message.push_str(nearest);
        message.push('?');
    }
    Error::argument(message)
}

/// The known name that `name` most likely meant: the same but for case and underscores, or at most
/// two letters off.
fn nearest(name: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let name = bare(name);
    known
        .map(|known| (distance(&name, &bare(known)), known))
        .filter(|(distance, _)| *distance <= 2)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

fn bare(name: &str) -> Vec<u8> {
    let letters = name.bytes().filter(|byte| *byte != b'_').take(40);
    letters.map(|byte| byte.to_ascii_lowercase()).collect()
}

/// Levenshtein's distance.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b) {
            let above = *cell;
            let here = (corner + usize::from(x != y)).min(above + 1).min(left + 1);
            *cell = here;
            corner = above;
            left = here;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(a.len())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KNOWN: [&str; 4] = ["page_size", "page_token", "status", "project_id"];

    #[test]
    fn a_mistyped_name_finds_the_one_that_was_meant() {
        for (typed, meant) in [
            ("pageSize", Some("page_size")),
            ("page_sise", Some("page_size")),
            ("stauts", Some("status")),
            ("Status", Some("status")),
            ("projectid", Some("project_id")),
            ("limit", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed, KNOWN.into_iter()), meant, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn distance_is_a_metric(a in "[ab]{0,6}", b in "[ab]{0,6}", c in "[ab]{0,6}") {
            let d = |x: &str, y: &str| distance(x.as_bytes(), y.as_bytes());
            prop_assert_eq!(d(&a, &b) == 0, a == b);
            prop_assert_eq!(d(&a, &b), d(&b, &a));
            prop_assert!(d(&a, &c) <= d(&a, &b) + d(&b, &c));
        }
    }
}

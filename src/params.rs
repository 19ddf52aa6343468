//! The parameters of each operation: checked before any request, and turned into a query or a body.

use crate::arguments::Arguments;
use crate::error::Error;
use crate::host;
use crate::query::Query;
use crate::validate::{self, CREATE, Field, push_number};
use wasm_bindgen::prelude::*;

/// What a parameter of the query must be.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Text,
    /// Text in which empty means absent: the cursor of a last page.
    Cursor,
    /// A `Date` or a text that is a date.
    Time,
    /// A positive whole number.
    Count,
    /// Texts, one by one under the same name.
    Texts,
}

type Parameter = (&'static str, Form);

const ORGANIZATION: Parameter = ("organization_id", Form::Text);
const PROJECT: Parameter = ("project_id", Form::Text);

const LIST: &[Parameter] = &[
    (CREATED_FROM, Form::Time),
    (CREATED_TO, Form::Time),
    ORGANIZATION,
    ("page_size", Form::Count),
    (PAGE_TOKEN, Form::Cursor),
    PROJECT,
    ("source_directory_id", Form::Text),
    ("status", Form::Text),
];
const GET: &[Parameter] = &[("expand", Form::Texts), ORGANIZATION, PROJECT];
const SCOPE: &[Parameter] = &[ORGANIZATION, PROJECT];

/// The name of the earliest time of creation in a query.
pub const CREATED_FROM: &str = "created_at_on_or_after";

/// The name of the latest time of creation in a query.
pub const CREATED_TO: &str = "created_at_on_or_before";

/// The name of the cursor in a query.
pub const PAGE_TOKEN: &str = "page_token";

/// The query of a list.
pub fn list(params: &JsValue) -> Result<Query, Error> {
    query(params, LIST)
}

/// The query of a read.
pub fn get(params: &JsValue) -> Result<Query, Error> {
    query(params, GET)
}

/// The query of a cancellation.
pub fn cancel(params: &JsValue) -> Result<Query, Error> {
    query(params, SCOPE)
}

/// The query and the body, as JSON text, of a creation.
pub fn create(params: &JsValue) -> Result<(Query, JsValue), Error> {
    let names = || {
        let body = CREATE.iter().map(Field::name);
        body.chain(SCOPE.iter().map(|(name, _)| *name))
    };
    let arguments = Arguments::read("params", params, names())?;
    let mut query = Query::default();
    for (name, form) in SCOPE {
        push(&arguments, name, *form, &mut query)?;
    }
    let refuse = |_| Error::argument("params cannot be written as JSON");
    let body = js_sys::Object::new();
    for field in CREATE {
        if let Some(value) = arguments.get(field.name())? {
            js_sys::Reflect::set(&body, &field.name().into(), &value).map_err(refuse)?;
        }
    }
    let text = host::write_json(&body);
    // What is checked is what is sent: getters and `toJSON` have had their say.
    let plain = host::parse_json(&text);
    if plain.is_undefined() {
        return Err(refuse(plain));
    }
    validate::check(&js_sys::Array::of1(&plain), CREATE)
        .map_err(|misfit| Error::argument(["params.", &misfit].concat()))?;
    Ok((query, text))
}

fn query(params: &JsValue, parameters: &'static [Parameter]) -> Result<Query, Error> {
    let arguments = Arguments::read("params", params, parameters.iter().map(|(name, _)| *name))?;
    let mut query = Query::default();
    for (name, form) in parameters {
        push(&arguments, name, *form, &mut query)?;
    }
    Ok(query)
}

fn push(arguments: &Arguments, name: &str, form: Form, query: &mut Query) -> Result<(), Error> {
    let Some(value) = arguments.get(name)? else {
        return Ok(());
    };
    match form {
        Form::Cursor if value.as_string().is_some_and(|text| text.is_empty()) => {}
        Form::Text | Form::Cursor => {
            if let Some(text) = arguments.text(name)? {
                query.append(name, text);
            }
        }
        Form::Time => match time(&value) {
            Some(text) => query.append(name, text),
            None => return Err(arguments.wrong(name, "must be a Date or an ISO 8601 date")),
        },
        Form::Count => {
            if let Some(count) = arguments.whole(name, 1)? {
                let mut text = String::new();
                push_number(&mut text, count);
                query.append(name, text);
            }
        }
        Form::Texts => {
            for text in arguments.texts(name)? {
                query.append(name, text);
            }
        }
    }
    Ok(())
}

/// A date as the API takes it. Anything with `toISOString` is a date: `Date` of any realm, and the
/// date classes of common libraries.
fn time(value: &JsValue) -> Option<String> {
    if let Some(text) = value.as_string() {
        return host::parse_date(&text).is_finite().then_some(text);
    }
    value
        .unchecked_ref::<DateLike>()
        .to_iso_string()
        .ok()?
        .as_string()
}

#[wasm_bindgen]
extern "C" {
    type DateLike;

    #[wasm_bindgen(method, structural, catch, js_name = toISOString)]
    fn to_iso_string(this: &DateLike) -> Result<JsValue, JsValue>;
}

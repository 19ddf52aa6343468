//! The options, read from JavaScript.

use crate::arguments::{Arguments, is_absent, names_of};
use crate::error::Error;
use crate::host;
use crate::log::Level;
use crate::options::{
    ClientOptions, Header, ListOptions, Parameter, RequestOptions, WaitOptions, WatchOptions,
    base_url, checked_key,
};
use wasm_bindgen::prelude::*;

const CLIENT: [&str; 11] = [
    "apiKey",
    "baseURL",
    "timeout",
    "maxRetries",
    "fetch",
    "fetchOptions",
    "defaultHeaders",
    "defaultQuery",
    "maxRequestsPerMinute",
    "logLevel",
    "logger",
];
const REQUEST: [&str; 6] = [
    "signal",
    "timeout",
    "maxRetries",
    "headers",
    "query",
    "fetchOptions",
];
const LIST: [&str; 3] = ["readAhead", "concurrency", "ordered"];
const WAIT: [&str; 9] = [
    "pollInterval",
    "maxInterval",
    "timeout",
    "signal",
    "onUpdate",
    "throwOnFailure",
    "expand",
    "organization_id",
    "project_id",
];
const WATCH: [&str; 4] = ["interval", "signal", "initial", "onError"];
impl ClientOptions {
    /// These options, changed by what `options` says.
    pub fn with(mut self, options: &JsValue) -> Result<Self, Error> {
        let arguments = Arguments::read("options", options, CLIENT.into_iter())?;
        if let Some(key) = arguments.text("apiKey")? {
            self.api_key = Some(checked_key("options.apiKey", key)?);
        }
        if let Some(url) = arguments.text("baseURL")? {
            self.base_url = base_url("options.baseURL", &url)?;
        }
        if let Some(timeout) = arguments.milliseconds("timeout")? {
            self.timeout = timeout;
        }
        if let Some(retries) = arguments.whole("maxRetries", 0)? {
            self.max_retries = retries;
        }
        if let Some(fetch) = arguments.function("fetch")? {
            self.fetch = fetch;
        }
        if let Some(options) = fetch_options(&arguments)? {
            self.fetch_options = options;
        }
        if let Some(headers) = arguments.object("defaultHeaders")? {
            self.default_headers = header_list("options.defaultHeaders", &headers)?;
        }
        if let Some(query) = arguments.object("defaultQuery")? {
            self.default_query = parameter_list("options.defaultQuery", &query)?;
        }
        if let Some(limit) = arguments.whole("maxRequestsPerMinute", 1)? {
            self.max_requests_per_minute = Some(limit);
        }
        if let Some(level) = arguments.text("logLevel")? {
            self.log_level = Level::parse(&level).ok_or_else(|| {
                arguments.wrong("logLevel", "must be off, error, warn, info or debug")
            })?;
        }
        if let Some(logger) = arguments.object("logger")? {
            self.logger = logger;
        }
        Ok(self)
    }
}

impl RequestOptions {
    /// Reads the options of a request.
    pub fn read(options: &JsValue) -> Result<Self, Error> {
        Self::of(&Arguments::read("options", options, REQUEST.into_iter())?)
    }

    fn of(arguments: &Arguments) -> Result<Self, Error> {
        let headers = arguments.object("headers")?;
        let query = arguments.object("query")?;
        Ok(Self {
            signal: arguments.object("signal")?.unwrap_or_default(),
            timeout: arguments.milliseconds("timeout")?,
            max_retries: arguments.whole("maxRetries", 0)?,
            headers: headers.map_or(Ok(Vec::new()), |it| header_list("options.headers", &it))?,
            query: query.map_or(Ok(Vec::new()), |it| parameter_list("options.query", &it))?,
            fetch_options: fetch_options(arguments)?.unwrap_or_default(),
        })
    }
}

impl ListOptions {
    /// Reads the options of a list.
    pub fn read(options: &JsValue) -> Result<Self, Error> {
        let known = REQUEST.into_iter().chain(LIST);
        let arguments = Arguments::read("options", options, known)?;
        let defaults = Self::default();
        let up_to = |name, least, most, default, rule| match arguments.whole(name, least)? {
            Some(number) if number > most => Err(arguments.wrong(name, rule)),
            number => Ok(number.unwrap_or(default)),
        };
        Ok(Self {
            request: RequestOptions::of(&arguments)?,
            read_ahead: up_to("readAhead", 0, 1, 1, "must be 0 or 1")? == 1,
            concurrency: up_to("concurrency", 1, 16, 1, "must be at most 16")?,
            ordered: arguments.boolean("ordered")?.unwrap_or(defaults.ordered),
        })
    }
}

impl WaitOptions {
    /// Reads the options of `wait`.
    pub fn read(options: &JsValue) -> Result<Self, Error> {
        let arguments = Arguments::read("options", options, WAIT.into_iter())?;
        let defaults = Self::default();
        Ok(Self {
            poll_interval: arguments
                .whole("pollInterval", 1)?
                .unwrap_or(defaults.poll_interval),
            max_interval: arguments
                .whole("maxInterval", 1)?
                .unwrap_or(defaults.max_interval),
            timeout: arguments.milliseconds("timeout")?.flatten(),
            signal: arguments.object("signal")?.unwrap_or_default(),
            on_update: arguments.function("onUpdate")?.unwrap_or_default(),
            throw_on_failure: arguments.boolean("throwOnFailure")?.unwrap_or(false),
            expand: arguments.texts("expand")?,
            organization_id: arguments.text("organization_id")?,
            project_id: arguments.text("project_id")?,
        })
    }
}

impl WatchOptions {
    /// Reads the options of `watch`.
    pub fn read(options: &JsValue) -> Result<Self, Error> {
        let arguments = Arguments::read("options", options, WATCH.into_iter())?;
        Ok(Self {
            interval: arguments
                .whole("interval", 1)?
                .unwrap_or(Self::default().interval),
            signal: arguments.object("signal")?.unwrap_or_default(),
            initial: arguments.boolean("initial")?.unwrap_or(true),
            on_error: arguments.function("onError")?.unwrap_or_default(),
        })
    }
}

fn fetch_options(arguments: &Arguments) -> Result<Option<JsValue>, Error> {
    let Some(options) = arguments.object("fetchOptions")? else {
        return Ok(None);
    };
    let names = names_of("options.fetchOptions", &options)?;
    let ours = ["method", "headers", "body", "signal"];
    match names.iter().find(|name| ours.contains(&name.as_str())) {
        Some(name) => Err(arguments.wrong(
            "fetchOptions",
            &["cannot hold ", name, "; it has an option of its own"].concat(),
        )),
        None => Ok(Some(options)),
    }
}

/// Reads `Headers`, pairs, or an object.
fn header_list(what: &str, headers: &JsValue) -> Result<Vec<Header>, Error> {
    let refuse = |_| Error::argument([what, " must be headers"].concat());
    let pairs = host::pairs(headers).map_err(refuse)?;
    let mut list = Vec::new();
    for pair in pairs.iter() {
        let pair: js_sys::Array = pair.unchecked_into();
        let (Some(name), value) = (pair.get(0).as_string(), pair.get(1)) else {
            return Err(refuse(JsValue::UNDEFINED));
        };
        if value.is_undefined() {
            continue;
        }
        if !value.is_null() && !value.is_string() {
            return Err(Error::argument(
                [what, ".", &name, " must be a string or null"].concat(),
            ));
        }
        list.push((name, value.as_string()));
    }
    Ok(list)
}

/// Reads an object of texts, numbers, booleans, or arrays of them.
fn parameter_list(what: &str, query: &JsValue) -> Result<Vec<Parameter>, Error> {
    let refuse =
        |name: &str| Error::argument([what, ".", name, " must be text, a number or null"].concat());
    let mut list = Vec::new();
    for name in names_of(what, query)? {
        let value =
            js_sys::Reflect::get(query, &name.as_str().into()).map_err(|_| refuse(&name))?;
        let values = match value.dyn_ref::<js_sys::Array>() {
            Some(values) => values.to_vec(),
            None if is_absent(&value) => Vec::new(),
            None => vec![value],
        };
        let texts: Option<Vec<String>> = values.iter().map(plain_text).collect();
        list.push((name.clone(), texts.ok_or_else(|| refuse(&name))?));
    }
    Ok(list)
}

fn plain_text(value: &JsValue) -> Option<String> {
    if value.as_f64().is_some() || value.as_bool().is_some() {
        return Some(js_sys::Object::from(value.clone()).to_string().into());
    }
    value.as_string()
}

//! The options, read from JavaScript. Values are taken in the order of the rule above them.

use super::arguments::Arguments;
use crate::error::Error;
use crate::log::Level;
use crate::options::{
    ClientOptions, ListOptions, MAX_INTERVAL_MS, POLL_INTERVAL_MS, RequestOptions,
    WATCH_INTERVAL_MS, WaitOptions, WatchOptions, Way, base_url, checked_key,
};
use wasm_bindgen::JsValue;

const CLIENT: &str = "apiKey:text baseURL:text timeout:ms maxRetries:whole fetch:function \
    fetchOptions:fetch defaultHeaders:headers defaultQuery:query maxRequestsPerMinute:count \
    logLevel:text logger:object";

impl ClientOptions {
    /// These options, changed by what `options` says.
    pub fn with(mut self: Box<Self>, options: &JsValue) -> Result<Box<Self>, Error> {
        let given = Arguments::read("options", options, CLIENT)?;
        if let Some(key) = given.text() {
            self.api_key = Some(checked_key("options.apiKey", key)?);
        }
        if let Some(url) = given.text() {
            self.base_url = base_url("options.baseURL", &url)?;
        }
        self.timeout = given.number().unwrap_or(self.timeout);
        self.max_retries = given.number().flatten().unwrap_or(self.max_retries);
        replace(&mut self.fetch, given.value());
        replace(&mut self.fetch_options, given.value());
        if let Some(headers) = given.pairs() {
            self.default_headers = headers;
        }
        if let Some(query) = given.pairs() {
            self.default_query = query;
        }
        self.max_requests_per_minute = given.number().unwrap_or(self.max_requests_per_minute);
        if let Some(level) = given.text() {
            self.log_level = Level::parse(&level).ok_or_else(|| {
                Error::argument("options.logLevel must be off, error, warn, info or debug")
            })?;
        }
        replace(&mut self.logger, given.value());
        Ok(self)
    }
}

const REQUEST: &str =
    "signal:object timeout:ms maxRetries:whole headers:headers query:query fetchOptions:fetch";

impl RequestOptions {
    /// Reads the options of a request.
    pub fn read(options: &JsValue) -> Result<Box<Self>, Error> {
        Ok(Self::of(&Arguments::read("options", options, REQUEST)?))
    }

    fn of(given: &Arguments) -> Box<Self> {
        Box::new(Self {
            signal: given.value(),
            timeout: given.number(),
            max_retries: given.number().flatten(),
            headers: given.pairs().unwrap_or_default(),
            query: given.pairs().unwrap_or_default(),
            fetch_options: given.value(),
        })
    }
}

const LIST: &str = " readAhead:page concurrency:lanes ordered:flag";

impl ListOptions {
    /// Reads the options of a list.
    pub fn read(options: &JsValue) -> Result<(Box<RequestOptions>, Way), Error> {
        let given = Arguments::read("options", options, &[REQUEST, LIST].concat())?;
        let request = RequestOptions::of(&given);
        let way = Way {
            read_ahead: given.number() != Some(Some(0)),
            concurrency: given.number().flatten().unwrap_or(1),
            ordered: given.flag().unwrap_or(true),
        };
        Ok((request, way))
    }
}

const WAIT: &str = "pollInterval:count maxInterval:count timeout:ms signal:object \
    onUpdate:function throwOnFailure:flag expand:texts organization_id:text project_id:text";

impl WaitOptions {
    /// Reads the options of `wait`.
    pub fn read(options: &JsValue) -> Result<Box<Self>, Error> {
        let given = Arguments::read("options", options, WAIT)?;
        Ok(Box::new(Self {
            poll_interval: given.number().flatten().unwrap_or(POLL_INTERVAL_MS),
            max_interval: given.number().flatten().unwrap_or(MAX_INTERVAL_MS),
            timeout: given.number().flatten(),
            signal: given.value(),
            on_update: given.value(),
            throw_on_failure: given.flag().unwrap_or(false),
            expand: given.texts(),
            organization_id: given.text(),
            project_id: given.text(),
        }))
    }
}

const WATCH: &str = "interval:count signal:object initial:flag onError:function \
    onPoll:function";

impl WatchOptions {
    /// Reads the options of `watch`.
    pub fn read(options: &JsValue) -> Result<Box<Self>, Error> {
        let given = Arguments::read("options", options, WATCH)?;
        Ok(Box::new(Self {
            interval: given.number().flatten().unwrap_or(WATCH_INTERVAL_MS),
            signal: given.value(),
            initial: given.flag().unwrap_or(true),
            on_error: given.value(),
            on_poll: given.value(),
        }))
    }
}

fn replace(option: &mut JsValue, given: JsValue) {
    if !given.is_undefined() {
        *option = given;
    }
}

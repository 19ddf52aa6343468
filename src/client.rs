//! The client: its options, and the loop that sends a request until there is something to say.

use crate::error::Error;
use crate::host;
use crate::log::Level;
use crate::options::{ClientOptions, Pair, RequestOptions};
use crate::pace::{Pace, Turn};
use crate::query::Query;
use crate::retry::{self, Hints, Repeat};
use crate::transport::{Attempt, Lost, Response, SignalLink, Stop, abort_reason};
use crate::validate::{self, Field, push_number};
use gloo_net::http::Headers;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A client of the LlamaCloud API: what all its requests have in common.
pub struct Client {
    options: ClientOptions,
    pace: RefCell<Pace>,
}

/// A request, ready to be sent.
#[derive(Clone)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, percent-encoded, from the base URL on.
    pub path: String,
    /// The query that the operation's own parameters make.
    pub query: Query,
    /// The body: JSON as a JavaScript string.
    pub body: Option<JsValue>,
    /// Whether it may run twice.
    pub repeat: Repeat,
    /// The caller's options.
    pub options: RequestOptions,
}

/// The server's answer.
pub struct Answer {
    /// The response, its body read if there is a text.
    pub response: Response,
    /// The body as a JavaScript string.
    text: JsValue,
}

impl Client {
    /// A client with checked options. Outside of a page it needs a key.
    pub(crate) fn with(options: ClientOptions) -> Result<Rc<Self>, Error> {
        let signs =
            |(name, value): &Pair| value.is_some() && name.eq_ignore_ascii_case("authorization");
        let signed = options.api_key.is_some() || options.default_headers.iter().any(signs);
        if !signed && !host::in_page() {
            return Err(Error::argument(
                "There is no API key: set the environment variable LLAMA_CLOUD_API_KEY, or pass options.apiKey.",
            ));
        }
        let pace = RefCell::new(Pace::new(options.max_requests_per_minute));
        Ok(Rc::new(Self { options, pace }))
    }

    /// The options that it was made with.
    pub fn options(&self) -> &ClientOptions {
        &self.options
    }

    /// Sends `request` and reads the body; what is no `shape` is an error.
    pub(crate) async fn send(
        &self,
        request: &Request,
        query: &Query,
        shape: &[Field],
        stop: &Stop,
    ) -> Result<(JsValue, Response), Error> {
        let answer = self.answer(request, query, stop, true).await?;
        let body = self.parse(request, &answer, shape)?;
        Ok((body, answer.response))
    }

    #[cfg(feature = "js")]
    /// Sends `request` and gives the response away, its body unread.
    pub(crate) async fn respond(&self, request: &Request) -> Result<Response, Error> {
        let stop = Stop::default();
        let answer = self.answer(request, &request.query, &stop, false).await?;
        Ok(answer.response)
    }

    #[cfg(feature = "js")]
    /// Reads the body of a response that `respond` gave; what is no `shape` is an error.
    pub(crate) async fn read(
        &self,
        request: &Request,
        response: Response,
        shape: &[Field],
    ) -> Result<(JsValue, Response), Error> {
        let stop = Stop::default();
        let _link = SignalLink::new(&request.options.signal, &stop)?;
        let timeout = request.options.timeout.unwrap_or(self.options.timeout);
        let read = async {
            let attempt = Attempt::start(&stop, timeout)?;
            let text = attempt.text(&response).await?;
            attempt.finish();
            Ok(text)
        };
        let text = read.await.map_err(|lost| self.lost(request, lost))?;
        let answer = Answer { response, text };
        let body = self.parse(request, &answer, shape)?;
        Ok((body, answer.response))
    }

    /// Waits for `ms` milliseconds on behalf of `request`, unless nobody waits for it any more.
    pub(crate) async fn pause(&self, request: &Request, ms: u32, stop: &Stop) -> Result<(), Error> {
        let pause = stop.pause(ms).await;
        pause.map_err(|lost| self.lost(request, lost))
    }

    /// Sends `request` until there is an answer to give, an error to report, or nobody waits.
    async fn answer(
        &self,
        request: &Request,
        query: &Query,
        stop: &Stop,
        whole: bool,
    ) -> Result<Answer, Error> {
        let url = self.url(request, query);
        let headers = self.headers(request)?;
        let _link = SignalLink::new(&request.options.signal, stop)?;
        let most = request
            .options
            .max_retries
            .unwrap_or(self.options.max_retries);
        let mut retries = 0;
        loop {
            let turn = self.turn(request, stop).await?;
            self.log(Level::Debug, request, &["sent"]);
            let mut is_limited = false;
            let outcome = self.attempt(request, &url, &headers, stop, whole).await;
            self.pace.borrow_mut().end(turn, js_sys::Date::now());
            let wait = match outcome {
                Ok(answer) if matches!(answer.response.status(), 200..300) => {
                    self.log(Level::Info, request, &["answered"]);
                    return Ok(answer);
                }
                Ok(answer) => {
                    is_limited = answer.response.status() == 429;
                    self.after_response(request, answer, retries < most)?
                }
                Err(Lost::Stopped) => return Err(self.lost(request, Lost::Stopped)),
                Err(lost) if retries < most && retry::after_loss(request.repeat) => {
                    drop(lost);
                    None
                }
                Err(lost) => return Err(self.lost(request, lost)),
            };
            retries += 1;
            let wait = wait.unwrap_or_else(|| retry::backoff(retries, js_sys::Math::random()));
            if is_limited {
                let until = js_sys::Date::now() + wait as f64;
                self.pace.borrow_mut().hold(until);
            }
            let mut ms = String::new();
            push_number(&mut ms, wait as u32);
            self.log(Level::Info, request, &["sent again in ", &ms, " ms"]);
            self.pause(request, wait as u32, stop).await?;
        }
    }

    /// Waits until the client may send.
    async fn turn(&self, request: &Request, stop: &Stop) -> Result<Turn, Error> {
        loop {
            let taken = self.pace.borrow_mut().take(js_sys::Date::now());
            match taken {
                Ok(turn) => return Ok(turn),
                Err(ms) => self.pause(request, ms as u32 + 1, stop).await?,
            }
        }
    }

    /// One attempt. The body is read where the caller wants it, and where it explains an error.
    async fn attempt(
        &self,
        request: &Request,
        url: &str,
        headers: &web_sys::Headers,
        stop: &Stop,
        whole: bool,
    ) -> Result<Answer, Lost> {
        if stop.fired() {
            return Err(Lost::Stopped);
        }
        let timeout = request.options.timeout.unwrap_or(self.options.timeout);
        let attempt = Attempt::start(stop, timeout)?;
        let init = self
            .init(request, headers, &attempt)
            .map_err(Lost::Failed)?;
        let response = attempt.fetch(&self.options.fetch, url, &init).await?;
        let fine = matches!(response.status(), 200..300);
        let text = match (whole, fine) {
            (false, true) => JsValue::UNDEFINED,
            (true, true) => attempt.text(&response).await?,
            // The status is known: a body that breaks off does not make it a lost connection.
            (_, false) => match attempt.text(&response).await {
                Err(Lost::Stopped) => return Err(Lost::Stopped),
                text => text.unwrap_or_default(),
            },
        };
        attempt.finish();
        Ok(Answer { response, text })
    }

    /// How long to wait before the next try, if the server names a time; or the error to report.
    fn after_response(
        &self,
        request: &Request,
        answer: Answer,
        may_retry: bool,
    ) -> Result<Option<u64>, Error> {
        let response = &answer.response;
        let [word, ms, after] =
            ["x-should-retry", "retry-after-ms", "retry-after"].map(|name| response.header(name));
        let hints = Hints {
            x_should_retry: word.as_deref(),
            retry_after_ms: ms.as_deref(),
            retry_after: after.as_deref(),
        };
        if !may_retry || !retry::after_response(response.status(), &hints, request.repeat) {
            return Err(self.response_error(request, &answer, String::new()));
        }
        let wait = retry::server_wait(&hints, js_sys::Date::now(), host::parse_date);
        match wait {
            Some(wait) if wait > retry::LONGEST_SERVER_WAIT_MS => {
                let mut message = String::from("the server asks to wait ");
                push_number(&mut message, (wait / 1_000).min(u64::from(u32::MAX)) as u32);
                message.push_str(" s, more than the 60 s that are waited");
                Err(self.response_error(request, &answer, message))
            }
            wait => Ok(wait),
        }
    }

    /// The parsed body, checked.
    fn parse(&self, request: &Request, answer: &Answer, shape: &[Field]) -> Result<JsValue, Error> {
        let body = host::parse_json(&answer.text);
        if body.is_undefined() {
            return Err(self.response_error(request, answer, "the body is not JSON".into()));
        }
        match validate::check(&js_sys::Array::of1(&body), shape) {
            Ok(()) => Ok(body),
            Err(message) => Err(self.response_error(request, answer, message)),
        }
    }

    /// The error for an answer; an empty `message` leaves the words to the body.
    fn response_error(&self, request: &Request, answer: &Answer, message: String) -> Error {
        let status = answer.response.status();
        let message = if status == 0 || matches!(status, 300..400) {
            "the server redirects, and an API key goes nowhere but where it belongs: check baseURL"
                .into()
        } else {
            message
        };
        let key = self.options.api_key.as_deref().unwrap_or_default();
        let text = host::redacted(&answer.text, key);
        let body = match host::parse_json(&text) {
            body if !body.is_undefined() => body,
            _ if text == "" => JsValue::UNDEFINED,
            _ => text,
        };
        let error = Error::response(status, answer.response.headers(), body, message);
        self.log(Level::Info, request, &["failed"]);
        error.of_request(request.method, &request.path)
    }

    fn lost(&self, request: &Request, lost: Lost) -> Error {
        let error = match lost {
            Lost::Stopped => Error::abort(abort_reason(&request.options.signal)),
            Lost::TimedOut => Error::timeout(),
            Lost::Failed(cause) => Error::connection(cause),
        };
        error.of_request(request.method, &request.path)
    }

    fn url(&self, request: &Request, query: &Query) -> String {
        let mut merged = Query::default();
        merged.append_all(&self.options.default_query);
        merged.override_with(query);
        for (name, _) in &request.options.query {
            merged.remove(name);
        }
        merged.append_all(&request.options.query);
        let mut url = [self.options.base_url.as_str(), &request.path].concat();
        merged.push_onto(&mut url);
        url
    }

    fn headers(&self, request: &Request) -> Result<web_sys::Headers, Error> {
        let headers = Headers::new();
        headers.set("accept", "application/json");
        if let Some(key) = &self.options.api_key {
            headers.set("authorization", &["Bearer ", key].concat());
        }
        if request.body.is_some() {
            headers.set("content-type", "application/json");
        }
        let headers = headers.into_raw();
        for list in [&self.options.default_headers, &request.options.headers] {
            // A header that is named replaces the default; named again, it has two values.
            for (name, _) in list {
                headers.delete(name).map_err(|_| invalid_header(name))?;
            }
            for (name, value) in list {
                if let Some(value) = value {
                    headers
                        .append(name, value)
                        .map_err(|_| invalid_header(name))?;
                }
            }
        }
        Ok(headers)
    }

    fn init(
        &self,
        request: &Request,
        headers: &web_sys::Headers,
        attempt: &Attempt,
    ) -> Result<JsValue, JsValue> {
        let defaults = js_sys::Object::new();
        set(&defaults, "redirect", &"manual".into())?;
        if self.options.api_key.is_none() && host::in_page() {
            set(&defaults, "credentials", &"include".into())?;
        }
        let init = host::merged(
            &defaults,
            &self.options.fetch_options,
            &request.options.fetch_options,
        )?
        .unchecked_into();
        set(&init, "method", &request.method.into())?;
        set(&init, "headers", headers)?;
        set(&init, "signal", &attempt.signal())?;
        if let Some(body) = &request.body {
            set(&init, "body", body)?;
        }
        Ok(init.into())
    }

    /// Logs what happens to `request`.
    pub(crate) fn log(&self, level: Level, request: &Request, what: &[&str]) {
        let what = what.concat();
        let line = [request.method, " ", &request.path, ": ", &what];
        self.options.log().say(level, &line);
    }
}

fn set(object: &js_sys::Object, name: &str, value: &JsValue) -> Result<(), JsValue> {
    js_sys::Reflect::set(object, &name.into(), value).map(drop)
}

fn invalid_header(name: &str) -> Error {
    Error::argument(["headers: ", name, " is no header, or its value is none"].concat())
}

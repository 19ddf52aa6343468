//! The client: its options, and the loop that sends a request until there is something to say.

use crate::error::Error;
use crate::host;
use crate::log::Level;
use crate::options::{ClientOptions, Pair, RequestOptions};
use crate::pace::Pace;
use crate::query::Query;
use crate::retry::{self, Hints, Repeat};
use crate::transport::{Answer, Attempt, Fetch, Lost, SignalLink, Stop, reason};
use crate::validate::{self, Field, push_number};
use gloo_net::http::Headers;
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A client of the LlamaCloud API: what all its requests have in common.
pub struct Client {
    options: Box<ClientOptions>,
    pace: RefCell<Pace>,
}

/// A request, ready to be sent.
pub struct Request {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, percent-encoded, from the base URL on.
    pub path: String,
    /// The query that the operation's parameters and the request's options make.
    pub query: Query,
    /// The body: JSON as a JavaScript string.
    pub body: Option<JsValue>,
    /// Whether it may run twice.
    pub repeat: Repeat,
    /// The caller's options.
    pub options: Box<RequestOptions>,
}

/// What is wanted of the answer to a request.
pub enum Wanted {
    /// All of it.
    All,
    #[cfg(feature = "js")]
    /// The response alone, its body unread.
    Head,
    #[cfg(feature = "js")]
    /// The body of this response, which is there already.
    BodyOf(crate::transport::Response),
}

impl Client {
    /// A client with checked options. Outside of a page it needs a key.
    pub(crate) fn with(options: Box<ClientOptions>) -> Result<Rc<Self>, Error> {
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

    /// Asks for the answer of `request`; its body is not yet parsed.
    pub(crate) fn ask<'a>(
        &'a self,
        request: &'a Request,
        query: &'a Query,
        stop: &'a Stop,
        wanted: Wanted,
    ) -> Asked<'a> {
        Box::pin(self.answer(request, query, stop, wanted))
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
        wanted: Wanted,
    ) -> Result<Answer, Error> {
        let _link = SignalLink::new(&request.options.signal, stop)?;
        #[cfg(feature = "js")]
        if let Wanted::BodyOf(response) = wanted {
            let attempt = Attempt::start(stop, self.timeout(request));
            let answer = attempt.read(response).await;
            return answer.map_err(|lost| self.lost(request, lost));
        }
        let whole = matches!(wanted, Wanted::All);
        let mut url = [self.options.base_url.as_str(), &request.path].concat();
        query.push_onto(&self.options.default_query, &mut url);
        let headers = self.headers(request)?;
        let most = request.options.max_retries;
        let most = most.unwrap_or(self.options.max_retries);
        let mut retries = 0;
        let mut wait = 0.0;
        loop {
            if wait > 0.0 {
                self.pause(request, wait as u32, stop).await?;
            }
            let taken = self.pace.borrow_mut().take(js_sys::Date::now());
            let turn = match taken {
                Ok(turn) => turn,
                Err(ms) => {
                    wait = ms + 1.0;
                    continue;
                }
            };
            self.log(Level::Debug, request, "sent");
            let outcome = self.attempt(request, &url, &headers, stop, whole).await;
            self.pace.borrow_mut().end(turn, js_sys::Date::now());
            let mut is_limited = false;
            let asked = match outcome {
                Ok(answer) if answer.response.is_fine() => {
                    self.log(Level::Info, request, "answered");
                    return Ok(answer);
                }
                Ok(answer) => {
                    is_limited = answer.response.status() == 429;
                    self.after_response(request, answer, retries < most)?
                }
                Err(lost) => {
                    let may_pass = !matches!(lost, Lost::Stopped);
                    if !(may_pass && retries < most && retry::after_loss(request.repeat)) {
                        return Err(self.lost(request, lost));
                    }
                    None
                }
            };
            retries += 1;
            wait = asked.unwrap_or_else(|| retry::backoff(retries, js_sys::Math::random()));
            if is_limited {
                let until = js_sys::Date::now() + wait;
                self.pace.borrow_mut().hold(until);
            }
            let mut line = String::from("sent again in ");
            push_number(&mut line, wait as u32);
            line.push_str(" ms");
            self.log(Level::Info, request, &line);
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
        const NONE: &JsValue = &JsValue::UNDEFINED;
        let attempt = Attempt::start(stop, self.timeout(request));
        let fetch = Fetch {
            whole,
            fetch: &self.options.fetch,
            url,
            method: request.method,
            headers,
            body: request.body.as_ref().unwrap_or(NONE),
            signal: if whole { NONE } else { &request.options.signal },
            with_cookies: self.options.api_key.is_none() && host::in_page(),
            options: [&self.options.fetch_options, &request.options.fetch_options],
        };
        attempt.exchange(fetch).await
    }

    /// How long to wait before the next try, if the server names a time; or the error to report.
    fn after_response(
        &self,
        request: &Request,
        answer: Answer,
        may_retry: bool,
    ) -> Result<Option<f64>, Error> {
        let response = &answer.response;
        let [word, ms, after] =
            ["x-should-retry", "retry-after-ms", "retry-after"].map(|name| response.header(name));
        let hints = Hints {
            x_should_retry: word.as_deref(),
            retry_after_ms: ms.as_deref(),
            retry_after: after.as_deref(),
        };
        let mut message = String::new();
        if may_retry && retry::after_response(response.status(), &hints, request.repeat) {
            let wait = retry::server_wait(&hints, js_sys::Date::now(), host::parse_date);
            match wait {
                Some(wait) if wait > retry::LONGEST_SERVER_WAIT_MS => {
                    message.push_str("the server asks to wait ");
                    push_number(&mut message, (wait / 1_000.0) as u32);
                    message.push_str(" s, more than the 60 s that are waited");
                }
                wait => return Ok(wait),
            }
        }
        Err(self.response_error(request, &answer, message))
    }

    /// The parsed body, checked.
    pub(crate) fn parse(
        &self,
        request: &Request,
        answer: &Answer,
        shape: &[Field],
    ) -> Result<JsValue, Error> {
        let body = host::parse_json(&answer.text);
        let checked = if body.is_undefined() {
            Err("the body is not JSON".into())
        } else {
            validate::check(&js_sys::Array::of1(&body), shape)
        };
        match checked {
            Ok(()) => Ok(body),
            Err(message) => Err(self.response_error(request, answer, message)),
        }
    }

    /// The error for an answer; an empty `message` leaves the words to the body.
    fn response_error(&self, request: &Request, answer: &Answer, mut message: String) -> Error {
        let status = answer.response.status();
        if matches!(status, 0 | 301..=303 | 307 | 308) {
            message = "the server redirects, and an API key goes nowhere but where it belongs: check baseURL".into();
        }
        let body = host::body_of(&self.without_key(request, &answer.text));
        let error = Error::response(status, answer.response.headers(), body, message);
        self.failed(request, error)
    }

    fn lost(&self, request: &Request, lost: Lost) -> Error {
        let error = match lost {
            Lost::Stopped => Error::abort(reason(&request.options.signal)),
            Lost::TimedOut => Error::timeout(),
            Lost::Failed(cause) => {
                let words = self.without_key(request, &host::words(&cause));
                Error::connection(words.as_string().unwrap_or_default(), cause)
            }
        };
        self.failed(request, error)
    }

    fn failed(&self, request: &Request, error: Error) -> Error {
        self.log(Level::Info, request, "failed");
        error.of_request(request.method, &request.path)
    }

    /// `text` without the key that was sent along.
    fn without_key(&self, request: &Request, text: &JsValue) -> JsValue {
        match self.headers(request) {
            Ok(headers) => host::redacted(text, &headers),
            Err(_) => JsValue::UNDEFINED,
        }
    }

    fn timeout(&self, request: &Request) -> Option<u32> {
        request.options.timeout.unwrap_or(self.options.timeout)
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

    /// Logs what happens to `request`.
    pub(crate) fn log(&self, level: Level, request: &Request, what: &str) {
        let line = [request.method, " ", &request.path, ": ", what];
        self.options.log().say(level, &line);
    }
}

/// What a request is answered with.
pub type Asked<'a> = Pin<Box<dyn Future<Output = Result<Answer, Error>> + 'a>>;

fn invalid_header(name: &str) -> Error {
    Error::argument(["headers: ", name, " is no header, or its value is none"].concat())
}

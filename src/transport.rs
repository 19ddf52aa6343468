//! One attempt of a request: `fetch`, its deadline, and the ways to give it up.
//!
//! Whatever happens, nothing stays behind: timers, listeners and connections are ended by guards.

use crate::error::Error;
use crate::host;
use js_sys::Promise;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Why an attempt gave no answer.
pub enum Lost {
    /// Nobody waits for it any more.
    Stopped,
    /// It took too long.
    TimedOut,
    /// The host threw this.
    Failed(JsValue),
}

impl Default for Stop {
    fn default() -> Self {
        Self::new()
    }
}

impl Stop {
    /// Waits for `ms` milliseconds, or until nobody waits any more.
    pub async fn pause(&self, ms: u32) -> Result<(), Lost> {
        let attempt = Attempt::start(self, Some(ms));
        match attempt.in_time(attempt.deadline.reached()).await {
            Ok(_) | Err(Lost::TimedOut) => Ok(()),
            Err(lost) => Err(lost),
        }
    }
}

/// The caller's signal, linked to a [`Stop`] for as long as this lives.
pub struct SignalLink(JsValue);

impl SignalLink {
    /// Fires `stop` when `signal` fires, or at once if it has. Without a signal there is no link.
    pub fn new(signal: &JsValue, stop: &Stop) -> Result<Option<Self>, Error> {
        if signal.is_undefined() {
            return Ok(None);
        }
        let link = link(signal, stop);
        if link.is_undefined() {
            return Err(Error::argument("options.signal must be an AbortSignal"));
        }
        Ok(Some(Self(link)))
    }
}

impl Drop for SignalLink {
    fn drop(&mut self) {
        unlink(&self.0);
    }
}

/// One attempt of a request. The connection is closed when this is dropped before it is finished.
pub struct Attempt {
    stop: Stop,
    deadline: Deadline,
    /// The answer is whole, or somebody else's from here on.
    finished: bool,
}

/// The server's answer.
pub struct Answer {
    /// The response, its body read if there is a text.
    pub response: Response,
    /// The body as a JavaScript string.
    pub text: JsValue,
}

/// What an attempt asks for.
pub struct Fetch<'a> {
    /// Whether the body is wanted as well.
    pub whole: bool,
    /// The `fetch` to call, or the global one.
    pub fetch: &'a JsValue,
    /// Where.
    pub url: &'a str,
    /// How.
    pub method: &'a str,
    /// The headers.
    pub headers: &'a web_sys::Headers,
    /// The body as a JavaScript string.
    pub body: &'a JsValue,
    /// The caller's own signal, where the response is given away before its body has come.
    pub signal: &'a JsValue,
    /// Whether a page's user is known by cookies.
    pub with_cookies: bool,
    /// More options, the later ones first in rank.
    pub options: [&'a JsValue; 2],
}

impl Attempt {
    /// Starts the clock: `timeout` milliseconds, or for ever.
    pub fn start(stop: &Stop, timeout: Option<u32>) -> Self {
        Self::with(stop, timeout, false)
    }

    /// The same, but its time ends all that `stop` would end, for as long as this lives.
    pub fn limit(stop: &Stop, timeout: Option<u32>) -> Self {
        Self::with(stop, timeout, true)
    }

    fn with(stop: &Stop, timeout: Option<u32>, ends: bool) -> Self {
        Self {
            deadline: Deadline::new(stop, timeout, ends),
            stop: stop.clone(),
            finished: false,
        }
    }

    /// The answer, its body as text where it is wanted or explains an error.
    pub async fn exchange(mut self, fetch: Fetch<'_>) -> Result<Answer, Lost> {
        let [options, more] = fetch.options;
        let text = self.deadline.exchange(
            fetch.whole,
            fetch.fetch,
            fetch.url,
            fetch.method,
            fetch.headers,
            fetch.body,
            fetch.signal,
            fetch.with_cookies,
            options,
            more,
        );
        let text = self.in_time(text).await;
        let response = Response(self.deadline.response());
        match text {
            Ok(text) => {
                self.finished = true;
                Ok(Answer { response, text })
            }
            // The status is known: a body that breaks off does not make it a lost connection.
            Err(Lost::TimedOut | Lost::Failed(_)) if response.is_refusal() => Ok(Answer {
                response,
                text: JsValue::UNDEFINED,
            }),
            Err(lost) => Err(lost),
        }
    }

    #[cfg(feature = "js")]
    /// The answer whose response is there already.
    pub async fn read(mut self, response: Response) -> Result<Answer, Lost> {
        let text = self.before(&text(&response.0)).await?;
        self.finished = true;
        Ok(Answer { response, text })
    }

    /// What `promise` settles to, if it does in time. It is left alone otherwise: racing in
    /// JavaScript keeps nothing alive in wasm for a promise that never settles.
    fn before(&self, promise: &Promise) -> InTime<'_> {
        self.in_time(self.deadline.before(promise))
    }

    fn in_time(&self, race: Promise) -> InTime<'_> {
        InTime {
            attempt: self,
            race: race.into(),
        }
    }

    /// Whether its time is over.
    pub fn timed_out(&self) -> bool {
        self.deadline.timed_out()
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        self.deadline.close(self.finished);
    }
}

/// What a promise settles to that ends with the attempt.
struct InTime<'a> {
    attempt: &'a Attempt,
    race: JsFuture,
}

impl Future for InTime<'_> {
    type Output = Result<JsValue, Lost>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let settled = ready!(Pin::new(&mut self.race).poll(cx));
        Poll::Ready(if self.attempt.stop.fired() {
            Err(Lost::Stopped)
        } else if self.attempt.timed_out() {
            Err(Lost::TimedOut)
        } else {
            settled.map_err(Lost::Failed)
        })
    }
}

/// Calls a caller's function, the option `name`, and waits for it, unless nobody waits any more,
/// which `signal` tells why.
pub async fn tell(
    name: &str,
    callback: &JsValue,
    argument: &JsValue,
    stop: &Stop,
    signal: &JsValue,
) -> Result<(), Error> {
    if callback.is_undefined() {
        return Ok(());
    }
    let attempt = Attempt::start(stop, None);
    match attempt.before(&host::call(callback, argument)).await {
        Ok(_) => Ok(()),
        Err(Lost::Failed(thrown)) => Err(Error::callback(name, thrown)),
        Err(_) => Err(Error::abort(reason(signal))),
    }
}

/// A response of any realm, or what a caller's `fetch` takes for one.
#[derive(Clone)]
pub struct Response(pub JsValue);

impl Response {
    /// The status code; 0 for a redirect that the host hides, as browsers do.
    pub fn status(&self) -> u16 {
        status_of(&self.0).unwrap_or_default()
    }

    /// Whether the status is one of success.
    pub fn is_fine(&self) -> bool {
        matches!(self.status(), 200..300)
    }

    /// Whether there is a response and its status is none of success.
    fn is_refusal(&self) -> bool {
        !matches!(status_of(&self.0), None | Some(200..300))
    }

    /// The headers object, for the caller.
    pub fn headers(&self) -> JsValue {
        headers_of(&self.0)
    }

    /// One header's value.
    pub fn header(&self, name: &str) -> Option<String> {
        header(&self.0, name)
    }
}

// None of these throws.
#[wasm_bindgen(module = "/pkg-template/transport.js")]
extern "C" {
    /// Says whether anybody still waits: the caller's signal may fire, an iterator may be closed.
    #[derive(Clone)]
    pub type Stop;

    #[wasm_bindgen(constructor)]
    fn new() -> Stop;

    /// Ends whatever is under way, and all that would follow.
    #[wasm_bindgen(method)]
    pub fn fire(this: &Stop);

    /// Whether nobody waits any more.
    #[wasm_bindgen(method, getter)]
    pub fn fired(this: &Stop) -> bool;

    type Deadline;

    #[wasm_bindgen(constructor)]
    fn new(stop: &Stop, ms: Option<u32>, ends: bool) -> Deadline;

    #[wasm_bindgen(method, getter)]
    fn reached(this: &Deadline) -> Promise;

    #[wasm_bindgen(method, getter, js_name = timedOut)]
    fn timed_out(this: &Deadline) -> bool;

    #[wasm_bindgen(method)]
    fn before(this: &Deadline, promise: &Promise) -> Promise;

    #[wasm_bindgen(method, getter)]
    fn response(this: &Deadline) -> JsValue;

    #[wasm_bindgen(method)]
    fn exchange(
        this: &Deadline,
        whole: bool,
        fetch: &JsValue,
        url: &str,
        method: &str,
        headers: &web_sys::Headers,
        body: &JsValue,
        signal: &JsValue,
        with_cookies: bool,
        options: &JsValue,
        more: &JsValue,
    ) -> Promise;

    #[wasm_bindgen(method)]
    fn close(this: &Deadline, finished: bool);

    fn link(signal: &JsValue, stop: &Stop) -> JsValue;
    fn unlink(link: &JsValue);

    /// Why a signal fired: any value at all, undefined without a signal.
    pub fn reason(signal: &JsValue) -> JsValue;

    /// Whether a signal has fired; undefined has not.
    #[wasm_bindgen(js_name = isAborted)]
    pub fn is_aborted(signal: &JsValue) -> bool;

    #[wasm_bindgen(js_name = statusOf)]
    fn status_of(response: &JsValue) -> Option<u16>;

    #[wasm_bindgen(js_name = headersOf)]
    fn headers_of(response: &JsValue) -> JsValue;

    fn header(response: &JsValue, name: &str) -> Option<String>;

    fn text(response: &JsValue) -> Promise;
}

//! One attempt of a request: `fetch`, its deadline, and the ways to give it up.
//!
//! Whatever happens, nothing stays behind: timers, listeners and connections are ended by guards.

use crate::error::Error;
use crate::host;
use gloo_timers::callback::Timeout;
use js_sys::{Array, Function, Promise};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

/// Why an attempt gave no answer.
pub enum Lost {
    /// Nobody waits for it any more.
    Stopped,
    /// It took too long.
    TimedOut,
    /// The host threw this.
    Failed(JsValue),
}

/// Says whether anybody still waits: the caller's signal may fire, an iterator may be closed.
#[derive(Clone, Default)]
pub struct Stop(Rc<StopState>);

#[derive(Default)]
struct StopState {
    stopped: Cell<bool>,
    /// Wake the attempts and the pauses that are under way.
    wakes: RefCell<Vec<Function>>,
}

impl Stop {
    /// Ends whatever is under way, and all that would follow.
    pub fn fire(&self) {
        self.0.stopped.set(true);
        let wakes = self.0.wakes.take();
        wakes.iter().for_each(wake_up);
    }

    /// Whether nobody waits any more.
    pub fn fired(&self) -> bool {
        self.0.stopped.get()
    }

    /// Waits for `ms` milliseconds, or until nobody waits any more.
    pub async fn pause(&self, ms: u32) -> Result<(), Lost> {
        let deadline = Deadline::start(self, Some(ms));
        match deadline.before(&deadline.reached).await {
            Err(Lost::TimedOut) => Ok(()),
            Err(lost) => Err(lost),
            Ok(_) => Ok(()),
        }
    }
}

/// The caller's signal, linked to a [`Stop`] for as long as this lives.
pub struct SignalLink {
    signal: AbortSignal,
    on_abort: Closure<dyn FnMut()>,
}

impl SignalLink {
    /// Fires `stop` when `signal` fires, or at once if it has. Without a signal there is no link.
    pub fn new(signal: &JsValue, stop: &Stop) -> Result<Option<Self>, Error> {
        if signal.is_undefined() {
            return Ok(None);
        }
        let signal: AbortSignal = signal.clone().unchecked_into();
        let refuse = |_| Error::argument("options.signal must be an AbortSignal");
        if signal.aborted().map_err(refuse)?.is_truthy() {
            stop.fire();
        }
        let stop = stop.clone();
        let on_abort = Closure::new(move || stop.fire());
        signal
            .add_event_listener("abort", on_abort.as_ref().unchecked_ref())
            .map_err(refuse)?;
        Ok(Some(Self { signal, on_abort }))
    }
}

impl Drop for SignalLink {
    fn drop(&mut self) {
        let listener = self.on_abort.as_ref().unchecked_ref();
        let _ = self.signal.remove_event_listener("abort", listener);
    }
}

/// Why `signal` fired: any value at all.
pub fn abort_reason(signal: &JsValue) -> JsValue {
    let signal: &AbortSignal = signal.unchecked_ref();
    signal.reason().unwrap_or_default()
}

/// One attempt of a request. The connection is closed when this is dropped before `finish`.
pub struct Attempt {
    deadline: Deadline,
    controller: AbortController,
    finished: bool,
}

impl Attempt {
    /// Starts the clock: `timeout` milliseconds, or for ever.
    pub fn start(stop: &Stop, timeout: Option<u32>) -> Result<Self, Lost> {
        Ok(Self {
            controller: AbortController::new().map_err(Lost::Failed)?,
            deadline: Deadline::start(stop, timeout),
            finished: false,
        })
    }

    /// The signal for `fetch`.
    pub fn signal(&self) -> JsValue {
        self.controller.signal().into()
    }

    /// The head of the answer.
    pub async fn fetch(
        &self,
        fetch: &JsValue,
        url: &str,
        init: &JsValue,
    ) -> Result<Response, Lost> {
        let response = self.deadline.before(&host::send(fetch, url, init)).await?;
        let response: Response = response.unchecked_into();
        match response.raw_status().map(|status| status.as_f64()) {
            Ok(Some(_)) => Ok(response),
            Ok(None) => Err(Lost::Failed(no_response())),
            Err(thrown) => Err(Lost::Failed(thrown)),
        }
    }

    /// The body of the answer as a JavaScript string, to its last byte.
    pub async fn text(&self, response: &Response) -> Result<JsValue, Lost> {
        self.deadline.before(&host::text(response)).await
    }

    /// The answer is whole, or somebody else's from here on.
    pub fn finish(mut self) {
        self.finished = true;
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if !self.finished {
            self.controller.abort();
        }
    }
}

impl Response {
    /// The status code; 0 where the host hides it, as it does for a redirect in a browser.
    pub fn status(&self) -> u16 {
        let status = self.raw_status().ok().and_then(|status| status.as_f64());
        status.unwrap_or_default() as u16
    }

    /// The headers object, for the caller.
    pub fn headers(&self) -> JsValue {
        self.raw_headers().unwrap_or_default()
    }

    /// One header's value.
    pub fn header(&self, name: &str) -> Option<String> {
        host::header(self, name)
    }
}

fn no_response() -> JsValue {
    js_sys::TypeError::new("fetch did not resolve to a Response").into()
}

/// The moment at which an attempt or a pause must end.
struct Deadline {
    stop: Stop,
    timed_out: Rc<Cell<bool>>,
    wake: Option<Function>,
    /// Resolves at that moment.
    reached: Promise,
    _timer: Option<Timeout>,
}

impl Deadline {
    fn start(stop: &Stop, ms: Option<u32>) -> Self {
        let mut wake = None;
        let reached = Promise::new(&mut |resolve, _| wake = Some(resolve));
        let timed_out = Rc::new(Cell::new(false));
        let timer = ms.zip(wake.clone()).map(|(ms, wake)| {
            let timed_out = timed_out.clone();
            Timeout::new(ms, move || {
                timed_out.set(true);
                wake_up(&wake);
            })
        });
        if let (true, Some(wake)) = (stop.fired(), &wake) {
            wake_up(wake);
        }
        stop.0.wakes.borrow_mut().extend(wake.clone());
        Self {
            stop: stop.clone(),
            wake,
            timed_out,
            reached,
            _timer: timer,
        }
    }

    /// What `promise` settles to, if it does in time. It is left alone otherwise: racing in
    /// JavaScript keeps nothing alive in wasm for a promise that never settles.
    async fn before(&self, promise: &Promise) -> Result<JsValue, Lost> {
        let race = Promise::race(&Array::of2(promise, &self.reached));
        let settled = JsFuture::from(race).await;
        if self.stop.fired() {
            Err(Lost::Stopped)
        } else if self.timed_out.get() {
            Err(Lost::TimedOut)
        } else {
            settled.map_err(Lost::Failed)
        }
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        let ours = self.wake.as_ref();
        let mut wakes = self.stop.0.wakes.borrow_mut();
        wakes.retain(|wake| Some(wake) != ours);
    }
}

/// Resolves a promise; the host's own `resolve` does not throw.
fn wake_up(resolve: &Function) {
    let _ = resolve.call0(&JsValue::UNDEFINED);
}

#[wasm_bindgen]
extern "C" {
    /// A response of any realm, or what a caller's `fetch` takes for one.
    #[wasm_bindgen(extends = js_sys::Object)]
    pub type Response;

    #[wasm_bindgen(method, structural, getter, catch, js_name = status)]
    fn raw_status(this: &Response) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, structural, getter, catch, js_name = headers)]
    fn raw_headers(this: &Response) -> Result<JsValue, JsValue>;

    /// A signal of any realm.
    type AbortSignal;

    #[wasm_bindgen(method, structural, getter, catch)]
    fn aborted(this: &AbortSignal) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, structural, getter, catch)]
    fn reason(this: &AbortSignal) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, structural, catch, js_name = addEventListener)]
    fn add_event_listener(
        this: &AbortSignal,
        kind: &str,
        listener: &Function,
    ) -> Result<(), JsValue>;

    #[wasm_bindgen(method, structural, catch, js_name = removeEventListener)]
    fn remove_event_listener(
        this: &AbortSignal,
        kind: &str,
        listener: &Function,
    ) -> Result<(), JsValue>;
}

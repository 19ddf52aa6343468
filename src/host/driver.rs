//! Drives an operation: does what it says, and tells it what happened.

use super::body::{JsBody, is_batch, is_page};
use super::client::{Call, Method, concurrency, time_of};
use super::environment::{ms_until, now, random, wall};
use super::scope::{Outcome, Scope, Task};
use crate::core::exchange::{Exchange, TIMER_SLACK_MS};
use crate::core::failure::Failure;
use crate::core::list::List;
use crate::core::log::Record;
use crate::core::operation::{
    Action, Context, Event, Notice, Operation, ReceivedBody, Response, Slot,
};
use crate::core::request::{CREATED_FROM, CREATED_TO, Expects, Request};
use crate::core::retry::RetryHints;
use crate::core::wait::{Wait, WaitPolicy};
use crate::core::watch::{Watch, WatchPolicy};
use crate::core::window::Window;
use crate::core::windows::ConcurrentWindows;
use crate::wire::schema::{self, BATCH, PAGE};
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// An operation that runs, and whom it tells of what happens meanwhile.
pub struct Driver<C: Callbacks> {
    operation: Box<dyn Operation<JsBody>>,
    call: Rc<Call>,
    scope: Scope,
    /// What each slot has under way.
    running: Vec<Option<Running>>,
    may_retry: bool,
    callbacks: C,
}

/// The caller's functions, as a surface knows them.
pub trait Callbacks {
    /// Calls the function that hears of `notice`, if there is one. Unless it has returned, it is a task; with the name
    /// of the option that it was given by.
    fn call(&mut self, scope: &Scope, notice: Notice<JsBody>) -> Option<(&'static str, Task)>;
}

/// What to do with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Get its answer, or go through the pages of a list or the changes of a watch.
    Whole,
    /// Get the response, its body unread.
    Head,
    /// Go through a list for its items, in concurrent windows if that is wanted.
    Items,
}

/// What comes of a step.
pub enum Step {
    /// Nothing before this promise resolves.
    Pending(Promise),
    /// A value; more may come.
    Yield(JsValue),
    /// The answer of a call, or the end.
    Done(Option<JsValue>),
    /// It failed.
    Failed(Reason),
}

/// Why an operation ended.
pub enum Reason {
    /// It failed.
    Failure(Box<Failure<JsBody>>),
    /// The caller gave it up.
    Cancelled,
    /// The caller's function, the option of this name, threw.
    Callback(&'static str, Task),
    /// The host has no timers to sleep by: it threw.
    NoTimer(Task),
}

struct Running {
    task: Task,
    purpose: Purpose,
}

enum Purpose {
    Request(Expects),
    /// Over at this time, in milliseconds; and how far the wall clock is ahead of it.
    Sleep(f64, f64),
    Callback(&'static str),
}

impl<C: Callbacks> Driver<C> {
    /// Starts `call`. If `given` is an exchange, the body of its response is read instead.
    pub fn new(call: Rc<Call>, mode: Mode, given: &JsValue, callbacks: C) -> Box<Self> {
        let operation = operation(&call, mode);
        Self::drive(call, operation, given, callbacks)
    }

    /// The same list after the last page that was yielded, from `cursor` on; none is the end.
    pub fn rest(&self, cursor: Option<String>) -> Option<Box<Self>>
    where
        C: Copy,
    {
        let operation = self.operation.rest(cursor)?;
        Some(Self::drive(
            self.call.clone(),
            operation,
            &JsValue::UNDEFINED,
            self.callbacks,
        ))
    }

    fn drive(
        call: Rc<Call>,
        operation: Box<dyn Operation<JsBody>>,
        given: &JsValue,
        callbacks: C,
    ) -> Box<Self> {
        Box::new(Self {
            operation,
            scope: Scope::new(&call.client.given, &call.options, given),
            call,
            running: Vec::new(),
            may_retry: given.is_undefined(),
            callbacks,
        })
    }

    /// What it has under way.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Goes on until there is something to wait for, or something to hand out.
    pub fn step(&mut self) -> Step {
        let mut event = Event::Poll;
        loop {
            if self.scope.cancelled() {
                return self.end(Reason::Cancelled);
            }
            match self.step_operation(event) {
                Action::Send(slot, request) => self.send(slot, request),
                Action::Sleep(slot, ms) => {
                    let now = now(0.0);
                    let purpose = Purpose::Sleep(now + ms, wall() - now);
                    self.run(slot, self.scope.sleep(ms), purpose);
                }
                Action::Notify(slot, notice) => {
                    if let Some(next) = self.notify(slot, notice) {
                        event = next;
                        continue;
                    }
                }
                Action::Abort(slot) => {
                    if let Some(running) = self.take(slot) {
                        running.task.abort();
                    }
                }
                Action::Wait => match self.next_event() {
                    Some(Ok(next)) => {
                        event = next;
                        continue;
                    }
                    Some(Err(reason)) => return self.end(reason),
                    None => return Step::Pending(self.scope.changed()),
                },
                Action::Yield(body) => return Step::Yield(body.value()),
                Action::Done(body) => {
                    self.scope.close();
                    return Step::Done(body.map(|body| body.value()));
                }
                Action::Fail(failure) => return self.end(Reason::Failure(failure)),
            }
            event = Event::Poll;
        }
    }

    fn end(&self, reason: Reason) -> Step {
        self.scope.close();
        Step::Failed(reason)
    }

    fn step_operation(&mut self, event: Event<JsBody>) -> Action<JsBody> {
        let client = &self.call.client;
        let exchange = match &event {
            Event::Response(_, response) => (&response.origin).into(),
            _ => JsValue::UNDEFINED,
        };
        let logger = |record: &Record<'_>| {
            let request = record.request;
            self.scope.log(
                record.level as u32,
                request.method,
                &request.path,
                record.outcome,
                record.status,
                record.attempt,
                request.max_retries.saturating_add(1),
                record.took,
                record.delay,
                &exchange,
            );
        };
        let (now, wall, random) = (now(0.0), wall(), random());
        let mut limiter = client.limiter.borrow_mut();
        let mut cx = Context {
            now,
            wall,
            random,
            may_retry: self.may_retry,
            level: client.level,
            logger: &logger,
            ..Context::new(&mut limiter)
        };
        self.operation.step(&mut cx, event)
    }

    fn send(&mut self, slot: Slot, request: Rc<Request>) {
        let Call {
            client,
            base_url,
            headers,
            timeout,
            ..
        } = &*self.call;
        let mut url = [base_url.as_str(), &request.path].concat();
        request.query.append_to(&client.default_query, &mut url);
        let reads = request.expects != Expects::Unread;
        let task = self.scope.fetch(
            &url,
            request.method,
            headers,
            request.body.as_deref(),
            reads,
            client.with_cookies,
            *timeout,
        );
        self.run(slot, task, Purpose::Request(request.expects));
    }

    /// Calls the caller's function; without one, it has returned already.
    fn notify(&mut self, slot: Slot, notice: Notice<JsBody>) -> Option<Event<JsBody>> {
        match self.callbacks.call(&self.scope, notice) {
            Some((name, task)) => {
                self.run(slot, task, Purpose::Callback(name));
                None
            }
            None => Some(Event::Elapsed(slot)),
        }
    }

    fn run(&mut self, slot: Slot, task: Task, purpose: Purpose) {
        if self.running.len() <= slot {
            self.running.resize_with(slot + 1, || None);
        }
        if let Some(place) = self.running.get_mut(slot) {
            *place = Some(Running { task, purpose });
        }
    }

    fn take(&mut self, slot: Slot) -> Option<Running> {
        self.running.get_mut(slot)?.take()
    }

    /// What happened to a task that is over.
    fn next_event(&mut self) -> Option<Result<Event<JsBody>, Reason>> {
        let is_over = |running: &Option<Running>| {
            running
                .as_ref()
                .is_some_and(|running| running.task.state() != Outcome::Pending)
        };
        let slot = self.running.iter().position(is_over)?;
        let Running { task, purpose } = self.take(slot)?;
        Some(Ok(match (purpose, task.state()) {
            (Purpose::Request(expects), _) => {
                Event::Response(slot, Box::new(response(expects, task)))
            }
            (Purpose::Sleep(..), Outcome::Failed) => return Some(Err(Reason::NoTimer(task))),
            (Purpose::Sleep(due, ahead), _) => {
                // The clock stands still, or is a test's. Only then the wall clock counts.
                if due - now(0.0) > TIMER_SLACK_MS {
                    now(due.max(wall() - ahead));
                }
                Event::Elapsed(slot)
            }
            (Purpose::Callback(_), Outcome::Done) => Event::Elapsed(slot),
            (Purpose::Callback(name), _) => return Some(Err(Reason::Callback(name, task))),
        }))
    }
}

impl<C: Callbacks> Drop for Driver<C> {
    /// Whatever is still under way ends with the operation.
    fn drop(&mut self) {
        self.scope.close();
    }
}

/// What `call` is, not begun.
fn operation(call: &Call, mode: Mode) -> Box<dyn Operation<JsBody>> {
    let Call {
        request, options, ..
    } = call;
    let concurrency = concurrency(options);
    match call.method {
        _ if mode == Mode::Head => {
            let mut head = Request::clone(request);
            head.expects = Expects::Unread;
            Box::new(Exchange::new(Rc::new(head)))
        }
        Method::List if mode == Mode::Items && concurrency > 1 => {
            let bounds = Window {
                lower: time_of(request, CREATED_FROM),
                upper: time_of(request, CREATED_TO),
            };
            let ordered = options.boolean("ordered", true);
            let request = request.clone();
            Box::new(ConcurrentWindows::new(
                request,
                bounds,
                concurrency,
                ordered,
            ))
        }
        Method::List => Box::new(List::new(request.clone())),
        Method::Wait | Method::CreateAndPoll => {
            let policy = WaitPolicy {
                poll_interval: options.number("pollInterval", 1_000.0),
                max_interval: options.number("maxInterval", 10_000.0),
                timeout: options.number("timeout", f64::INFINITY),
                fails_with_batch: options.boolean("throwOnFailure", false),
            };
            Box::new(Wait::new(request.clone(), policy))
        }
        Method::Watch => {
            let policy = WatchPolicy {
                interval: options.number("interval", 5_000.0),
                initial: options.boolean("initial", true),
                least: time_of(request, CREATED_FROM),
            };
            Box::new(Watch::new(request.clone(), policy))
        }
        Method::Get | Method::Create | Method::Cancel => Box::new(Exchange::new(request.clone())),
    }
}

/// What a response holds, checked.
fn response(expects: Expects, task: Task) -> Response<JsBody> {
    let outcome = task.state();
    let status = match outcome {
        Outcome::Done => task.status(),
        _ => 0,
    };
    let is_success = matches!(status, 200..300);
    let polls = expects == Expects::PolledBatch;
    let hints = if is_success && !polls {
        RetryHints::default()
    } else {
        RetryHints::read(|name| task.header(name), ms_until)
    };
    let body = match (outcome, expects) {
        (Outcome::TimedOut, _) => ReceivedBody::TimedOut,
        (Outcome::Pending | Outcome::Failed, _) => ReceivedBody::Lost,
        (_, Expects::Unread) => ReceivedBody::Unread,
        _ if !is_success => ReceivedBody::Unread,
        (_, Expects::Page) => received(&task, false),
        (_, Expects::Batch | Expects::PolledBatch) => received(&task, true),
    };
    Response {
        status,
        hints,
        body,
        origin: task,
    }
}

/// The body, if it is a batch or else a page.
fn received(task: &Task, expects_batch: bool) -> ReceivedBody<JsBody> {
    let body = task.body();
    if body.is_undefined() {
        return match task.is_cut_off() {
            true => ReceivedBody::CutOff,
            false => ReceivedBody::Unexpected("the body is not JSON: check baseURL".into()),
        };
    }
    let (passes, fields) = match expects_batch {
        true => (is_batch(&body), BATCH),
        false => (is_page(&body), PAGE),
    };
    let checked = match passes {
        true => Ok(()),
        false => schema::check(&body, fields),
    };
    match checked {
        Ok(()) => ReceivedBody::Valid(JsBody::new(&body, expects_batch)),
        Err(mismatch) => ReceivedBody::Unexpected(mismatch),
    }
}

//! A virtual clock, and a shell that drives one operation against the model server.

use super::body::ModelBody;
use super::ledger::Ledger;
use super::network::{Fault, Hint, Network};
use super::random::Random;
use super::server::{EPOCH_MS, Server};
use super::task::{Outcome, Purpose, Task, event};
use crate::core::failure::Failure;
use crate::core::log::Level;
use crate::core::operation::{Action, Context, Event, Notice, Operation, Slot};
use crate::core::query::Query;
use crate::core::rate_limiter::RateLimiter;
use crate::core::request::{BATCHES_PATH, CREATED_FROM, CREATED_TO, Expects, Request};
use std::fmt::Write;
use std::rc::Rc;

/// More steps than any run needs.
const MAX_STEPS: u32 = 300_000;

/// What comes of driving an operation.
pub enum Step {
    Yield(ModelBody),
    Done(Option<ModelBody>),
    Failed(Failure<ModelBody>),
    /// The time was up.
    Stopped,
}

/// A call of one of the caller's functions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Call {
    Update(&'static str),
    Error,
    Poll,
}

/// A successful poll of a watch: when it began and ended, and how many batches it requested by themselves.
pub struct Poll {
    pub began: f64,
    pub end: f64,
    pub singles: u32,
}

/// Everything around an operation.
pub struct World<'a> {
    pub now: f64,
    pub ledger: Ledger,
    pub limiter: RateLimiter,
    /// How many requests may be in flight.
    pub concurrency: usize,
    /// When the wall clock is set, and by how many milliseconds.
    pub wall_jump: (f64, f64),
    /// Whether timers fire a little early.
    pub has_early_timers: bool,
    /// How long the caller's functions take, in milliseconds.
    pub callback: f64,
    pub level: Level,
    /// Which functions were called, and when.
    pub calls: Vec<(f64, Call)>,
    /// When the first request after the last successful poll was sent.
    pub poll_began: Option<f64>,
    /// Successful polls.
    pub polls: Vec<Poll>,
    /// How many batches were requested by themselves since the last one.
    singles: u32,
    /// A batch whose requests by itself always fail.
    pub broken: Option<u32>,
    /// The list that the caller wants: once windows were aborted, nothing else may be under way
    /// while it is read.
    pub plain: Option<Query>,
    has_aborted: bool,
    /// What happened, if anyone is to read it.
    pub trace: Option<String>,
    server: &'a Server,
    network: &'a Network,
    random: Random,
    running: Vec<Option<Task>>,
    /// How many requests the server accepted in each span of its limit.
    accepted: Vec<(u64, u32)>,
    steps: u32,
}

impl<'a> World<'a> {
    /// The world at the time 0.
    pub fn new(server: &'a Server, network: &'a Network, seed: u64, trace: bool) -> Self {
        Self {
            now: 0.0,
            ledger: Ledger::default(),
            limiter: RateLimiter::default(),
            concurrency: 1,
            wall_jump: (0.0, 0.0),
            has_early_timers: false,
            callback: 0.0,
            level: Level::Off,
            calls: Vec::new(),
            poll_began: None,
            polls: Vec::new(),
            singles: 0,
            broken: None,
            plain: None,
            has_aborted: false,
            trace: trace.then(String::new),
            server,
            network,
            random: Random::new(seed),
            running: Vec::new(),
            accepted: Vec::new(),
            steps: 0,
        }
    }

    /// Goes on until there is a value, an end, or no time before `until`.
    pub fn drive(
        &mut self,
        operation: &mut dyn Operation<ModelBody>,
        until: f64,
    ) -> Result<Step, String> {
        let mut event = Event::Poll;
        loop {
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return Err("it does not end".into());
            }
            match self.step(operation, std::mem::replace(&mut event, Event::Poll)) {
                Action::Send(slot, request) => self.send(slot, request)?,
                Action::Sleep(slot, ms) => self.sleep(slot, ms)?,
                Action::Notify(slot, notice) => self.call(slot, &notice)?,
                Action::Abort(slot) => {
                    self.note(format_args!("abort {slot}"));
                    self.has_aborted = true;
                    self.ledger.forget_failures();
                    if let Some(task) = self.running.get_mut(slot).and_then(Option::take) {
                        self.drop_task(&task);
                    }
                }
                Action::Wait => match self.next_event(until)? {
                    Some(next) => event = next,
                    None => return Ok(Step::Stopped),
                },
                Action::Yield(body) => {
                    self.note(format_args!("yield {:?}", numbers(&body)));
                    return Ok(Step::Yield(body));
                }
                Action::Done(body) => {
                    self.note(format_args!("done"));
                    return Ok(Step::Done(body));
                }
                Action::Fail(failure) => {
                    let text = if failure.is_transient() {
                        "transient"
                    } else {
                        "permanent"
                    };
                    self.note(format_args!("fail ({text}): {}", failure.message));
                    return Ok(Step::Failed(*failure));
                }
            }
        }
    }

    /// The operation is dropped: what is under way is given up.
    pub fn close(&mut self) {
        for task in std::mem::take(&mut self.running).into_iter().flatten() {
            self.drop_task(&task);
        }
    }

    /// How many requests are in flight.
    fn in_flight(&self) -> usize {
        let is_request = |task: &&Task| matches!(task.purpose, Purpose::Request(..));
        self.running.iter().flatten().filter(is_request).count()
    }

    /// Whether any slot but this one has something under way.
    fn is_alone(&self, slot: Slot) -> bool {
        let mut others = self
            .running
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != slot);
        others.all(|(_, task)| task.is_none())
    }

    fn step(
        &mut self,
        operation: &mut dyn Operation<ModelBody>,
        event: Event<ModelBody>,
    ) -> Action<ModelBody> {
        let (jump, by) = self.wall_jump;
        let mut cx = Context {
            now: self.now,
            wall: EPOCH_MS + self.now + if self.now >= jump { by } else { 0.0 },
            random: self.random.unit(),
            level: self.level,
            ..Context::new(&mut self.limiter)
        };
        operation.step(&mut cx, event)
    }

    fn send(&mut self, slot: Slot, request: Rc<Request>) -> Result<(), String> {
        let latency = self.network.latency(&mut self.random);
        let arrival = self.now + latency * self.random.unit();
        let mut fault = self.network.fault(&mut self.random);
        if self
            .broken
            .is_some_and(|number| request.path.ends_with(&format!("/batch-{number}")))
        {
            fault = Some(Fault::Status(500));
        }
        if let Some(limit) = self.network.limit.filter(|_| fault.is_none()) {
            let span = (arrival / limit.span) as u64;
            let at = self
                .accepted
                .iter()
                .position(|(known, _)| *known == span)
                .unwrap_or_else(|| {
                    self.accepted.push((span, 0));
                    self.accepted.len() - 1
                });
            let accepted = &mut self.accepted[at].1;
            if *accepted < limit.requests {
                *accepted += 1;
            } else {
                let wait = (span + 1) as f64 * limit.span - arrival;
                fault = Some(Fault::Throttled(Hint::Milliseconds(wait.ceil() as u32)));
            }
        }
        let mut body = None;
        if fault.is_none() {
            body = self.body(&request, arrival);
            fault = body.is_none().then_some(Fault::Status(404));
        }
        let due = self.now
            + if fault == Some(Fault::Late) {
                self.network.timeout
            } else {
                latency
            };
        self.note(format_args!(
            "send {slot} {} {:?}, over at {due:.0}: {fault:?}",
            request.path, request.query.0
        ));
        self.ledger.send(&request, self.now)?;
        self.singles += u32::from(request.expects == Expects::Batch);
        self.poll_began.get_or_insert(self.now);
        if let Some(plain) = self.plain.as_ref().filter(|_| self.has_aborted)
            && [CREATED_FROM, CREATED_TO]
                .iter()
                .all(|name| request.query.get(name) == plain.get(name))
            && !self.is_alone(slot)
        {
            return Err("the list is read page by page while windows are under way".into());
        }
        self.run(
            slot,
            due,
            Purpose::Request(request, arrival, Outcome { fault, body }),
        )?;
        if self.in_flight() > self.concurrency {
            return Err(format!("{} requests in flight", self.in_flight()));
        }
        Ok(())
    }

    /// What the server answers, if there is such a batch.
    fn body(&self, request: &Request, moment: f64) -> Option<ModelBody> {
        let id = request.path.strip_prefix(BATCHES_PATH)?.strip_prefix('/');
        let Some(id) = id.map(|id| id.trim_end_matches("/cancel")) else {
            return Some(match request.method {
                "GET" => self.server.page(&request.query, moment),
                _ => ModelBody::batch(self.server.batches.first()?.row_at(moment)),
            });
        };
        let batch = self
            .server
            .find(id)
            .filter(|batch| batch.appears <= moment && moment < batch.disappears)?;
        Some(ModelBody::batch(batch.row_at(moment)))
    }

    fn sleep(&mut self, slot: Slot, ms: f64) -> Result<(), String> {
        self.note(format_args!("sleep {slot} {ms}"));
        if ms.is_nan() || ms < 0.0 {
            return Err(format!("sleeps {ms} ms"));
        }
        let early = if self.has_early_timers {
            self.random.unit()
        } else {
            0.0
        };
        self.run(slot, self.now + (ms - early).max(0.0), Purpose::Sleep)
    }

    fn call(&mut self, slot: Slot, notice: &Notice<ModelBody>) -> Result<(), String> {
        let call = match notice {
            Notice::Update(body) => Call::Update(body.rows()[0].status),
            Notice::Error(_) => Call::Error,
            Notice::Poll => Call::Poll,
        };
        self.note(format_args!("call {slot} {call:?}"));
        self.calls.push((self.now, call));
        if call == Call::Poll {
            let began = self.poll_began.take().ok_or("a poll without a request")?;
            self.polls.push(Poll {
                began,
                end: self.now,
                singles: std::mem::take(&mut self.singles),
            });
        }
        self.run(slot, self.now + self.callback, Purpose::Callback)
    }

    fn run(&mut self, slot: Slot, due: f64, purpose: Purpose) -> Result<(), String> {
        if self.running.len() <= slot {
            self.running.resize_with(slot + 1, || None);
        }
        if self.running[slot].is_some() {
            return Err(format!("slot {slot} is busy"));
        }
        self.running[slot] = Some(Task { due, purpose });
        Ok(())
    }

    /// The event of a slot that is over, of the lowest if there are several, as in the real shell.
    fn next_event(&mut self, until: f64) -> Result<Option<Event<ModelBody>>, String> {
        let tasks = self.running.iter().flatten();
        let first = tasks.map(|task| task.due).fold(f64::INFINITY, f64::min);
        if first == f64::INFINITY {
            return Err("it waits for nothing".into());
        }
        if first > until {
            self.now = self.now.max(until);
            return Ok(None);
        }
        self.now = self.now.max(first);
        let is_over = |task: &Option<Task>| task.as_ref().is_some_and(|task| task.due <= self.now);
        let slot = self
            .running
            .iter()
            .position(is_over)
            .ok_or("no task is over")?;
        let task = self.running[slot].take().ok_or("no task is over")?;
        let Purpose::Request(request, arrival, outcome) = task.purpose else {
            self.note(format_args!("elapsed {slot}"));
            return Ok(Some(Event::Elapsed(slot)));
        };
        self.note(format_args!("over {slot}"));
        self.ledger.arrive(arrival);
        self.ledger.complete(&request, outcome.fault, self.now);
        Ok(Some(event(slot, outcome)))
    }

    fn drop_task(&mut self, task: &Task) {
        let Purpose::Request(_, arrival, outcome) = &task.purpose else {
            return;
        };
        if *arrival <= self.now {
            self.ledger.arrive(*arrival);
        } else if let Some(limit) = self.network.limit.filter(|_| outcome.fault.is_none()) {
            // It never arrives.
            let span = (arrival / limit.span) as u64;
            let accepted = self.accepted.iter_mut().filter(|(known, _)| *known == span);
            accepted.for_each(|(_, count)| *count -= 1);
        }
    }

    fn note(&mut self, what: std::fmt::Arguments<'_>) {
        if let Some(trace) = &mut self.trace {
            let _ = writeln!(trace, "{:10.1} {what}", self.now);
        }
    }
}

/// Which batches a body holds.
pub fn numbers(body: &ModelBody) -> Vec<u32> {
    body.rows().iter().map(|row| row.number).collect()
}

//! Any events in any order, which no shell would report: no operation may panic.

use super::Scenario;
use super::body::{ModelBody, Row};
use super::network::FAULTS;
use super::population::STATUSES;
use super::random::Random;
use super::server::EPOCH_MS;
use super::task::{Outcome, event};
use crate::core::exchange::Exchange;
use crate::core::hash::hash;
use crate::core::list::List;
use crate::core::log::Level;
use crate::core::operation::{Action, Context, Event, Operation};
use crate::core::query::Query;
use crate::core::rate_limiter::RateLimiter;
use crate::core::request::{Expects, Request};
use crate::core::wait::{Wait, WaitPolicy};
use crate::core::watch::{Watch, WatchPolicy};
use crate::core::window::Window;
use crate::core::windows::ConcurrentWindows;
use std::rc::Rc;

/// So many events of this seed.
#[derive(Clone, Debug, PartialEq)]
pub struct ChaosScenario {
    seed: u64,
    events: usize,
}

impl Scenario for ChaosScenario {
    fn any(random: &mut Random) -> Self {
        Self {
            seed: random.number(),
            events: random.below(200) as usize,
        }
    }

    fn run(&self, trace: &mut Option<String>) -> Result<(), String> {
        let mut random = Random::new(self.seed);
        let mut operation = any_operation(&mut random);
        let mut limiter = RateLimiter::default();
        limiter.count();
        for _ in 0..self.events {
            let mut cx = Context {
                now: any_number(&mut random),
                wall: any_number(&mut random),
                random: any_number(&mut random),
                counts_throttling: random.chance(0.5),
                may_retry: random.chance(0.9),
                level: Level::Debug,
                ..Context::new(&mut limiter)
            };
            let action = operation.step(&mut cx, any_event(&mut random));
            if let Some(trace) = trace {
                *trace += name(&action);
            }
            if random.chance(0.05)
                && let Some(rest) = operation.rest(random.chance(0.9).then(|| "after".into()))
            {
                operation = rest;
            }
        }
        Ok(())
    }

    fn simpler(&self) -> Vec<Self> {
        let shorter = |events| Self {
            events,
            ..self.clone()
        };
        vec![
            shorter(self.events / 2),
            shorter(self.events.saturating_sub(1)),
        ]
    }
}

fn name(action: &Action<ModelBody>) -> &'static str {
    match action {
        Action::Send(..) => "send\n",
        Action::Sleep(..) => "sleep\n",
        Action::Notify(..) => "notify\n",
        Action::Abort(_) => "abort\n",
        Action::Wait => "wait\n",
        Action::Yield(_) => "yield\n",
        Action::Done(_) => "done\n",
        Action::Fail(_) => "fail\n",
    }
}

fn any_operation(random: &mut Random) -> Box<dyn Operation<ModelBody>> {
    let expects = [Expects::Page, Expects::PolledBatch, Expects::Batch];
    let mut request = Request::get("/api".into(), Query::default(), random.pick(&expects));
    if random.chance(0.2) {
        request = Request::post("/api".into(), Query::default(), Some("{}".into()));
    }
    request.max_retries = random.below(3) as u32;
    request.max_per_minute = random.chance(0.3).then_some(1);
    let request = Rc::new(request);
    let mut number = || any_number(random);
    let (lower, upper, interval) = (number(), number(), number());
    let is_flag = random.chance(0.5);
    match random.below(5) {
        0 => Box::new(Exchange::new(request)),
        1 => Box::new(List::new(request)),
        2 => {
            let concurrency = 1 + random.below(16) as usize;
            Box::new(ConcurrentWindows::new(
                request,
                Window { lower, upper },
                concurrency,
                is_flag,
            ))
        }
        3 => {
            let policy = WaitPolicy {
                poll_interval: interval,
                max_interval: upper,
                timeout: if random.chance(0.5) {
                    lower
                } else {
                    f64::INFINITY
                },
                fails_with_batch: is_flag,
            };
            Box::new(Wait::new(request, policy))
        }
        _ => {
            let policy = WatchPolicy {
                interval,
                initial: is_flag,
                least: lower,
            };
            Box::new(Watch::new(request, policy))
        }
    }
}

fn any_event(random: &mut Random) -> Event<ModelBody> {
    // Mostly slots that something is under way in.
    let slots = if random.chance(0.9) { 4 } else { 20 };
    let slot = random.below(slots) as usize;
    match random.below(5) {
        0 => Event::Poll,
        1 => Event::Elapsed(slot),
        2 => event(
            slot,
            Outcome {
                fault: Some(random.pick(&FAULTS)),
                body: None,
            },
        ),
        _ => event(
            slot,
            Outcome {
                fault: None,
                body: Some(any_body(random)),
            },
        ),
    }
}

fn any_body(random: &mut Random) -> ModelBody {
    let rows = (0..1 + random.below(6)).map(|_| {
        let number = random.below(40) as u32;
        let id = random.pick(&["", ".", "a", "b/ü"]);
        Row {
            number,
            hash: hash(id) ^ u64::from(number),
            id: id.into(),
            status: random.pick(&STATUSES),
            created: any_number(random),
        }
    });
    let rows = rows.collect();
    let cursor = random.chance(0.7).then(|| random.below(1_000).to_string());
    let total = random.chance(0.5).then(|| any_number(random));
    ModelBody::page(rows, cursor, total)
}

fn any_number(random: &mut Random) -> f64 {
    match random.below(12) {
        0 => random.pick(&[
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::MAX,
            -8.64e15,
            8.64e15,
        ]),
        1 => random.between(-1e6, 1e6),
        2 => 0.0,
        _ => EPOCH_MS + random.between(-1e8, 1e8).round(),
    }
}

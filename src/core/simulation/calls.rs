//! Single calls, and waiting for a batch, through any network.

use super::body::ModelBody;
use super::network::Network;
use super::population::STATUSES;
use super::random::Random;
use super::rules::Rules;
use super::server::{Batch, Server};
use super::world::{Call, Step, World};
use super::{Scenario, each_changed};
use crate::core::exchange::Exchange;
use crate::core::failure::FailureKind;
use crate::core::log::Level;
use crate::core::operation::Operation;
use crate::core::query::Query;
use crate::core::request::{BATCHES_PATH, Expects, Request, batch_path};
use crate::core::wait::{Wait, WaitPolicy};
use std::rc::Rc;

/// A call, and all that it meets.
#[derive(Clone, Debug, PartialEq)]
pub struct CallScenario {
    pub seed: u64,
    pub kind: Kind,
    pub network: Network,
    pub max_retries: u32,
    pub max_per_minute: Option<u32>,
    /// When the batch ends, if it does, in milliseconds, and how.
    pub ends_at: f64,
    pub end: &'static str,
    /// From when on the batch is found.
    pub appears: f64,
    pub poll_interval: f64,
    pub timeout: Option<f64>,
    pub fails_with_batch: bool,
    pub has_early_timers: bool,
    /// How long `onUpdate` takes.
    pub callback: f64,
}

/// Which call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Get,
    Create,
    Cancel,
    Wait,
    CreateAndWait,
}

impl CallScenario {
    /// A call that nothing disturbs, of a batch that ends after ten minutes.
    pub fn simple(kind: Kind) -> Self {
        Self {
            seed: 1,
            kind,
            network: Network::IDEAL,
            max_retries: 2,
            max_per_minute: None,
            ends_at: 600_000.0,
            end: "COMPLETED",
            appears: f64::NEG_INFINITY,
            poll_interval: 1_000.0,
            timeout: None,
            fails_with_batch: true,
            has_early_timers: false,
            callback: 0.0,
        }
    }

    fn request(&self) -> Request {
        let path = |suffix| batch_path("batch-0", suffix);
        let mut request = match self.kind {
            Kind::Get => Request::get(path(""), Query::default(), Expects::Batch),
            Kind::Wait => Request::get(path(""), Query::default(), Expects::PolledBatch),
            Kind::Cancel => Request::post(path("/cancel"), Query::default(), None),
            Kind::Create | Kind::CreateAndWait => {
                Request::post(BATCHES_PATH.into(), Query::default(), Some("{}".into()))
            }
        };
        request.max_retries = self.max_retries;
        request.max_per_minute = self.max_per_minute;
        request
    }

    fn is_wait(&self) -> bool {
        matches!(self.kind, Kind::Wait | Kind::CreateAndWait)
    }

    fn operation(&self) -> Box<dyn Operation<ModelBody>> {
        let request = Rc::new(self.request());
        if !self.is_wait() {
            return Box::new(Exchange::new(request));
        }
        let policy = WaitPolicy {
            poll_interval: self.poll_interval,
            max_interval: self.poll_interval * 10.0,
            timeout: self.timeout.unwrap_or(f64::INFINITY),
            fails_with_batch: self.fails_with_batch,
        };
        Box::new(Wait::new(request, policy))
    }

    fn check(&self, world: &World<'_>, step: &Step) -> Result<(), String> {
        let last = world.calls.iter().rev().find_map(|(_, call)| match call {
            Call::Update(status) => Some(*status),
            _ => None,
        });
        let has_ended = last.is_some_and(|status| STATUSES[2..].contains(&status));
        if self.is_wait()
            && self
                .timeout
                .is_some_and(|timeout| world.now > timeout + 1.0)
        {
            return Err(format!("it waits until {}", world.now));
        }
        let is_late = self
            .timeout
            .is_some_and(|timeout| world.now >= timeout - 1.0);
        match step {
            Step::Yield(_) => Err("a call yields".into()),
            Step::Done(None) => Err("no answer".into()),
            Step::Done(Some(body)) => {
                let is_failure = self.fails_with_batch && self.end != "COMPLETED" && has_ended;
                match self.is_wait()
                    && (last != Some(body.rows()[0].status) || !has_ended || is_failure)
                {
                    true => Err("it ended as something else".into()),
                    false => Ok(()),
                }
            }
            Step::Failed(failure) => match failure.kind {
                FailureKind::Wait if self.is_wait() && (is_late || has_ended) => Ok(()),
                FailureKind::Wait => Err("the wait fails too early".into()),
                // A wait survives what is transient, but for the creation of the batch.
                _ if (self.kind == Kind::Wait || self.is_wait() && !world.calls.is_empty())
                    && !world.ledger.ends_polls =>
                {
                    Err("a transient error ends the wait".into())
                }
                _ if self.network == Network::IDEAL && world.now < self.poll_interval * 8.0 => {
                    Err("a batch that is new is given up".into())
                }
                _ if world.ledger.is_hopeless => Ok(()),
                _ => Err("it failed without a reason".into()),
            },
            Step::Stopped => match self.is_wait() {
                true if self.timeout.is_none() && self.appears < f64::INFINITY => Ok(()),
                _ => Err("it takes a week".into()),
            },
        }
    }
}

impl Scenario for CallScenario {
    fn any(random: &mut Random) -> Self {
        let kinds = [
            Kind::Get,
            Kind::Create,
            Kind::Cancel,
            Kind::Wait,
            Kind::CreateAndWait,
        ];
        let mut scenario = Self::simple(random.pick(&kinds));
        scenario.seed = random.number();
        scenario.network = Network::any(random);
        scenario.max_retries = random.below(4) as u32;
        scenario.max_per_minute = random
            .chance(0.2)
            .then(|| random.magnitude(1.0, 30.0) as u32);
        scenario.ends_at = random.magnitude(1.0, 1e7);
        scenario.end = random.pick(&STATUSES[2..]);
        scenario.poll_interval = random.magnitude(1.0, 60_000.0);
        scenario.timeout = random.chance(0.8).then(|| random.magnitude(1.0, 1e7));
        scenario.fails_with_batch = random.chance(0.5);
        if scenario.kind == Kind::CreateAndWait && random.chance(0.2) {
            scenario.appears = random.pick(&[2_000.0, 8_000.0, f64::INFINITY]);
        }
        scenario.has_early_timers = random.chance(0.3);
        scenario.callback = random.pick(&[0.0, 0.0, 500.0]);
        // Enough polls to see much, few enough to be fast.
        scenario.poll_interval = scenario
            .poll_interval
            .max(scenario.ends_at.max(scenario.timeout.unwrap_or(0.0)) / 300.0);
        scenario
    }

    fn run(&self, trace: &mut Option<String>) -> Result<(), String> {
        let batch = Batch {
            row: super::body::Row::default(),
            created_us: Some(0),
            appears: self.appears,
            disappears: f64::INFINITY,
            statuses: vec![(f64::NEG_INFINITY, "RUNNING"), (self.ends_at, self.end)],
        };
        let server = Server::with_batches(self.seed, vec![batch], &Rules::SIMPLE);
        let mut world = World::new(&server, &self.network, self.seed, trace.is_some());
        world.has_early_timers = self.has_early_timers;
        world.callback = self.callback;
        world.ledger.repeats = self.is_wait();
        world.level = if self.seed.is_multiple_of(50) {
            Level::Debug
        } else {
            Level::Off
        };
        if self.max_per_minute.is_some() {
            world.limiter.count();
        }
        let mut operation = self.operation();
        let result = world.drive(&mut *operation, 7.0 * 86_400_000.0);
        drop(operation);
        world.close();
        if let Some(trace) = trace {
            *trace += world.trace.as_deref().unwrap_or_default();
        }
        world.ledger.check_limit(self.max_per_minute)?;
        self.check(&world, &result?)
    }

    fn simpler(&self) -> Vec<Self> {
        let changes: &[fn(&mut Self)] = &[
            |it| it.network = Network::IDEAL,
            |it| it.network.limit = None,
            |it| {
                it.network
                    .kinds
                    .truncate(it.network.kinds.len().saturating_sub(1))
            },
            |it| it.network.kinds = it.network.kinds.iter().skip(1).copied().collect(),
            |it| (it.network.latency, it.network.slow) = (20.0, 0.0),
            |it| it.max_retries = 0,
            |it| it.max_per_minute = None,
            |it| it.has_early_timers = false,
            |it| it.callback = 0.0,
            |it| it.ends_at = 600_000.0,
            |it| it.end = "COMPLETED",
            |it| it.appears = f64::NEG_INFINITY,
            |it| it.timeout = it.timeout.map(|_| 60_000.0),
            |it| it.poll_interval = 1_000.0,
            |it| it.seed = 1,
        ];
        each_changed(self, changes)
    }
}

//! Watching batches that appear and change, through any network.

use super::body::{ModelBody, Row};
use super::network::Network;
use super::population::STATUSES;
use super::random::Random;
use super::rules::{Bound, Rules, Total};
use super::server::{Batch, EPOCH_MS, Server};
use super::time::iso_time;
use super::world::{Step, World};
use super::{Scenario, each_changed};
use crate::core::query::Query;
use crate::core::request::{BATCHES_PATH, CREATED_FROM, Expects, Request, STATUS};
use crate::core::watch::{Watch, WatchPolicy};
use std::rc::Rc;

const HOUR_MS: f64 = 3_600_000.0;

/// How many batches a poll may request by themselves.
const MAX_SINGLE_POLLS: u32 = 50;

/// A watch, and all that it meets.
#[derive(Clone, Debug, PartialEq)]
pub struct WatchScenario {
    pub seed: u64,
    /// How many batches of the last day there are at the beginning, how many appear later, how many
    /// are open for days, and how many were created in the future.
    pub recent: usize,
    pub arrivals: usize,
    pub old: usize,
    pub future: usize,
    pub rules: Rules,
    pub network: Network,
    pub max_retries: u32,
    pub max_per_minute: Option<u32>,
    pub interval: f64,
    /// How long to watch, in intervals.
    pub intervals: f64,
    pub initial: bool,
    /// Which status the caller filters by, and since how many hours.
    pub status: Option<&'static str>,
    pub since: Option<f64>,
    /// Whether the oldest of the old batches can never be read by itself.
    pub is_one_broken: bool,
    /// When the wall clock is set, and by how much.
    pub wall_jump: (f64, f64),
    /// How long the caller takes for each value, and each of its functions.
    pub slowness: f64,
}

/// What a watch reported: when, which batch, and its status.
type Report = (u32, &'static str);

impl WatchScenario {
    /// A watch of a few batches that nothing disturbs.
    pub fn simple() -> Self {
        Self {
            seed: 1,
            recent: 5,
            arrivals: 5,
            old: 0,
            future: 0,
            rules: Rules::SIMPLE,
            network: Network::IDEAL,
            max_retries: 2,
            max_per_minute: None,
            interval: 5_000.0,
            intervals: 12.0,
            initial: true,
            status: None,
            since: None,
            is_one_broken: false,
            wall_jump: (0.0, 0.0),
            slowness: 0.0,
        }
    }

    fn duration(&self) -> f64 {
        self.interval * self.intervals
    }

    fn server(&self) -> Server {
        let mut random = Random::new(self.seed);
        let duration = self.duration();
        let mut batches = Vec::new();
        let mut add = |created: f64, appears: f64, starts: f64, ends: f64, random: &mut Random| {
            batches.push(Batch {
                row: Row::default(),
                created_us: Some(((EPOCH_MS + created) * 1_000.0 + random.unit() * 1_000.0) as i64),
                appears,
                disappears: f64::INFINITY,
                statuses: vec![
                    (f64::NEG_INFINITY, "PENDING"),
                    (starts, "RUNNING"),
                    (ends.max(starts + 1.0), random.pick(&STATUSES[2..])),
                ],
            });
        };
        for _ in 0..self.recent {
            let starts = random.between(-duration, duration);
            let ends = random.between(-duration, 2.0 * duration);
            add(
                -random.magnitude(1.0, 20.0 * HOUR_MS),
                f64::NEG_INFINITY,
                starts,
                ends,
                &mut random,
            );
        }
        for _ in 0..self.arrivals {
            let appears = random.between(0.0, duration);
            let starts = appears + random.between(0.0, duration / 2.0);
            add(
                appears,
                appears,
                starts,
                starts + random.between(0.0, duration / 2.0),
                &mut random,
            );
        }
        for _ in 0..self.old {
            let ends = random.between(-duration, 3.0 * duration);
            add(
                -HOUR_MS * random.between(26.0, 500.0),
                f64::NEG_INFINITY,
                -1e9,
                ends,
                &mut random,
            );
        }
        for _ in 0..self.future {
            let (starts, ends) = (
                random.between(0.0, duration),
                random.between(0.0, 2.0 * duration),
            );
            add(
                HOUR_MS * random.between(1.0, 50.0),
                f64::NEG_INFINITY,
                starts,
                ends,
                &mut random,
            );
        }
        Server::with_batches(self.seed, batches, &self.rules)
    }

    fn request(&self) -> Request {
        let mut query = Query::default();
        if let Some(status) = self.status {
            query.append(STATUS, status.into());
        }
        if let Some(hours) = self.since {
            query.append(CREATED_FROM, iso_time(EPOCH_MS - hours * HOUR_MS));
        }
        Request {
            max_retries: self.max_retries,
            max_per_minute: self.max_per_minute,
            ..Request::get(BATCHES_PATH.into(), query, Expects::Page)
        }
    }

    fn watch(&self, world: &mut World<'_>, request: Rc<Request>) -> Result<Vec<Report>, String> {
        let least = self
            .since
            .map_or(f64::NAN, |hours| EPOCH_MS - hours * HOUR_MS);
        let policy = WatchPolicy {
            interval: self.interval,
            initial: self.initial,
            least,
        };
        let mut operation = Watch::<ModelBody>::new(request, policy);
        let mut reports = Vec::new();
        let result = loop {
            match world.drive(&mut operation, self.duration()) {
                Ok(Step::Yield(body)) => {
                    reports.extend(body.rows().iter().map(|row| (row.number, row.status)));
                    world.now += self.slowness;
                }
                Ok(Step::Done(_)) => break Err("a watch ends".into()),
                Ok(Step::Failed(_)) if !world.ledger.ends_polls => {
                    break Err("a transient error ends the watch".into());
                }
                Ok(Step::Failed(_) | Step::Stopped) => break Ok(reports),
                Err(why) => break Err(why),
            }
        };
        drop(operation);
        world.close();
        result
    }

    fn check(&self, world: &World<'_>, server: &Server, reports: &[Report]) -> Result<(), String> {
        if let Some(poll) = world
            .polls
            .iter()
            .find(|poll| poll.singles > MAX_SINGLE_POLLS)
        {
            return Err(format!("{} batches polled by themselves", poll.singles));
        }
        let query = &self.request().query;
        for batch in &server.batches {
            let number = batch.row.number;
            let ends = batch
                .statuses
                .iter()
                .skip(1)
                .map(|(moment, _)| *moment)
                .chain([f64::INFINITY]);
            for ((start, status), end) in batch.statuses.iter().zip(ends) {
                let start = start.max(batch.appears + self.rules.listed_late);
                let count = reports
                    .iter()
                    .filter(|report| **report == (number, *status))
                    .count();
                if count > 1 {
                    return Err(format!("batch {number} is {status} {count} times"));
                }
                let is_due = self.is_due(world, batch, start, end);
                let is_wanted = self.status.is_none_or(|wanted| wanted == *status)
                    && server.can_list(query, number);
                if count == 0 && is_due && is_wanted {
                    return Err(format!(
                        "batch {number} is {status} from {start} to {end}, unnoticed"
                    ));
                }
                let is_initial = start == f64::NEG_INFINITY && batch.disappears == f64::INFINITY;
                if count > 0 && is_initial && !self.initial {
                    return Err(format!("batch {number} was {status} when the watch began"));
                }
                if count > 0 && !is_wanted {
                    return Err(format!("batch {number} is {status}, unwanted"));
                }
            }
        }
        Ok(())
    }

    /// Whether a status from `start` to `end` lasted for enough polls.
    fn is_due(&self, world: &World<'_>, batch: &Batch, start: f64, end: f64) -> bool {
        let age = batch
            .created_us
            .map_or(0.0, |us| EPOCH_MS - us as f64 / 1_000.0);
        let is_old = age > 22.0 * HOUR_MS;
        let is_broken = world.broken == Some(batch.row.number);
        if is_broken || (is_old && self.status.is_some()) {
            return false;
        }
        let first = world.polls.first();
        let is_first = first.is_some_and(|first| start < first.end && end > first.began);
        let within = world
            .polls
            .iter()
            .filter(|poll| poll.began >= start && poll.end <= end)
            .count();
        let rounds = if is_old {
            self.old.div_ceil(MAX_SINGLE_POLLS as usize)
        } else {
            0
        };
        // Each single poll meets the faults of the network, too.
        let is_sure = !is_old || self.network.faults == 0.0 && self.network.limit.is_none();
        within >= 2 + rounds && is_sure && (self.initial || !is_first)
    }
}

impl Scenario for WatchScenario {
    fn any(random: &mut Random) -> Self {
        let mut scenario = Self::simple();
        scenario.seed = random.number();
        scenario.recent = random.below(12) as usize;
        scenario.arrivals = random.below(12) as usize;
        if random.chance(0.3) {
            scenario.old = if random.chance(0.02) {
                500
            } else {
                random.below(60) as usize
            };
            scenario.is_one_broken = scenario.old > 0 && random.chance(0.3);
        }
        scenario.rules = Rules::any(random, 10);
        scenario.rules.page_size = 3 + random.below(50) as usize;
        scenario.rules.loops_at = None;
        scenario.rules.total = Total::Absent;
        scenario.rules.from.shift_s = -scenario.rules.from.shift_s.abs();
        scenario.rules.listed_late = random.pick(&[0.0, 0.0, 1_000.0, 200_000.0]);
        scenario.network = Network::any(random);
        scenario.network.timeout = 10_000.0;
        scenario.max_retries = random.below(4) as u32;
        scenario.interval = random.magnitude(100.0, 1_000_000.0);
        scenario.intervals = random.between(2.0, 20.0).round();
        if scenario.old == 500 {
            scenario.intervals = 30.0;
        }
        scenario.initial = random.chance(0.5);
        scenario.status = random.chance(0.2).then(|| random.pick(&STATUSES));
        scenario.since = random.chance(0.2).then(|| random.magnitude(1.0, 1_000.0));
        scenario.slowness = random.pick(&[0.0, 0.0, 0.0, 7_000.0]);
        scenario.max_per_minute = random
            .chance(0.1)
            .then(|| random.magnitude(3.0, 100.0) as u32);
        match random.below(6) {
            0 => scenario.future = 1 + random.below(3) as usize,
            1 => {
                scenario.wall_jump = (
                    scenario.duration() * random.unit(),
                    HOUR_MS * random.pick(&[-1.0, 1.0]),
                )
            }
            _ => {}
        }
        scenario
    }

    fn run(&self, trace: &mut Option<String>) -> Result<(), String> {
        let server = self.server();
        let mut world = World::new(&server, &self.network, self.seed, trace.is_some());
        world.ledger.repeats = true;
        world.wall_jump = self.wall_jump;
        world.callback = self.slowness / 10.0;
        let oldest = server.batches.iter().min_by_key(|batch| batch.created_us);
        world.broken = oldest
            .filter(|_| self.is_one_broken)
            .map(|batch| batch.row.number);
        if self.max_per_minute.is_some() {
            world.limiter.count();
        }
        let result = self.watch(&mut world, Rc::new(self.request()));
        if let Some(trace) = trace {
            *trace += world.trace.as_deref().unwrap_or_default();
        }
        let reports = result?;
        world.ledger.check_limit(self.max_per_minute)?;
        self.check(&world, &server, &reports)
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
            |it| (it.network.latency, it.network.slow) = (20.0, 0.0),
            |it| it.rules = Rules::SIMPLE,
            |it| it.rules.from = Bound::EXACT,
            |it| (it.rules.digits, it.rules.zone) = (Rules::SIMPLE.digits, Rules::SIMPLE.zone),
            |it| it.rules.order = Rules::SIMPLE.order,
            |it| (it.rules.short_pages, it.rules.empty_pages) = (0.0, 0.0),
            |it| it.rules.listed_late = 0.0,
            |it| it.rules.page_size = 50,
            |it| it.recent = 0,
            |it| it.recent = it.recent.saturating_sub(1),
            |it| it.arrivals = 0,
            |it| it.arrivals = it.arrivals.saturating_sub(1),
            |it| it.old /= 2,
            |it| it.old = it.old.saturating_sub(1),
            |it| it.future = it.future.saturating_sub(1),
            |it| it.max_per_minute = None,
            |it| it.interval = 5_000.0,
            |it| it.intervals = (it.intervals - 1.0).max(2.0),
            |it| it.initial = true,
            |it| it.status = None,
            |it| it.since = None,
            |it| it.is_one_broken = false,
            |it| it.wall_jump = (0.0, 0.0),
            |it| it.slowness = 0.0,
            |it| it.seed = 1,
        ];
        each_changed(self, changes)
    }
}

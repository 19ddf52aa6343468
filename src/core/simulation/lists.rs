//! Lists, page by page and in concurrent windows, by any caller from any server.

use super::caller::{Caller, Pace};
use super::network::Network;
use super::population::Population;
use super::random::Random;
use super::rules::{Bound, Order, Rules, Total};
use super::server::Server;
use super::time::iso_time;
use super::time::parse_time;
use super::world::{Step, World, numbers};
use super::{Scenario, each_changed};
use crate::core::list::List;
use crate::core::log::Level;
use crate::core::operation::Operation;
use crate::core::query::Query;
use crate::core::request::{BATCHES_PATH, CREATED_FROM, CREATED_TO, Expects, Request, STATUS};
use crate::core::window::Window;
use crate::core::windows::ConcurrentWindows;
use std::rc::Rc;

/// A list, and all that it meets.
#[derive(Clone, Debug, PartialEq)]
pub struct ListScenario {
    pub seed: u64,
    pub population: Population,
    pub rules: Rules,
    pub network: Network,
    pub caller: Caller,
}

/// What became of a list.
pub struct Outcome {
    /// Which batches were handed out.
    pub numbers: Vec<u32>,
    pub end: End,
    /// How many requests were sent, how many succeeded, and how long it all took.
    pub sent: u32,
    pub succeeded: u32,
    pub took: f64,
}

/// How a list ended.
#[derive(Debug, PartialEq)]
pub enum End {
    Done,
    Failed,
    GivenUp,
}

/// Longer than any list takes.
const MAX_TIME: f64 = 30.0 * 86_400_000.0;

impl ListScenario {
    /// A plain list of this many batches, one a minute, that nothing disturbs.
    pub fn simple(count: usize) -> Self {
        Self {
            seed: 1,
            population: Population {
                count,
                ..Population::NONE
            },
            rules: Rules::SIMPLE,
            network: Network::IDEAL,
            caller: Caller::SIMPLE,
        }
    }

    /// The server at the beginning.
    pub fn server(&self) -> Server {
        Server::new(self.seed, &self.population, &self.rules)
    }

    /// The request of the caller.
    pub fn request(&self, server: &Server) -> Request {
        let created = server.batches.iter().filter_map(|batch| batch.created_us);
        let (low, high) = created.fold((i64::MAX, i64::MIN), |(low, high), us| {
            (low.min(us), high.max(us))
        });
        let (low, high) = if low > high { (0, 0) } else { (low, high) };
        let mut query = Query::default();
        query.append(
            CREATED_FROM,
            iso_time((low / 1_000) as f64 - self.caller.before),
        );
        query.append(
            CREATED_TO,
            iso_time((high / 1_000) as f64 + self.caller.after),
        );
        if let Some(status) = self.caller.status {
            query.append(STATUS, status.into());
        }
        Request {
            max_retries: self.caller.max_retries,
            max_per_minute: self.caller.max_per_minute,
            ..Request::get(BATCHES_PATH.into(), query, Expects::Page)
        }
    }

    /// Lists as the caller does.
    pub fn list(
        &self,
        server: &Server,
        request: &Rc<Request>,
        trace: &mut Option<String>,
    ) -> Result<Outcome, String> {
        let caller = &self.caller;
        let mut operation: Box<dyn Operation<_>> = if caller.concurrency > 1 {
            let time = |name| {
                request
                    .query
                    .get(name)
                    .and_then(parse_time)
                    .map_or(f64::NAN, |us| us as f64 / 1_000.0)
            };
            let bounds = Window {
                lower: time(CREATED_FROM),
                upper: time(CREATED_TO),
            };
            Box::new(ConcurrentWindows::new(
                request.clone(),
                bounds,
                caller.concurrency,
                caller.is_ordered,
            ))
        } else {
            Box::new(List::new(request.clone()))
        };
        let mut world = World::new(server, &self.network, self.seed, trace.is_some());
        world.concurrency = caller.concurrency;
        world.ledger.may_start_over = caller.concurrency > 1;
        world.has_early_timers = caller.has_early_timers;
        world.level = if caller.logs {
            Level::Debug
        } else {
            Level::Off
        };
        world.plain = (caller.concurrency > 1).then(|| request.query.clone());
        if caller.max_per_minute.is_some() {
            world.limiter.count();
        }
        let result = self.drive(&mut world, &mut *operation);
        world.close();
        if let Some(trace) = trace {
            *trace += world.trace.as_deref().unwrap_or_default();
        }
        let (numbers, end) = result?;
        world.ledger.check_limit(caller.max_per_minute)?;
        let is_expected = world.ledger.is_hopeless && !self.must_survive();
        if end == End::Failed && !is_expected && self.rules.loops_at.is_none() {
            return Err("it failed without a reason".into());
        }
        Ok(Outcome {
            numbers,
            end,
            sent: world.ledger.sent,
            succeeded: world.ledger.succeeded,
            took: world.now,
        })
    }

    fn drive(
        &self,
        world: &mut World<'_>,
        operation: &mut dyn Operation<super::body::ModelBody>,
    ) -> Result<(Vec<u32>, End), String> {
        let until = if let Pace::Aborts(time) = self.caller.pace {
            time
        } else {
            MAX_TIME
        };
        let mut handed_out = Vec::new();
        let mut values = 0;
        loop {
            let end = match world.drive(operation, until)? {
                Step::Yield(body) => {
                    handed_out.extend(numbers(&body));
                    values += 1;
                    match self.caller.pace {
                        Pace::Slow(ms) => world.now += ms,
                        Pace::Breaks(after) if values == after => {
                            return Ok((handed_out, End::GivenUp));
                        }
                        Pace::Aborts(time) if world.now >= time => {
                            return Ok((handed_out, End::GivenUp));
                        }
                        _ => {}
                    }
                    continue;
                }
                Step::Done(None) => End::Done,
                Step::Done(Some(_)) => return Err("a list ends with a value".into()),
                Step::Failed(_) => End::Failed,
                Step::Stopped if until < MAX_TIME => End::GivenUp,
                Step::Stopped => return Err("it takes a month".into()),
            };
            return Ok((handed_out, end));
        }
    }

    /// Whether nothing happens to the batches while they are listed.
    fn is_frozen(&self) -> bool {
        let population = &self.population;
        population.inserted == 0 && population.deleted == 0.0 && population.changed == 0.0
    }

    /// Whether the only obstacle is a server that wants fewer requests, and says when.
    fn must_survive(&self) -> bool {
        self.network.faults == 0.0 && self.network.limit.is_some() && self.caller.max_retries > 0
    }

    /// Whether windows that overlap by a second leave nothing out.
    fn has_no_gaps(&self) -> bool {
        let Rules { from, to, .. } = self.rules;
        if from.is_ignored || to.is_ignored {
            return true;
        }
        let is_exact =
            !(from.is_exclusive || to.is_exclusive) || (from.cut_s <= 1 && to.cut_s <= 1);
        let is_same = from.cut_s == to.cut_s && from.shift_s <= to.shift_s;
        is_exact && (is_same || from.shift_s + to.cut_s.max(1) - 2 <= to.shift_s)
    }

    /// Whether the order of windows is that of the list.
    fn keeps_order(&self) -> bool {
        let Rules {
            order, from, to, ..
        } = &self.rules;
        let is_exact = |bound: &Bound| bound.is_ignored || (bound.cut_s <= 1 && bound.shift_s == 0);
        let is_by_creation = matches!(order, Order::Newest | Order::Oldest);
        let is_windowed = self.caller.concurrency > 1;
        let keeps_windows =
            self.caller.is_ordered && is_by_creation && is_exact(from) && is_exact(to);
        if is_windowed {
            keeps_windows
        } else {
            *order != Order::ShuffledPages
        }
    }

    fn check(&self, server: &Server, request: &Request, outcome: &Outcome) -> Result<(), String> {
        let mut times_seen = vec![0_u32; server.batches.len()];
        for number in &outcome.numbers {
            times_seen[*number as usize] += 1;
            // That a cursor leads back to the first page shows only once it was followed.
            let may_repeat =
                self.rules.loops_at.is_some() && (outcome.end != End::Done || !self.is_frozen());
            if times_seen[*number as usize] > 1 && !may_repeat {
                return Err(format!("batch {number} twice"));
            }
            if !server.can_list(&request.query, *number) {
                return Err(format!("batch {number} is not of the list"));
            }
        }
        let end = if self.is_frozen() { 0.0 } else { outcome.took };
        let expected = server.constant(&request.query, 0.0, end);
        let is_complete =
            self.has_no_gaps() || (self.rules.total == Total::Right && self.is_frozen());
        if outcome.end == End::Done
            && is_complete
            && let Some(lost) = expected
                .iter()
                .find(|number| times_seen[**number as usize] == 0)
        {
            let count = expected
                .iter()
                .filter(|number| times_seen[**number as usize] == 0)
                .count();
            return Err(format!(
                "{count} of {} lost, such as batch {lost}",
                expected.len()
            ));
        }
        if self.keeps_order() && self.has_no_gaps() && self.rules.loops_at.is_none() {
            let is_constant = |number: &&u32| expected.contains(number);
            let handed_out = outcome.numbers.iter().filter(is_constant);
            if let Some((number, next)) = handed_out
                .zip(&expected)
                .find(|(number, next)| number != next)
            {
                return Err(format!("batch {number} where {next} comes next"));
            }
        }
        let most = 3 * page_count(server, request) + 4 * self.caller.concurrency as u32 + 100;
        if self.is_frozen() && outcome.succeeded > most {
            return Err(format!("{} requests, {most} allowed", outcome.succeeded));
        }
        Ok(())
    }
}

/// How many pages the plain list has.
fn page_count(server: &Server, request: &Request) -> u32 {
    let Rules {
        page_size,
        short_pages,
        empty_pages,
        ..
    } = server.rules;
    let count = server.constant(&request.query, 0.0, 0.0).len() as f64;
    // What is served on average: half pages, and empty ones on top.
    let pages = count / page_size as f64 * (1.0 + short_pages) / (1.0 - empty_pages);
    pages.ceil() as u32
}

impl Scenario for ListScenario {
    fn any(random: &mut Random) -> Self {
        let mut scenario = Self::simple(0);
        scenario.seed = random.number();
        scenario.population = Population::any(random);
        scenario.rules = Rules::any(random, scenario.population.count);
        scenario.network = Network::any(random);
        scenario.caller = Caller::any(random, &scenario.population);
        scenario
    }

    fn run(&self, trace: &mut Option<String>) -> Result<(), String> {
        let server = self.server();
        let request = Rc::new(self.request(&server));
        let outcome = self.list(&server, &request, trace)?;
        self.check(&server, &request, &outcome)
    }

    fn simpler(&self) -> Vec<Self> {
        let simple = Self::simple(self.population.count);
        let changes: &[fn(&mut Self, &Self)] = &[
            |it, simple| it.network = simple.network.clone(),
            |it, simple| it.network.limit = simple.network.limit,
            |it, _| it.network.latency = 20.0,
            |it, _| it.network.slow = 0.0,
            |it, _| {
                it.network
                    .kinds
                    .truncate(it.network.kinds.len().saturating_sub(1))
            },
            |it, _| it.network.kinds = it.network.kinds.iter().skip(1).copied().collect(),
            |it, simple| it.rules = simple.rules.clone(),
            |it, simple| it.rules.order = simple.rules.order,
            |it, simple| {
                (it.rules.digits, it.rules.zone) = (simple.rules.digits, simple.rules.zone)
            },
            |it, simple| it.rules.from = simple.rules.from,
            |it, simple| it.rules.to = simple.rules.to,
            |it, _| it.rules.from.is_exclusive = false,
            |it, _| it.rules.to.is_exclusive = false,
            |it, simple| it.rules.total = simple.rules.total,
            |it, _| (it.rules.short_pages, it.rules.empty_pages) = (0.0, 0.0),
            |it, _| it.rules.loops_at = None,
            |it, _| it.rules.lists_timeless = false,
            |it, simple| it.rules.page_size = simple.rules.page_size,
            |it, _| it.population.count /= 2,
            |it, _| it.population.count = it.population.count.saturating_sub(1),
            |it, _| it.population.is_irregular = false,
            |it, _| it.population.ties = 1,
            |it, _| it.population.gap = 60_000.0,
            |it, _| it.population.timeless = 0.0,
            |it, _| it.population.skewed = 0.0,
            |it, _| it.population.inserted = it.population.inserted.saturating_sub(1),
            |it, _| it.population.inserted = 0,
            |it, _| it.population.deleted = 0.0,
            |it, _| it.population.changed = 0.0,
            |it, simple| it.caller = simple.caller.clone(),
            |it, _| it.caller.concurrency = (it.caller.concurrency / 2).max(4),
            |it, _| it.caller.is_ordered = false,
            |it, _| (it.caller.before, it.caller.after) = (1_000.0, 1_000.0),
            |it, _| it.caller.before = 1_000.0,
            |it, _| it.caller.after = 1_000.0,
            |it, _| it.caller.status = None,
            |it, _| it.caller.max_retries = 2,
            |it, _| it.caller.max_per_minute = None,
            |it, _| it.caller.pace = Pace::AtOnce,
            |it, _| it.caller.has_early_timers = false,
            |it, _| it.caller.logs = false,
            |it, _| it.seed = 1,
        ];
        let changes = changes.iter();
        each_changed(
            self,
            changes.map(|change| |it: &mut Self| change(it, &simple)),
        )
    }
}

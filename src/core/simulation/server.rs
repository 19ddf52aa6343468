//! A model of the server: batches whose whole history is known from the start, and the rules by
//! which they are listed.

use super::body::{ModelBody, Row};
use super::population::{Population, populate, sort};
use super::random::Random;
use super::rules::{Bound, Order, Rules, Total};
use super::time::{parse_time, print_time};
use crate::core::hash::hash;
use crate::core::query::Query;
use crate::core::request::{CREATED_FROM, CREATED_TO, PAGE_TOKEN, STATUS};

/// What the wall clock shows when the virtual clock starts, in milliseconds since 1970.
pub const EPOCH_MS: f64 = 1_767_323_045_000.0;

/// A batch, with all that happens to it. Moments are milliseconds of the virtual clock.
#[derive(Clone, Debug)]
pub struct Batch {
    pub row: Row,
    /// When it was created, in microseconds since 1970; nothing if it has no time.
    pub created_us: Option<i64>,
    pub appears: f64,
    pub disappears: f64,
    /// From when on it has which status.
    pub statuses: Vec<(f64, &'static str)>,
}

/// The model server.
#[derive(Debug)]
pub struct Server {
    pub rules: Rules,
    /// In the order of the list, those that are gone or still to come included.
    pub batches: Vec<Batch>,
    seed: u64,
}

impl Server {
    /// A server with a population that `seed` decides.
    pub fn new(seed: u64, population: &Population, rules: &Rules) -> Self {
        let batches = populate(population, &mut Random::new(seed));
        Self::with_batches(seed, batches, rules)
    }

    /// A server of these batches.
    pub fn with_batches(seed: u64, mut batches: Vec<Batch>, rules: &Rules) -> Self {
        let mut random = Random::new(!seed);
        sort(&mut batches, rules.order, &mut random);
        for (number, batch) in (0_u32..).zip(&mut batches) {
            let id = format!("batch-{number}");
            let printed = batch
                .created_us
                .map(|us| print_time(us, rules.digits, rules.zone));
            let read = printed.and_then(|text| parse_time(&text));
            batch.row = Row {
                number,
                hash: hash(&id),
                id: id.into(),
                status: "",
                created: read.map_or(f64::NAN, |us| us.div_euclid(1_000) as f64),
            };
        }
        Self {
            rules: rules.clone(),
            batches,
            seed,
        }
    }

    /// The page that `query` leads to at `now`.
    pub fn page(&self, query: &Query, now: f64) -> ModelBody {
        let filter = Filter::new(self, query);
        let token = query.get(PAGE_TOKEN).unwrap_or_default();
        let (place, tries) = token.split_once('.').unwrap_or((token, "0"));
        let place: usize = place.parse().unwrap_or(0);
        let tries: u32 = tries.parse().unwrap_or(0);
        let mut random = Random::new(self.seed ^ ((place as u64) << 20) ^ u64::from(tries));
        let mut size = self.rules.page_size;
        if random.chance(self.rules.short_pages) {
            size = size.div_ceil(2);
        }
        let is_empty = random.chance(self.rules.empty_pages);
        let mut rows = Vec::with_capacity(if is_empty { 0 } else { size });
        let mut next = None;
        let rest = self.batches.iter().enumerate().skip(place);
        for (index, batch) in rest.filter(|(_, batch)| filter.matches(batch, now)) {
            if is_empty {
                next = Some(format!("{index}.{}", tries + 1));
                break;
            }
            if rows.len() == size {
                let is_loop = self.rules.loops_at.is_some_and(|start| index >= start);
                next = Some(if is_loop {
                    String::from("0")
                } else {
                    index.to_string()
                });
                break;
            }
            rows.push(batch.row_at(now));
        }
        if self.rules.order == Order::ShuffledPages {
            random.shuffle(&mut rows);
        }
        let count = |filter: &Filter| {
            self.batches
                .iter()
                .filter(|batch| filter.matches(batch, now))
                .count() as f64
        };
        let total = match self.rules.total {
            Total::Right => Some(count(&filter)),
            Total::Absent => None,
            Total::Wrong(factor) => Some((count(&filter) * factor).round()),
            Total::Unfiltered => Some(count(&Filter::default())),
        };
        ModelBody::page(rows, next, total)
    }

    /// The numbers of the batches that `query` lists, all the time from `start` to `end`, in order.
    pub fn constant(&self, query: &Query, start: f64, end: f64) -> Vec<u32> {
        let filter = Filter::new(self, query);
        let is_constant = |batch: &&Batch| {
            let is_there = batch.appears <= start && batch.disappears > end;
            let status = batch.status_at(start);
            let keeps = filter.status.is_none() || status == batch.status_at(end);
            is_there && keeps && filter.matches(batch, start)
        };
        self.batches
            .iter()
            .filter(is_constant)
            .map(|batch| batch.row.number)
            .collect()
    }

    /// Whether `query` can ever list this batch.
    pub fn can_list(&self, query: &Query, number: u32) -> bool {
        let batch = &self.batches[number as usize];
        let filter = Filter::new(self, query);
        let has_status = |status| batch.statuses.iter().any(|(_, other)| *other == status);
        filter.is_within(batch) && filter.status.is_none_or(has_status)
    }

    /// The batch of this id.
    pub fn find(&self, id: &str) -> Option<&Batch> {
        self.batches
            .get(id.strip_prefix("batch-")?.parse::<usize>().ok()?)
    }
}

impl Batch {
    /// The batch as it shows at `now`.
    pub fn row_at(&self, now: f64) -> Row {
        Row {
            status: self.status_at(now),
            ..self.row.clone()
        }
    }

    fn status_at(&self, now: f64) -> &'static str {
        let past = self
            .statuses
            .iter()
            .rev()
            .find(|(moment, _)| *moment <= now);
        past.map_or(self.statuses[0].1, |(_, status)| status)
    }
}

/// A query's filter, as the server understands it.
#[derive(Default)]
struct Filter<'a> {
    from: Option<i64>,
    to: Option<i64>,
    status: Option<&'a str>,
    lists_timeless: bool,
    late: f64,
}

impl<'a> Filter<'a> {
    fn new(server: &Server, query: &'a Query) -> Self {
        let bound = |name, bound: Bound, inwards| {
            let us = query
                .get(name)
                .and_then(parse_time)
                .filter(|_| !bound.is_ignored)?;
            Some(bound.effective(us) + if bound.is_exclusive { inwards } else { 0 })
        };
        Self {
            from: bound(CREATED_FROM, server.rules.from, 1),
            to: bound(CREATED_TO, server.rules.to, -1),
            status: query.get(STATUS),
            lists_timeless: server.rules.lists_timeless,
            late: server.rules.listed_late,
        }
    }

    fn matches(&self, batch: &Batch, now: f64) -> bool {
        batch.appears + self.late <= now
            && now < batch.disappears
            && self.is_within(batch)
            && self
                .status
                .is_none_or(|status| batch.status_at(now) == status)
    }

    fn is_within(&self, batch: &Batch) -> bool {
        match batch.created_us {
            Some(us) => {
                self.from.is_none_or(|from| us >= from) && self.to.is_none_or(|to| us <= to)
            }
            None => self.lists_timeless || (self.from.is_none() && self.to.is_none()),
        }
    }
}

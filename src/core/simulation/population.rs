//! Which batches the model server has.

use super::body::Row;
use super::random::Random;
use super::rules::Order;
use super::server::{Batch, EPOCH_MS};
use super::time::SECOND_US;

/// All statuses, the terminal ones last.
pub const STATUSES: [&str; 5] = ["PENDING", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"];

/// Which batches there are.
#[derive(Clone, Debug, PartialEq)]
pub struct Population {
    pub count: usize,
    /// The time between two creations, in milliseconds.
    pub gap: f64,
    /// Whether the gaps vary.
    pub is_irregular: bool,
    /// How many batches share one time.
    pub ties: usize,
    /// How many have no time of creation, or one that is years off, from 0 to 1.
    pub timeless: f64,
    pub skewed: f64,
    /// How many appear, disappear or change their status while time goes on, and for how long, in milliseconds.
    pub inserted: usize,
    pub deleted: f64,
    pub changed: f64,
    pub active_for: f64,
}

impl Population {
    /// No batch at all; others are one a minute.
    pub const NONE: Self = Self {
        count: 0,
        gap: 60_000.0,
        is_irregular: false,
        ties: 1,
        timeless: 0.0,
        skewed: 0.0,
        inserted: 0,
        deleted: 0.0,
        changed: 0.0,
        active_for: 0.0,
    };

    /// Any population.
    pub fn any(random: &mut Random) -> Self {
        let mut population = Self {
            count: random.magnitude(1.0, 120.0) as usize,
            gap: random.magnitude(1.0, 86_400_000.0),
            is_irregular: random.chance(0.6),
            active_for: random.magnitude(10.0, 100_000.0),
            ..Self::NONE
        };
        match random.below(20) {
            0..5 => population.ties = random.magnitude(2.0, 50.0) as usize,
            // Rare, since it takes long.
            5 if random.chance(0.02) => (population.count, population.ties) = (2_000, 1_000),
            _ => {}
        }
        if random.chance(0.1) {
            population.timeless = random.pick(&[0.01, 0.1, 1.0]);
        }
        if random.chance(0.1) {
            population.skewed = random.pick(&[0.02, 0.3]);
        }
        if random.chance(0.25) {
            population.inserted = random.below(20) as usize;
            population.deleted = random.pick(&[0.0, 0.1, 0.5]);
            population.changed = random.pick(&[0.0, 0.1, 0.5]);
        }
        population
    }
}

/// The batches of a population, one created after another.
pub fn populate(population: &Population, random: &mut Random) -> Vec<Batch> {
    let mut batches = Vec::with_capacity(population.count + population.inserted);
    let mut age_us = 0;
    for index in 0..population.count {
        if index % population.ties.max(1) == 0 {
            age_us += gap_us(population, random);
        }
        batches.push(batch(
            EPOCH_MS as i64 * 1_000 - age_us,
            f64::NEG_INFINITY,
            population,
            random,
        ));
    }
    batches.reverse();
    for _ in 0..population.inserted {
        let moment = random.between(0.0, population.active_for);
        let us = ((EPOCH_MS + moment) * 1_000.0) as i64;
        batches.push(batch(us, moment, population, random));
    }
    batches
}

fn gap_us(population: &Population, random: &mut Random) -> i64 {
    let mut gap = population.gap * 1_000.0;
    if population.is_irregular {
        gap *= -random.unit().max(1e-9).ln();
        if random.chance(0.03) {
            gap *= 50.0;
        }
    }
    (gap as i64).max(1)
}

/// A batch that is created at `us`, and what happens to it.
fn batch(us: i64, appears: f64, population: &Population, random: &mut Random) -> Batch {
    let mut created_us = Some(us);
    if random.chance(population.skewed) {
        let years = random.below(100) as i64 - 50;
        created_us = Some(us + years * 31_556_952 * SECOND_US);
    }
    if random.chance(population.timeless) {
        created_us = None;
    }
    let mut statuses = vec![(f64::NEG_INFINITY, random.pick(&STATUSES))];
    if random.chance(population.changed) {
        statuses = vec![
            (f64::NEG_INFINITY, "RUNNING"),
            (
                random.between(0.0, population.active_for),
                random.pick(&STATUSES[2..]),
            ),
        ];
    }
    let is_deleted = random.chance(population.deleted);
    Batch {
        row: Row::default(),
        created_us,
        appears,
        disappears: if is_deleted {
            random.between(0.0, population.active_for)
        } else {
            f64::INFINITY
        },
        statuses,
    }
}

/// Brings batches that were created one after another into the order of the list.
pub fn sort(batches: &mut [Batch], order: Order, random: &mut Random) {
    // The order of equal times is any, but always the same.
    random.shuffle(batches);
    match order {
        Order::Oldest => batches.sort_by_key(|batch| batch.created_us),
        Order::Status => {
            batches.sort_by_key(|batch| (batch.statuses[0].1, std::cmp::Reverse(batch.created_us)));
        }
        Order::Updated => {
            // Most were updated soon after their creation.
            let mut updated = |batch: &Batch| {
                let late = if random.chance(0.3) {
                    random.between(0.0, 3.6e9) as i64
                } else {
                    0
                };
                std::cmp::Reverse(batch.created_us.unwrap_or(0) + late)
            };
            let mut keyed: Vec<_> = batches
                .iter()
                .map(|batch| (updated(batch), batch.clone()))
                .collect();
            keyed.sort_by_key(|(key, _)| *key);
            for (place, (_, batch)) in batches.iter_mut().zip(keyed) {
                *place = batch;
            }
        }
        Order::Shuffled => {}
        Order::Newest | Order::ShuffledPages | Order::NearlyNewest => {
            batches.sort_by_key(|batch| std::cmp::Reverse(batch.created_us));
        }
    }
    if order == Order::NearlyNewest && !batches.is_empty() {
        for _ in 0..1 + random.below(3) {
            let [one, other] = [(); 2].map(|()| random.below(batches.len() as u64) as usize);
            batches.swap(one, other);
        }
    }
}

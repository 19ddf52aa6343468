//! Who lists, and how.

use super::population::Population;
use super::random::Random;

/// Who lists, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Caller {
    /// 1 for a list page by page.
    pub concurrency: usize,
    pub is_ordered: bool,
    /// How far the bounds are from the oldest and from the newest batch, in milliseconds.
    pub before: f64,
    pub after: f64,
    pub status: Option<&'static str>,
    pub max_retries: u32,
    pub max_per_minute: Option<u32>,
    pub pace: Pace,
    pub has_early_timers: bool,
    pub logs: bool,
}

/// When the caller goes on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    AtOnce,
    /// So many milliseconds after each value.
    Slow(f64),
    /// Never after so many values.
    Breaks(u32),
    /// Never after this time.
    Aborts(f64),
}

impl Caller {
    /// A caller who lists everything at once, in four windows.
    pub const SIMPLE: Self = Self {
        concurrency: 4,
        is_ordered: true,
        before: 1_000.0,
        after: 1_000.0,
        status: None,
        max_retries: 2,
        max_per_minute: None,
        pace: Pace::AtOnce,
        has_early_timers: false,
        logs: false,
    };

    /// Anyone who lists this population.
    pub fn any(random: &mut Random, population: &Population) -> Self {
        let span = population.gap * population.count as f64;
        let margin = |random: &mut Random| match random.below(6) {
            0 => 0.0,
            1 => random.magnitude(1.0, 5_000.0),
            2 => -random.between(0.0, span / 3.0).round(),
            3 => random.magnitude(1e10, 5e11),
            _ => random.magnitude(1.0, span.max(2.0)),
        };
        let (before, after) = (margin(random), margin(random));
        let pace = match random.below(12) {
            0 => Pace::Slow(random.magnitude(10.0, 100_000.0)),
            1 => Pace::Breaks(1 + random.below(8) as u32),
            2 => Pace::Aborts(random.magnitude(1.0, 20_000.0)),
            _ => Pace::AtOnce,
        };
        Self {
            concurrency: if random.chance(0.1) {
                1
            } else {
                2 + random.below(15) as usize
            },
            is_ordered: random.chance(0.6),
            before,
            after,
            status: random.chance(0.1).then_some("RUNNING"),
            max_retries: random.below(4) as u32,
            max_per_minute: random
                .chance(0.15)
                .then(|| random.magnitude(1.0, 100.0) as u32),
            pace,
            has_early_timers: random.chance(0.3),
            logs: random.chance(0.02),
        }
    }
}

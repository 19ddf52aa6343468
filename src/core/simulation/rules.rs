//! The rules by which the model server lists batches.

use super::random::Random;
use super::time::{Digits, SECOND_US, Zone};

/// How batches are listed.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    pub order: Order,
    pub digits: Digits,
    pub zone: Zone,
    pub from: Bound,
    pub to: Bound,
    pub total: Total,
    pub page_size: usize,
    /// How many pages are cut short, and how many are empty but lead on, from 0 to 1.
    pub short_pages: f64,
    pub empty_pages: f64,
    /// From which batch on the cursor leads back to the first page.
    pub loops_at: Option<usize>,
    /// Whether a batch without a time of creation is within all bounds.
    pub lists_timeless: bool,
    /// How long after its creation a batch is listed, in milliseconds.
    pub listed_late: f64,
}

/// The order of the list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Order {
    Newest,
    Oldest,
    Updated,
    Status,
    Shuffled,
    /// The newest first, each page in any order.
    ShuffledPages,
    /// The newest first, but for a few.
    NearlyNewest,
}

/// What the server makes of one of the bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    pub is_ignored: bool,
    pub is_exclusive: bool,
    /// To how many whole seconds it is cut, if any.
    pub cut_s: i64,
    pub shift_s: i64,
}

/// What a page says of the number of all batches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Total {
    Right,
    Absent,
    /// The right number times this.
    Wrong(f64),
    /// That of all batches.
    Unfiltered,
}

impl Bound {
    /// What the caller says.
    pub const EXACT: Self = Self {
        is_ignored: false,
        is_exclusive: false,
        cut_s: 0,
        shift_s: 0,
    };

    fn any(random: &mut Random) -> Self {
        let mut bound = Self::EXACT;
        bound.is_exclusive = random.chance(0.3);
        match random.below(12) {
            0 => bound.is_ignored = true,
            1 | 2 => bound.cut_s = random.pick(&[1, 1, 60, 86_400]),
            3 => bound.shift_s = 3_600 * (random.below(25) as i64 - 12),
            _ => {}
        }
        bound
    }

    /// The time in microseconds that the server compares with.
    pub fn effective(&self, us: i64) -> i64 {
        let unit = (self.cut_s * SECOND_US).max(1);
        us.div_euclid(unit) * unit + self.shift_s * SECOND_US
    }
}

impl Rules {
    /// What the real server does, as far as is known, with pages of 5.
    pub const SIMPLE: Self = Self {
        order: Order::Newest,
        digits: Digits::Millis,
        zone: Zone::Utc,
        from: Bound::EXACT,
        to: Bound::EXACT,
        total: Total::Right,
        page_size: 5,
        short_pages: 0.0,
        empty_pages: 0.0,
        loops_at: None,
        lists_timeless: false,
        listed_late: 0.0,
    };

    /// Any rules, for `count` batches.
    pub fn any(random: &mut Random, count: usize) -> Self {
        let orders = [
            Order::Updated,
            Order::Status,
            Order::Shuffled,
            Order::ShuffledPages,
            Order::NearlyNewest,
        ];
        let order = match random.below(10) {
            0..5 => Order::Newest,
            5..7 => Order::Oldest,
            _ => random.pick(&orders),
        };
        let digits = [
            Digits::Micros,
            Digits::Millis,
            Digits::Millis,
            Digits::RoundedMillis,
            Digits::Seconds,
            Digits::RoundedSeconds,
        ];
        let from = Bound::any(random);
        let to = if random.chance(0.8) {
            from
        } else {
            Bound::any(random)
        };
        let factor = random.pick(&[0.0, 0.5, 0.9, 1.1, 3.0]);
        Self {
            order,
            digits: random.pick(&digits),
            zone: random.pick(&[
                Zone::Utc,
                Zone::Unsaid,
                Zone::Offset(120),
                Zone::Offset(-570),
            ]),
            from,
            to,
            total: random.pick(&[
                Total::Right,
                Total::Absent,
                Total::Absent,
                Total::Wrong(factor),
                Total::Unfiltered,
            ]),
            page_size: random.magnitude(1.0, 30.0) as usize,
            short_pages: random.pick(&[0.0, 0.0, 0.3]),
            empty_pages: random.pick(&[0.0, 0.0, 0.0, 0.3]),
            loops_at: random
                .chance(0.03)
                .then(|| random.below(count as u64 + 1) as usize),
            lists_timeless: random.chance(0.5),
            listed_late: 0.0,
        }
    }
}

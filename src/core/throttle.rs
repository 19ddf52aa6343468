//! How many requests may be in flight at a time.

/// How many requests may be in flight: fewer after a 429, one more after as many successes.
pub struct Throttle {
    pub limit: usize,
    pub successes: usize,
    /// How many requests were refused one after another, each the only one in flight.
    pub refusals: u32,
    pub lowered_at: f64,
}

impl Throttle {
    /// At first, as many as are allowed at the most.
    pub fn new(most: usize) -> Self {
        Self {
            limit: most,
            successes: 0,
            refusals: 0,
            lowered_at: f64::NEG_INFINITY,
        }
    }

    /// Halves the limit, unless that was done after the request was sent.
    pub fn lower(&mut self, now: f64, sent_at: f64) {
        self.successes = 0;
        if sent_at > self.lowered_at {
            self.refusals += u32::from(self.limit == 1);
            self.limit = (self.limit / 2).max(1);
            self.lowered_at = now;
        }
    }

    pub fn raise(&mut self, most: usize) {
        self.refusals = 0;
        self.successes += 1;
        if self.successes >= self.limit && self.limit < most {
            self.limit += 1;
            self.successes = 0;
        }
    }
}

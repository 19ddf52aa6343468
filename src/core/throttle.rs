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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_429_halves_the_limit_once_for_all_requests_that_were_in_flight() {
        let mut throttle = Throttle::new(9);
        throttle.lower(100.0, 50.0);
        assert_eq!(throttle.limit, 4);
        throttle.lower(110.0, 60.0);
        throttle.lower(120.0, 100.0);
        assert_eq!(throttle.limit, 4);
        throttle.lower(130.0, 101.0);
        assert_eq!((throttle.limit, throttle.refusals), (2, 0));
    }

    #[test]
    fn a_refusal_counts_if_the_request_was_the_only_one_until_one_succeeds() {
        let mut throttle = Throttle::new(2);
        for (now, refusals) in [(1.0, 0), (3.0, 1), (5.0, 2)] {
            throttle.lower(now, now - 1.0);
            assert_eq!((throttle.limit, throttle.refusals), (1, refusals));
        }
        throttle.raise(8);
        assert_eq!(throttle.refusals, 0);
    }

    #[test]
    fn as_many_successes_as_the_limit_raise_it_by_one_up_to_the_most() {
        let mut throttle = Throttle::new(8);
        throttle.limit = 2;
        let mut limits = Vec::new();
        for _ in 0..6 {
            throttle.raise(4);
            limits.push(throttle.limit);
        }
        assert_eq!(limits, [2, 3, 3, 3, 4, 4]);
        for _ in 0..20 {
            throttle.raise(4);
        }
        assert_eq!(throttle.limit, 4);
        // A refusal begins the count anew.
        throttle.limit = 2;
        throttle.successes = 1;
        throttle.lower(1.0, 0.0);
        assert_eq!((throttle.limit, throttle.successes), (1, 0));
    }
}

//! When a client may send: not more often than its limit, and not before the server wants it.

const MINUTE_MS: f64 = 60_000.0;

/// The requests of the last minute, and what the server asked for.
#[derive(Debug, Default)]
pub struct Pace {
    limit: Option<u32>,
    /// When each of the newest requests ended, or was sent if it is under way.
    sent: Vec<(u32, f64)>,
    count: u32,
    not_before: f64,
}

/// A request that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn(u32);

impl Pace {
    /// At most `limit` requests in any 60 seconds.
    pub fn new(limit: Option<u32>) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    /// A turn at `now`, or how many milliseconds to wait before asking again.
    pub fn take(&mut self, now: f64) -> Result<Turn, f64> {
        let mut wait = self.not_before - now;
        if let Some(limit) = self.limit {
            self.sent.retain(|(_, at)| now - at < MINUTE_MS);
            if self.sent.len() >= limit as usize {
                // The first to leave makes room; they need not have ended in order.
                let times = self.sent.iter().map(|(_, at)| *at);
                wait = wait.max(times.fold(f64::INFINITY, f64::min) + MINUTE_MS - now);
            }
        }
        if wait > 0.0 {
            return Err(wait);
        }
        self.count = self.count.wrapping_add(1);
        if self.limit.is_some() {
            self.sent.push((self.count, now));
        }
        Ok(Turn(self.count))
    }

    /// The request of `turn` ended at `now`: the server counted it no later.
    pub fn end(&mut self, turn: Turn, now: f64) {
        if let Some(sent) = self.sent.iter_mut().find(|(count, _)| *count == turn.0) {
            sent.1 = now;
        }
    }

    /// Nobody sends before `time`.
    pub fn hold(&mut self, time: f64) {
        self.not_before = self.not_before.max(time);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn without_a_limit_nobody_waits() {
        let mut pace = Pace::new(None);
        for _ in 0..1_000 {
            assert!(pace.take(5.0).is_ok());
        }
        assert!(pace.sent.is_empty());
    }

    #[test]
    fn what_would_be_more_than_the_limit_waits_until_there_is_room() {
        let mut pace = Pace::new(Some(2));
        let first = pace.take(0.0).unwrap();
        pace.end(first, 500.0);
        assert!(pace.take(1_000.0).is_ok());
        assert_eq!(pace.take(1_000.0), Err(59_500.0));
        assert!(pace.take(60_500.0).is_ok());
        assert_eq!(pace.take(60_500.0), Err(500.0));
    }

    #[test]
    fn all_wait_for_as_long_as_the_server_asks() {
        let mut pace = Pace::new(None);
        pace.hold(1_000.0);
        pace.hold(400.0);
        assert_eq!(pace.take(250.0), Err(750.0));
        assert!(pace.take(1_000.0).is_ok());
    }

    proptest! {
        /// However long requests take, no minute sees more than the limit, and each gets its turn.
        #[test]
        fn no_minute_sees_more(limit in 1_u32..8, steps in prop::collection::vec((0_u16..20_000, 0_u16..5_000), 1..80)) {
            let mut pace = Pace::new(Some(limit));
            let mut now = 0.0;
            let mut ended = Vec::new();
            for (idle, takes) in steps {
                now += f64::from(idle);
                let takes = f64::from(takes);
                let turn = match pace.take(now) {
                    Ok(turn) => turn,
                    Err(wait) => { now += wait; pace.take(now).unwrap() }
                };
                let within = ended.iter().filter(|at| now - **at < MINUTE_MS).count();
                prop_assert!(within < limit as usize);
                pace.end(turn, now + takes);
                ended.push(now + takes);
            }
        }
    }
}

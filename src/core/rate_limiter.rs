//! When a client may send: not more often than its limit, and not before the server wants it.

use std::rc::Rc;

const MINUTE_MS: f64 = 60_000.0;

/// The requests of the last minute, and until when the server wants none. All clients that
/// `withOptions` derives from one another share it, each with a limit of its own.
#[derive(Debug, Default)]
pub struct RateLimiter {
    /// Whether any of the clients has a limit, so that requests are counted.
    counts: bool,
    window: Vec<Counted>,
    paused_until: f64,
}

/// A request that was allowed. It is under way until it is completed, or the permit is dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit(Rc<()>);

/// A request that counts.
#[derive(Debug)]
struct Counted {
    permit: Permit,
    is_over: bool,
    /// When it was over, or the last time that it was seen under way: the server counted it no later.
    at: f64,
}

impl RateLimiter {
    /// Counts requests from now on: a client has a limit.
    pub fn count(&mut self) {
        self.counts = true;
    }

    /// A permit at `now` (monotonic milliseconds) under a `limit` of requests in any 60 seconds, or
    /// how many milliseconds to wait before asking again.
    pub fn try_acquire(&mut self, now: f64, limit: Option<u32>) -> Result<Permit, f64> {
        let mut wait = self.paused_until - now;
        for counted in self.window.iter_mut().filter(|counted| !counted.is_over) {
            counted.at = now;
            // Given up: until when it was under way is not known any better.
            counted.is_over = Rc::strong_count(&counted.permit.0) == 1;
        }
        self.window.retain(|counted| now - counted.at < MINUTE_MS);
        if let Some(limit) = limit
            && self.window.len() >= limit as usize
        {
            // The first to leave may make room; they need not have completed in order.
            let times = self.window.iter().map(|counted| counted.at);
            wait = wait.max(times.fold(f64::INFINITY, f64::min) + MINUTE_MS - now);
        }
        if wait > 0.0 {
            return Err(wait);
        }
        let permit = Permit(Rc::new(()));
        if self.counts {
            self.window.push(Counted {
                permit: permit.clone(),
                is_over: false,
                at: now,
            });
        }
        Ok(permit)
    }

    /// The request of `permit` completed at `now`.
    pub fn complete(&mut self, permit: &Permit, now: f64) {
        let is_its = |counted: &&mut Counted| Rc::ptr_eq(&counted.permit.0, &permit.0);
        if let Some(counted) = self.window.iter_mut().find(is_its) {
            counted.at = now;
            counted.is_over = true;
        }
    }

    /// Allows no request before `time`.
    pub fn pause_until(&mut self, time: f64) {
        self.paused_until = self.paused_until.max(time);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn limiter() -> RateLimiter {
        let mut limiter = RateLimiter::default();
        limiter.count();
        limiter
    }

    #[test]
    fn without_a_limit_no_request_waits_or_is_counted() {
        let mut limiter = RateLimiter::default();
        for _ in 0..1_000 {
            assert!(limiter.try_acquire(5.0, None).is_ok());
        }
        assert!(limiter.window.is_empty());
    }

    #[test]
    fn a_request_over_the_limit_waits_until_there_is_room() {
        let mut limiter = limiter();
        let first = limiter.try_acquire(0.0, Some(2)).unwrap();
        limiter.complete(&first, 500.0);
        assert!(limiter.try_acquire(1_000.0, Some(2)).is_ok());
        assert_eq!(limiter.try_acquire(1_000.0, Some(2)), Err(59_500.0));
        assert!(limiter.try_acquire(60_500.0, Some(2)).is_ok());
        assert_eq!(limiter.try_acquire(60_500.0, Some(2)), Err(500.0));
    }

    #[test]
    fn a_request_counts_for_as_long_as_it_is_under_way_and_a_minute_longer() {
        let mut limiter = limiter();
        let permit = limiter.try_acquire(0.0, Some(1)).unwrap();
        assert_eq!(limiter.try_acquire(60_000.0, Some(1)), Err(60_000.0));
        limiter.complete(&permit, 70_000.0);
        assert_eq!(limiter.try_acquire(120_000.0, Some(1)), Err(10_000.0));
        assert!(limiter.try_acquire(130_000.0, Some(1)).is_ok());
    }

    #[test]
    fn a_request_that_was_given_up_counts_for_a_minute() {
        let mut limiter = limiter();
        drop(limiter.try_acquire(0.0, Some(1)).unwrap());
        assert_eq!(limiter.try_acquire(100.0, Some(1)), Err(60_000.0));
        assert_eq!(limiter.try_acquire(1_100.0, Some(1)), Err(59_000.0));
        assert!(limiter.try_acquire(60_100.0, Some(1)).is_ok());
    }

    #[test]
    fn clients_that_share_it_count_together_each_with_its_own_limit() {
        let mut limiter = limiter();
        for at in [0.0, 10.0, 20.0] {
            let permit = limiter.try_acquire(at, None).unwrap();
            limiter.complete(&permit, at);
        }
        // Two of the three have to leave: the client asks again when the first has.
        assert_eq!(limiter.try_acquire(30.0, Some(2)), Err(59_970.0));
        assert_eq!(limiter.try_acquire(60_000.0, Some(2)), Err(10.0));
        assert!(limiter.try_acquire(60_000.0, Some(4)).is_ok());
        assert!(limiter.try_acquire(60_000.0, None).is_ok());
    }

    #[test]
    fn every_request_waits_for_as_long_as_the_server_asks() {
        let mut limiter = RateLimiter::default();
        limiter.pause_until(1_000.0);
        limiter.pause_until(400.0);
        assert_eq!(limiter.try_acquire(250.0, None), Err(750.0));
        assert!(limiter.try_acquire(1_000.0, None).is_ok());
    }

    proptest! {
        /// However long requests take, no minute sees more than the limit, and each is sent in the end.
        #[test]
        fn no_minute_sees_more(limit in 1_u32..8, steps in prop::collection::vec((0_u16..20_000, 0_u16..5_000), 1..80)) {
            let mut limiter = limiter();
            let mut now = 0.0;
            let mut completed = Vec::new();
            for (idle, takes) in steps {
                now += f64::from(idle);
                let takes = f64::from(takes);
                let permit = match limiter.try_acquire(now, Some(limit)) {
                    Ok(permit) => permit,
                    Err(wait) => { now += wait; limiter.try_acquire(now, Some(limit)).unwrap() }
                };
                let within = completed.iter().filter(|at| now - **at < MINUTE_MS).count();
                prop_assert!(within < limit as usize);
                limiter.complete(&permit, now + takes);
                completed.push(now + takes);
            }
        }
    }
}

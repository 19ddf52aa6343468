//! What every request must keep to, whatever the operation.

use super::network::Fault;
use crate::core::hash::extend;
use crate::core::request::{Idempotency, Request};

/// The requests of a run.
#[derive(Debug, Default)]
pub struct Ledger {
    /// How many requests were sent, and how many succeeded.
    pub sent: u32,
    pub succeeded: u32,
    /// Whether a request is sent anew after it failed for good: by a poll.
    pub repeats: bool,
    /// Whether it may start over once: the list, when a window failed and windows are given up.
    pub may_start_over: bool,
    /// Whether something was answered that no retry helps against, or the same request failed once
    /// more than it may be retried.
    pub is_hopeless: bool,
    /// Whether a request was given up because of a failure that waits and watches end with, too.
    pub ends_polls: bool,
    /// When requests reached the server.
    arrivals: Vec<f64>,
    /// How often each request failed in a row: by a 429, and otherwise.
    failures: Vec<(u64, u32, u32)>,
    /// How many requests were answered with a 429 since the last success.
    throttled: u32,
    paused_until: f64,
    may_have_run: bool,
}

impl Ledger {
    /// A request is sent.
    pub fn send(&mut self, request: &Request, now: f64) -> Result<(), String> {
        self.sent += 1;
        if now < self.paused_until {
            return Err(format!(
                "{} ms too early after a 429",
                self.paused_until - now
            ));
        }
        if request.idempotency == Idempotency::NonIdempotent && self.may_have_run {
            return Err("sent twice what may have run".into());
        }
        let failed = self
            .failures
            .iter()
            .find(|(known, ..)| *known == key(request));
        let others = failed.map_or(0, |(_, _, others)| *others);
        if others > request.max_retries && !std::mem::take(&mut self.may_start_over) {
            return Err(format!(
                "retried {others} times, {} allowed",
                request.max_retries
            ));
        }
        if others > request.max_retries {
            self.forget_failures();
        }
        Ok(())
    }

    /// A request is over.
    pub fn complete(&mut self, request: &Request, fault: Option<Fault>, now: f64) {
        if fault.is_none_or(|fault| !fault.is_refusal()) {
            self.may_have_run = true;
        }
        let key = key(request);
        let place = self.failures.iter().position(|(known, ..)| *known == key);
        let Some(fault) = fault else {
            self.succeeded += 1;
            self.throttled = 0;
            if let Some(place) = place {
                self.failures.swap_remove(place);
            }
            return;
        };
        let is_safe = request.idempotency == Idempotency::Idempotent || fault.is_refusal();
        if fault.status() == Some(429) && fault.pause() <= 60_000.0 && request.max_retries > 0 {
            self.paused_until = self.paused_until.max(now + fault.pause());
        }
        let place = place.unwrap_or_else(|| {
            self.failures.push((key, 0, 0));
            self.failures.len() - 1
        });
        let (_, throttled, others) = &mut self.failures[place];
        let is_throttled = fault.status() == Some(429);
        *throttled += u32::from(is_throttled);
        *others += u32::from(!is_throttled);
        self.throttled += u32::from(is_throttled);
        self.is_hopeless |= self.throttled > request.max_retries;
        let is_over =
            !fault.is_transient() || !is_safe || *throttled + *others > request.max_retries;
        self.is_hopeless |= is_over;
        self.ends_polls |= is_over && fault.ends_polls();
        if is_over && self.repeats {
            self.failures.swap_remove(place);
        }
    }

    /// A request reached the server.
    pub fn arrive(&mut self, moment: f64) {
        self.arrivals.push(moment);
    }

    /// Checks that no minute saw more than `limit` requests.
    pub fn check_limit(&mut self, limit: Option<u32>) -> Result<(), String> {
        let Some(limit) = limit else { return Ok(()) };
        self.arrivals.sort_by(f64::total_cmp);
        let mut spans = self.arrivals.windows(limit as usize + 1);
        match spans.find(|span| span[span.len() - 1] - span[0] < 60_000.0) {
            Some(span) => Err(format!(
                "{} requests in the minute after {}",
                span.len(),
                span[0]
            )),
            None => Ok(()),
        }
    }

    /// From now on the same requests may be sent again for another reason.
    pub fn forget_failures(&mut self) {
        self.failures.clear();
    }
}

/// What tells requests apart.
fn key(request: &Request) -> u64 {
    let pairs = request
        .query
        .0
        .iter()
        .flat_map(|(name, value)| [name.as_str(), value.as_deref().unwrap_or("-")]);
    let texts = [request.method, &request.path].into_iter().chain(pairs);
    texts
        .flat_map(|text| text.bytes().chain([0]))
        .fold(0, extend)
}

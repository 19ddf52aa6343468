//! A span of time, a part of a list.

/// How far a window's request reaches beyond its later end, and how far beyond its request an item may be.
pub const MARGIN_MS: f64 = 1_000.0;

/// A span of time: after `lower`, up to and including `upper`, in milliseconds since 1970. The
/// lowest and the highest window of a list reach as far as the list does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// The time before its first.
    pub lower: f64,
    /// Its last time.
    pub upper: f64,
}

impl Window {
    /// Whether `time` is in the window or its margin: what a request for it may be answered with.
    pub fn has_within_margin(&self, time: f64) -> bool {
        time >= self.lower - MARGIN_MS && time <= self.upper + 2.0 * MARGIN_MS
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn the_margin_is_a_second_before_and_two_after() {
        let window = Window {
            lower: 10_000.0,
            upper: 20_000.0,
        };
        for (time, is_within) in [
            (9_000.0, true),
            (8_999.0, false),
            (22_000.0, true),
            (22_001.0, false),
            (f64::NAN, false),
        ] {
            assert_eq!(window.has_within_margin(time), is_within, "{time}");
        }
    }
}

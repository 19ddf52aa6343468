//! When to retry a request, and after what delay: pure functions of what was seen.

use super::failure::is_transient;
use super::request::Idempotency;

/// The longest delay that a server may ask for; beyond it the error is reported to the caller.
pub const MAX_RETRY_AFTER_MS: f64 = 60_000.0;

/// What a response says about retrying the request.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RetryHints {
    /// Whether the server wants a retry.
    pub should_retry: Option<bool>,
    /// How many milliseconds it asks to wait.
    pub after_ms: Option<f64>,
}

impl RetryHints {
    /// Reads the headers `x-should-retry`, `retry-after-ms` and `retry-after` (RFC 9110, section 10.2.3:
    /// seconds or an HTTP date). A header that holds none of this counts as absent. `ms_until_date` tells how
    /// many milliseconds from now a date is; not a number if it is none.
    pub fn read(
        header: impl Fn(&str) -> Option<String>,
        ms_until_date: impl Fn(&str) -> f64,
    ) -> Self {
        let should_retry = header("x-should-retry").and_then(|text| match text.as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        });
        let after_ms = header("retry-after-ms").and_then(|text| parse_decimal(&text, 0));
        let after_ms = after_ms.or_else(|| {
            let text = header("retry-after")?;
            parse_decimal(&text, 3).or_else(|| {
                // A date names a month or a day; otherwise the host's parser would take much else.
                let is_date = text.bytes().any(|byte| byte.is_ascii_alphabetic());
                // By the clock of the server, where it shows it: it may be far from that of the client.
                let now = header("date").map_or(0.0, |date| ms_until_date(&date));
                let ms = ms_until_date(&text) - if now.is_nan() { 0.0 } else { now };
                (is_date && ms.is_finite()).then(|| ms.max(0.0).trunc())
            })
        });
        Self {
            should_retry,
            after_ms,
        }
    }
}

/// Returns whether to retry after a response of `status`: as the server wants it, else by the status.
pub fn should_retry_response(status: u16, hints: RetryHints, idempotency: Idempotency) -> bool {
    hints.should_retry.unwrap_or(match idempotency {
        Idempotency::Idempotent => is_transient(status),
        Idempotency::NonIdempotent => status == 429,
    })
}

/// Returns whether to retry after a lost connection, a timeout or a truncated body.
pub fn should_retry_transport(idempotency: Idempotency) -> bool {
    idempotency == Idempotency::Idempotent
}

/// The delay after so many failed attempts before this one, if the server names none: 0.5 s, doubled
/// each time up to 8 s, minus up to a quarter of it as `jitter` (0 to 1) says.
pub fn backoff(failed_attempts: u32, jitter: f64) -> f64 {
    let longest = 500_u32 << failed_attempts.min(4);
    // `clamp` would keep what is not a number.
    let jitter = if jitter > 0.0 { jitter.min(1.0) } else { 0.0 };
    (f64::from(longest) * (1.0 - 0.25 * jitter)).trunc()
}

/// `text` times ten to the power of `scale`, rounded down, for a non-negative decimal number.
fn parse_decimal(text: &str, scale: u32) -> Option<f64> {
    let mut value = 0.0;
    let mut has_begun = false;
    // How many digits after the point have counted, once it was there.
    let mut fraction_digits = None;
    for byte in text.trim_ascii().bytes() {
        match byte {
            b'0'..=b'9' if fraction_digits < Some(scale) => {
                value = value * 10.0 + f64::from(byte - b'0');
                has_begun = true;
                fraction_digits = fraction_digits.map(|digits| digits + 1);
            }
            b'0'..=b'9' => {}
            b'.' if has_begun && fraction_digits.is_none() => fraction_digits = Some(0),
            _ => return None,
        }
    }
    let remaining = scale - fraction_digits.unwrap_or(0);
    has_begun.then(|| (0..remaining).fold(value, |value, _| value * 10.0))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use Idempotency::{Idempotent, NonIdempotent};
    use proptest::prelude::*;

    const NONE: RetryHints = RetryHints {
        should_retry: None,
        after_ms: None,
    };

    /// The hints of headers, where these are not empty.
    fn hints(should_retry: &str, ms: &str, after: &str, ms_until_date: f64) -> RetryHints {
        let header = |name: &str| {
            let text = match name {
                "x-should-retry" => should_retry,
                "retry-after-ms" => ms,
                "retry-after" => after,
                _ => "",
            };
            (!text.is_empty()).then(|| text.to_owned())
        };
        RetryHints::read(header, |_| ms_until_date)
    }

    fn says(should_retry: &str) -> RetryHints {
        hints(should_retry, "", "", f64::NAN)
    }

    fn after(ms: &str, text: &str, ms_until_date: f64) -> Option<f64> {
        hints("", ms, text, ms_until_date).after_ms
    }

    #[test]
    fn the_servers_hint_comes_before_the_status() {
        assert!(should_retry_response(400, says("true"), Idempotent));
        assert!(should_retry_response(400, says("true"), NonIdempotent));
        assert!(!should_retry_response(503, says("false"), Idempotent));
        assert!(should_retry_response(503, says("maybe"), Idempotent));
    }

    #[test]
    fn a_request_that_may_have_run_is_retried_only_after_a_refusal() {
        for status in [408, 409, 500, 502, 503, 504] {
            assert!(should_retry_response(status, NONE, Idempotent));
            assert!(!should_retry_response(status, NONE, NonIdempotent));
        }
        for status in [200, 400, 401, 404, 422, 499] {
            assert!(!should_retry_response(status, NONE, Idempotent));
        }
        assert!(should_retry_response(429, NONE, NonIdempotent));
        assert!(should_retry_transport(Idempotent));
        assert!(!should_retry_transport(NonIdempotent));
    }

    #[test]
    fn a_date_counts_from_the_date_of_the_response() {
        let wait = |date: &str| {
            let header = |name: &str| match name {
                "retry-after" => Some("in 3 s".to_owned()),
                "date" => Some(date.to_owned()),
                _ => None,
            };
            // The client's clock is an hour behind.
            let until = |text: &str| match text {
                "in 3 s" => 3_603_000.0,
                "now" => 3_600_000.0,
                _ => f64::NAN,
            };
            RetryHints::read(header, until).after_ms
        };
        assert_eq!(wait("now"), Some(3_000.0));
        assert_eq!(wait("no date"), Some(3_603_000.0));
    }

    #[test]
    fn milliseconds_come_before_seconds_and_dates() {
        assert_eq!(after("250.9", "7", f64::NAN), Some(250.0));
        assert_eq!(after("soon", "7", f64::NAN), Some(7_000.0));
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let wait = |text, ms| after("", text, ms);
        assert_eq!(wait("1.5", f64::NAN), Some(1_500.0));
        assert_eq!(wait(" 0 ", f64::NAN), Some(0.0));
        assert_eq!(wait("0.0009", f64::NAN), Some(0.0));
        assert_eq!(
            wait("Tue, 14 Nov 2023 22:13:30 GMT", 10_000.5),
            Some(10_000.0)
        );
        assert_eq!(wait("Tue, 14 Nov 2023 22:13:10 GMT", -10_000.0), Some(0.0));
        for nonsense in ["", "-1", "1e3", "1,5", "later", ".5", "+3", "99x"] {
            assert_eq!(wait(nonsense, f64::NAN), None, "{nonsense:?}");
        }
        // What a host takes for a date without a name in it is none.
        assert_eq!(wait("1,5", 7.0), None);
        assert!(wait("99999999999999999999999", 0.0).is_some_and(|wait| wait > 1e25));
    }

    #[test]
    fn jitter_takes_away_up_to_a_quarter() {
        for (jitter, wait) in [(0.0, 500.0), (0.1, 487.0), (0.5, 437.0), (1.0, 375.0)] {
            assert_eq!(backoff(0, jitter), wait, "{jitter}");
        }
    }

    #[test]
    fn a_jitter_that_is_not_a_number_still_waits() {
        for jitter in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 2.0] {
            assert!((375.0..=500.0).contains(&backoff(0, jitter)), "{jitter}");
        }
    }

    proptest! {
        #[test]
        fn backoff_doubles_from_half_a_second_to_eight(failed: u32, jitter in 0.0..1.0) {
            let wait = backoff(failed, jitter);
            let longest = 500.0 * 2_f64.powi(failed.min(4) as i32);
            prop_assert!(wait <= longest && wait >= longest * 0.75 - 1.0);
        }

        #[test]
        fn no_header_value_is_too_strange(ms in ".{0,40}", text in ".{0,40}") {
            let _ = after(&ms, &text, f64::INFINITY);
        }

        #[test]
        fn decimals_are_read_as_the_standard_library_reads_them(value in 0_u32..1_000_000, thousandths in 0_u32..1_000) {
            let text = format!("{value}.{thousandths:03}");
            let expected = (text.parse::<f64>().unwrap() * 1_000.0).round();
            prop_assert_eq!(parse_decimal(&text, 3), Some(expected));
        }
    }
}

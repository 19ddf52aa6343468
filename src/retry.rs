//! When to send a request again, and how long to wait before: pure functions of what was seen.

/// The longest wait that a server may ask for; past it the error is given to the caller.
pub const LONGEST_SERVER_WAIT_MS: f64 = 60_000.0;

/// What a response says about sending the request again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// The `x-should-retry` header.
    pub x_should_retry: Option<&'a str>,
    /// The `retry-after-ms` header.
    pub retry_after_ms: Option<&'a str>,
    /// The `retry-after` header (RFC 9110, section 10.2.3): seconds or an HTTP date.
    pub retry_after: Option<&'a str>,
}

/// What a request may suffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// It may run twice: a read, or a cancellation.
    Safe,
    /// It must not run twice, so it is sent again only where the server surely refused it.
    OnlyIfRefused,
}

/// Whether a response of `status` is worth another try: the server's own word, else the status.
pub fn after_response(status: u16, hints: &Hints<'_>, repeat: Repeat) -> bool {
    match hints.x_should_retry {
        Some("true") => true,
        Some("false") => false,
        _ => match repeat {
            Repeat::Safe => matches!(status, 408 | 409 | 429) || status >= 500,
            Repeat::OnlyIfRefused => status == 429,
        },
    }
}

/// Whether a lost connection, a timeout or a broken body is worth another try.
pub fn after_loss(repeat: Repeat) -> bool {
    repeat == Repeat::Safe
}

/// How many milliseconds the server asks to wait: `retry-after-ms`, else `retry-after`.
/// A header that says neither a time nor a date is as good as absent.
pub fn server_wait(
    hints: &Hints<'_>,
    now_ms: f64,
    parse_date: impl Fn(&str) -> f64,
) -> Option<f64> {
    if let Some(ms) = hints.retry_after_ms.and_then(|text| decimal(text, 0)) {
        return Some(ms);
    }
    let text = hints.retry_after?;
    decimal(text, 3).or_else(|| {
        // A date has a month's or a day's name; without one the host's parser would take much else.
        let date = parse_date(text);
        let named = text.bytes().any(|byte| byte.is_ascii_alphabetic());
        (named && date.is_finite()).then(|| (date - now_ms).max(0.0).trunc())
    })
}

/// The wait before try `retry` (1 for the first repetition) when the server names none: 0.5 s,
/// doubled each time up to 8 s, less up to a quarter of it as `jitter` (0 to 1) says.
pub fn backoff(retry: u32, jitter: f64) -> f64 {
    let longest = 500_u32 << retry.saturating_sub(1).min(4);
    // `clamp` would leave what is no number as it is.
    let jitter = if jitter > 0.0 { jitter.min(1.0) } else { 0.0 };
    (f64::from(longest) * (1.0 - 0.25 * jitter)).trunc()
}

/// `text` times ten to the power of `scale`, rounded down, for a non-negative decimal number.
fn decimal(text: &str, scale: u32) -> Option<f64> {
    let mut value = 0.0;
    let mut has_begun = false;
    // How many digits behind the point have counted, once it was there.
    let mut places = None;
    for byte in text.trim_ascii().bytes() {
        match byte {
            b'0'..=b'9' if places < Some(scale) => {
                value = value * 10.0 + f64::from(byte - b'0');
                has_begun = true;
                places = places.map(|places| places + 1);
            }
            b'0'..=b'9' => {}
            b'.' if has_begun && places.is_none() => places = Some(0),
            _ => return None,
        }
    }
    let missing = scale - places.unwrap_or(0);
    has_begun.then(|| (0..missing).fold(value, |value, _| value * 10.0))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: f64 = 1_700_000_000_000.0;

    fn wait(hints: Hints<'_>) -> Option<f64> {
        server_wait(&hints, NOW, |text| match text {
            "Tue, 14 Nov 2023 22:13:30 GMT" => NOW + 10_000.0,
            "Tue, 14 Nov 2023 22:13:10 GMT" => NOW - 10_000.0,
            _ => f64::NAN,
        })
    }

    #[test]
    fn the_servers_word_comes_before_the_status() {
        let says = |word| Hints {
            x_should_retry: Some(word),
            ..Hints::default()
        };
        assert!(after_response(400, &says("true"), Repeat::Safe));
        assert!(after_response(400, &says("true"), Repeat::OnlyIfRefused));
        assert!(!after_response(503, &says("false"), Repeat::Safe));
        assert!(after_response(503, &says("maybe"), Repeat::Safe));
    }

    #[test]
    fn what_may_have_run_is_sent_again_only_after_a_refusal() {
        for status in [408, 409, 500, 502, 503, 504] {
            assert!(after_response(status, &Hints::default(), Repeat::Safe));
            assert!(!after_response(
                status,
                &Hints::default(),
                Repeat::OnlyIfRefused
            ));
        }
        assert!(after_response(
            429,
            &Hints::default(),
            Repeat::OnlyIfRefused
        ));
        assert!(after_loss(Repeat::Safe));
        assert!(!after_loss(Repeat::OnlyIfRefused));
    }

    #[test]
    fn milliseconds_come_before_seconds_and_dates() {
        let hints = Hints {
            retry_after_ms: Some("250.9"),
            retry_after: Some("7"),
            ..Hints::default()
        };
        assert_eq!(wait(hints), Some(250.0));
        assert_eq!(
            wait(Hints {
                retry_after_ms: Some("soon"),
                ..hints
            }),
            Some(7_000.0)
        );
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let after = |text| {
            wait(Hints {
                retry_after: Some(text),
                ..Hints::default()
            })
        };
        assert_eq!(after("1.5"), Some(1_500.0));
        assert_eq!(after(" 0 "), Some(0.0));
        assert_eq!(after("0.0009"), Some(0.0));
        assert_eq!(after("Tue, 14 Nov 2023 22:13:30 GMT"), Some(10_000.0));
        assert_eq!(after("Tue, 14 Nov 2023 22:13:10 GMT"), Some(0.0));
        for nonsense in ["", "-1", "1e3", "1,5", "later", ".5", "+3", "99x"] {
            assert_eq!(after(nonsense), None, "{nonsense:?}");
        }
        assert!(after("99999999999999999999999").is_some_and(|wait| wait > 1e25));
    }

    #[test]
    fn a_jitter_that_is_none_waits_all_the_same() {
        for jitter in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 2.0] {
            assert!((375.0..=500.0).contains(&backoff(1, jitter)), "{jitter}");
        }
    }

    proptest! {
        #[test]
        fn backoff_doubles_from_half_a_second_to_eight(retry in 1_u32.., jitter in 0.0..1.0) {
            let wait = backoff(retry, jitter);
            let longest = 500.0 * 2_f64.powi((retry - 1).min(4) as i32);
            prop_assert!(wait <= longest && wait >= longest * 0.75 - 1.0);
        }

        #[test]
        fn no_header_value_is_too_strange(ms in ".{0,40}", after in ".{0,40}") {
            let hints = Hints { retry_after_ms: Some(&ms), retry_after: Some(&after), ..Hints::default() };
            let _ = server_wait(&hints, NOW, |_| f64::INFINITY);
        }

        #[test]
        fn decimals_are_read_as_the_standard_library_reads_them(value in 0_u32..1_000_000, thousandths in 0_u32..1_000) {
            let text = format!("{value}.{thousandths:03}");
            let expected = (text.parse::<f64>().unwrap() * 1_000.0).round();
            prop_assert_eq!(decimal(&text, 3), Some(expected));
        }
    }
}

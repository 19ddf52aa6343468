//! Arbitrary header values: none is too strange, and numbers are read as the standard library
//! reads them.

#![no_main]

use arbitrary::Arbitrary;
use fuzz::core::request::Idempotency;
use fuzz::core::retry::{MAX_RETRY_AFTER_MS, RetryHints, backoff, should_retry_response};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
struct Answer {
    status: u16,
    x_should_retry: Option<String>,
    retry_after_ms: Option<String>,
    retry_after: Option<String>,
    ms_until_date: f64,
    failed_attempts: u32,
    jitter: f64,
}

fuzz_target!(|answer: Answer| {
    let header = |name: &str| match name {
        "x-should-retry" => answer.x_should_retry.clone(),
        "retry-after-ms" => answer.retry_after_ms.clone(),
        _ => answer.retry_after.clone(),
    };
    let hints = RetryHints::read(header, |_| answer.ms_until_date);
    let wait = hints.after_ms;
    let text = answer.retry_after.as_deref();
    match (
        number(answer.retry_after_ms.as_deref(), 1.0),
        number(text, 1_000.0),
    ) {
        (Some(ms), _) | (None, Some(ms)) => agree(wait, ms),
        (None, None) => {
            let is_date = text.is_some_and(has_letter) && answer.ms_until_date.is_finite();
            assert_eq!(wait.is_some(), is_date);
        }
    }
    let retries = |idempotency| should_retry_response(answer.status, hints, idempotency);
    if retries(Idempotency::NonIdempotent) {
        assert!(answer.status == 429 || answer.x_should_retry.as_deref() == Some("true"));
        assert!(retries(Idempotency::Idempotent));
    }
    assert!(backoff(answer.failed_attempts, answer.jitter) < MAX_RETRY_AFTER_MS);
});

/// What a plain decimal number says, in milliseconds.
fn number(text: Option<&str>, unit: f64) -> Option<f64> {
    let text = text?.trim_ascii();
    let is_plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    (is_plain && text.starts_with(|first: char| first.is_ascii_digit()))
        .then(|| text.parse::<f64>().ok())?
        .map(|value| value * unit)
}

/// Both are rounded, one in decimal and one in binary.
fn agree(wait: Option<f64>, ms: f64) {
    let wait = wait.expect("a number is a wait");
    assert!(
        wait == ms || (wait - ms).abs() <= 1.0 + ms * 1e-9,
        "{wait} {ms}"
    );
}

fn has_letter(text: &str) -> bool {
    text.contains(|letter: char| letter.is_ascii_alphabetic())
}

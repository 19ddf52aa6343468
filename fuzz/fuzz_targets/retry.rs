//! Arbitrary header values: none is too strange, and numbers are read as the standard library
//! reads them.

#![no_main]

use arbitrary::Arbitrary;
use fuzz::retry::{Hints, LONGEST_SERVER_WAIT_MS, Repeat, after_response, backoff, server_wait};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
struct Answer<'a> {
    status: u16,
    x_should_retry: Option<&'a str>,
    retry_after_ms: Option<&'a str>,
    retry_after: Option<&'a str>,
    now: f64,
    date: f64,
    retry: u32,
    jitter: f64,
}

fuzz_target!(|answer: Answer<'_>| {
    let hints = Hints {
        x_should_retry: answer.x_should_retry,
        retry_after_ms: answer.retry_after_ms,
        retry_after: answer.retry_after,
    };
    let wait = server_wait(&hints, answer.now, |_| answer.date);
    match (
        number(answer.retry_after_ms, 1.0),
        number(answer.retry_after, 1_000.0),
    ) {
        (Some(ms), _) | (None, Some(ms)) => agree(wait, ms),
        (None, None) => {
            let dated = answer.retry_after.is_some_and(has_letter) && answer.date.is_finite();
            assert_eq!(wait.is_some(), dated);
        }
    }
    let once = after_response(answer.status, &hints, Repeat::OnlyIfRefused);
    if once {
        assert!(answer.status == 429 || answer.x_should_retry == Some("true"));
        assert!(after_response(answer.status, &hints, Repeat::Safe));
    }
    assert!(backoff(answer.retry, answer.jitter) < LONGEST_SERVER_WAIT_MS);
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

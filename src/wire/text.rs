//! Numbers as text, without the weight of the standard library's formatting.

/// Appends `number` in decimal.
pub fn push_number(text: &mut String, number: u32) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// Returns `number` in decimal.
pub fn number(number: u32) -> String {
    let mut text = String::new();
    push_number(&mut text, number);
    text
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_written_as_the_standard_library_writes_them(value: u32) {
            prop_assert_eq!(number(value), value.to_string());
        }
    }
}

//! The result of whatever can fail here.

/// A result whose error is a message for the person at the terminal.
pub type Result<T> = std::result::Result<T, String>;

//! The level of the log as text, such as programs read it from their settings.

use super::error::Error;
pub use crate::core::log::Level as LogLevel;
use std::fmt;
use std::str::FromStr;

impl fmt::Display for LogLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Reads `off`, `error`, `warn`, `info` or `debug`, in upper or lower case.
///
/// ```no_run
/// # use llama_cloud_batches::{ClientOptions, Error, LogLevel};
/// # fn options(setting: &str) -> Result<ClientOptions, Error> {
/// let level: LogLevel = setting.parse()?; // such as "debug"
/// Ok(ClientOptions::default().log_level(level))
/// # }
/// ```
impl FromStr for LogLevel {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let levels = [Self::Off, Self::Error, Self::Warn, Self::Info, Self::Debug];
        let found = levels
            .into_iter()
            .find(|level| text.eq_ignore_ascii_case(level.as_str()));
        // The text is not repeated: it may be a secret that was set in the wrong place.
        found.ok_or_else(|| Error::argument("a log level must be off, error, warn, info or debug"))
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_read_and_written_by_its_name() {
        for (number, name) in ["off", "error", "warn", "info", "debug"].iter().enumerate() {
            let level: LogLevel = name.parse().unwrap();
            assert_eq!(level as usize, number);
            assert_eq!(level.to_string(), *name);
            assert_eq!(name.to_uppercase().parse(), Ok(level));
        }
        assert_eq!(format!("{:>6}", LogLevel::Warn), "  warn");
    }

    #[test]
    fn what_is_no_level_is_refused_with_those_that_there_are() {
        for text in ["", "warning", " info", "llx-key"] {
            let error = text.parse::<LogLevel>().unwrap_err();
            assert!(error.is_argument());
            assert_eq!(
                error.to_string(),
                "a log level must be off, error, warn, info or debug"
            );
        }
    }
}

//! What is logged, and how much. Keys and queries never are.

use super::request::Request;

/// How much is logged, each level including the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Level {
    /// Nothing.
    Off,
    /// Currently unused: permanent failures are the caller's, not the log's.
    Error,
    /// Transient errors that a wait or a watch recovers from, and options that were ignored.
    Warn,
    /// Each response, each retry and each failure.
    Info,
    /// Each request too, and the headers.
    Debug,
}

/// What happened to a request.
pub struct Record<'a> {
    /// Its level.
    pub level: Level,
    /// The request.
    pub request: &'a Request,
    /// What happened, such as `answered`.
    pub outcome: &'static str,
    /// The status of the response; 0 without one.
    pub status: u16,
    /// The number of the attempt, from 1; 0 if it is not about one.
    pub attempt: u32,
    /// How long the attempt took, in milliseconds.
    pub took: f64,
    /// The pause before the next attempt, in milliseconds; negative if there is none.
    pub delay: f64,
}

impl<'a> Record<'a> {
    /// A record that is not about an attempt.
    pub fn new(level: Level, request: &'a Request, outcome: &'static str) -> Self {
        Self {
            level,
            request,
            outcome,
            status: 0,
            attempt: 0,
            took: 0.0,
            delay: -1.0,
        }
    }
}

impl Level {
    /// The level as options and `LLAMA_CLOUD_LOG` write it, such as `warn`: a method of the logger, too.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }
}

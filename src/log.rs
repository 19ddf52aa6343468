//! Logging: what goes wrong in passing, for whoever wants to see it. Keys and queries never show.

use wasm_bindgen::prelude::*;

/// How much is logged, each level including the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing.
    Off,
    /// Nothing yet: what fails for good is thrown.
    Error,
    /// What a watch survives, and nobody else tells.
    Warn,
    /// Each answer, each repetition, and each failure.
    Info,
    /// Each request too.
    Debug,
}

impl Level {
    /// The level of this name.
    pub fn parse(name: &str) -> Option<Self> {
        let levels = [Self::Off, Self::Error, Self::Warn, Self::Info, Self::Debug];
        levels.into_iter().find(|level| level.name() == name)
    }

    /// The name of the level, which is that of the logger's method too.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }
}

/// A logger and how much it wants to know.
pub struct Log<'a> {
    level: Level,
    logger: &'a JsValue,
}

impl<'a> Log<'a> {
    /// Logs up to `level` with `logger`, or with the console where that is undefined.
    pub fn new(level: Level, logger: &'a JsValue) -> Self {
        Self { level, logger }
    }

    /// Logs the parts as one line. Whatever the logger throws is its own affair.
    pub fn say(&self, level: Level, parts: &[&str]) {
        if level <= self.level {
            log(self.logger, level.name(), &parts.concat());
        }
    }
}

#[wasm_bindgen(module = "/pkg-template/host.js")]
extern "C" {
    /// `logger[level](line)`, or with the console. Never throws.
    fn log(logger: &JsValue, level: &str, line: &str);
}

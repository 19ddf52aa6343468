//! `benches`: the package beside the official SDK, measured.

use crate::{Outcome, browsers, npm, package};
use std::process::ExitCode;

/// `cargo xtask bench`: measures, and writes docs/speed.md.
pub fn bench(arguments: &[String]) -> Outcome<ExitCode> {
    package::ensure()?;
    let mut node = npm::node();
    node.arg("benches/main.mjs")
        .env("CHROMIUM_BIN", browsers::chromium()?);
    package::exit_code(&mut node, arguments)
}

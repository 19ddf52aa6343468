//! `benches`: the package beside the official SDK, measured.

use crate::npm::Tools;
use crate::result::Result;
use crate::run::exit_code;
use crate::{browsers, npm, package};
use std::process::ExitCode;

/// What `benches/main.mjs` knows.
pub const OPTIONS: &[&str] = &[
    "--pairs", "--quick", "--only", "--host", "--json", "--render",
];

/// What each of them means.
pub const HELP: &str = include_str!("../../benches/help.txt");

/// `cargo xtask bench`: measures, and writes docs/speed.md.
pub fn bench(arguments: &[String]) -> Result<ExitCode> {
    package::ensure(Tools::All)?;
    let mut node = npm::node();
    node.arg("benches/main.mjs")
        .env("CHROMIUM_BIN", browsers::chromium()?);
    exit_code(&mut node, arguments)
}

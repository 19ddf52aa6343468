//! `tests/consumers`: the packed package in every environment that it is for.

use crate::result::Result;
use crate::{browsers, npm, paths};
use std::process::Command;

/// The command that runs the matrix; its last line counts what passed.
pub fn matrix() -> Result<Command> {
    npm::ensure(npm::Tools::All)?;
    let mut node = npm::node();
    node.arg(paths::root().join("tests/consumers/run.mjs"))
        .env("CHROMIUM_BIN", browsers::chromium()?)
        .env("FIREFOX_BIN", browsers::firefox()?);
    Ok(node)
}

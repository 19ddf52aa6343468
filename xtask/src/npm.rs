//! The tools that come from npm: installed when they are missing or when the lock file changed.

use crate::paths;
use crate::result::Result;
use crate::run::{output, quietly, step};
use crate::stamp::Stamp;
use std::path::Path;
use std::process::Command;

/// Which of the tools that `package.json` names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tools {
    /// Those that the package is built with, its `dependencies`: a tenth of all.
    Build,
    /// Those of the tests, the page and the benchmarks as well.
    All,
}

/// Installs the tools, if they are not there yet.
pub fn ensure(tools: Tools) -> Result<()> {
    let folder = paths::root();
    let build = stamp(folder, ".xtask-build-stamp")?;
    let all = stamp(folder, STAMP)?;
    // Where all of them have been, a new lock file means all of them again.
    if tools == Tools::All || all.exists() {
        return ensure_in(folder);
    }
    if build.is_current() {
        return Ok(());
    }
    install(folder, &["--omit=dev"])?;
    build.set()
}

/// Installs everything that the lock file in `folder` names, if it is not there yet.
pub fn ensure_in(folder: &Path) -> Result<()> {
    let stamp = stamp(folder, STAMP)?;
    if stamp.is_current() {
        return Ok(());
    }
    install(folder, &[])?;
    stamp.set()
}

/// In `node_modules`, which npm empties before it installs.
const STAMP: &str = ".xtask-stamp";

fn stamp(folder: &Path, name: &str) -> Result<Stamp> {
    let inputs = ["package-lock.json", "package.json"].map(|file| folder.join(file));
    Stamp::new(folder.join("node_modules").join(name), &inputs, &[])
}

fn install(folder: &Path, options: &[&str]) -> Result<()> {
    step("installing the tools from npm", || {
        let mut npm = npm();
        npm.args(["ci", "--no-fund", "--no-audit"])
            .args(options)
            .current_dir(folder);
        quietly(&mut npm)
    })
}

/// npm, which on Windows is a script.
pub fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// A command that runs a script with Node.
pub fn node() -> Command {
    let mut node = Command::new("node");
    node.current_dir(paths::root());
    node
}

/// Fails unless Node.js is there and new enough.
pub fn check_node() -> Result<()> {
    let version = output(Command::new("node").arg("--version"))
        .map_err(|why| format!("Node.js is needed: install it from https://nodejs.org ({why})"))?;
    match parse(&version) {
        Some(version) if version >= (20, 19) => Ok(()),
        _ => Err(format!(
            "Node.js 20.19 or newer is needed, and this is {}",
            version.trim()
        )),
    }
}

fn parse(version: &str) -> Option<(u32, u32)> {
    let mut parts = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn nodes_version_is_read() {
        assert_eq!(parse("v20.19.2\n"), Some((20, 19)));
        assert_eq!(parse("v24.0.0-nightly"), Some((24, 0)));
        assert_eq!(parse("node"), None);
    }
}

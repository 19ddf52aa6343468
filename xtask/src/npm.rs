//! The tools that come from npm: installed when they are missing or when the lock file changed.

use crate::paths;
use crate::result::Result;
use crate::run::{output, quietly, step};
use crate::stamp::Stamp;
use std::path::Path;
use std::process::Command;

/// Installs what the lock file names, if it is not there yet.
pub fn ensure() -> Result<()> {
    ensure_in(paths::root())
}

/// Installs what the lock file in `folder` names, if it is not there yet.
pub fn ensure_in(folder: &Path) -> Result<()> {
    let inputs = ["package-lock.json", "package.json"].map(|file| folder.join(file));
    let stamp = Stamp::new(folder.join("node_modules/.xtask-stamp"), &inputs, &[])?;
    if stamp.is_current() {
        return Ok(());
    }
    step("installing the tools from npm", || {
        let mut npm = npm();
        npm.args(["ci", "--no-fund", "--no-audit"])
            .current_dir(folder);
        quietly(&mut npm)
    })?;
    stamp.set()
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

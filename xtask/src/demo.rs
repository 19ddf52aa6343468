//! The demo page: building, serving and picturing it.

use crate::npm::Tools;
use crate::result::Result;
use crate::run::{exit_code, quietly, step};
use crate::stamp::Stamp;
use crate::{browsers, npm, package, paths};
use std::process::ExitCode;

/// `cargo xtask demo`: serves the page, makes its pictures with `--screenshots`, or leaves it where
/// it is with `--build`.
pub fn demo(arguments: &[String]) -> Result<ExitCode> {
    ensure()?;
    let is_asked = |option: &str| arguments.iter().any(|word| word == option);
    if is_asked("--build") {
        eprintln!("The page is in target/www: a copy of it on any web host works.");
        return Ok(ExitCode::SUCCESS);
    }
    let mut node = npm::node();
    if is_asked("--screenshots") {
        node.arg("www/screenshots.mjs");
        node.env("CHROMIUM_BIN", browsers::chromium()?);
        return exit_code(&mut node, &[]);
    }
    exit_code(node.arg("www/server/main.mjs"), arguments)
}

/// Builds the page into `target/www` unless it is current.
pub fn ensure() -> Result<()> {
    package::ensure(Tools::All)?;
    let root = paths::root();
    let inputs = ["www", "pkg", "package-lock.json"].map(|path| root.join(path));
    let stamp = Stamp::new(paths::target("www-stamp"), &inputs, &[])?;
    if stamp.is_current() && paths::target("www").join("index.html").is_file() {
        return Ok(());
    }
    step("building the demo page", || {
        quietly(npm::node().arg("www/build.mjs"))
    })?;
    stamp.set()
}

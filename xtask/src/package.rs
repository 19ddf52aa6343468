//! Building the npm package, and running what is in it.

use crate::manifest::field;
use crate::npm::Tools;
use crate::result::Result;
use crate::run::{exit_code, run, step};
use crate::stamp::{Stamp, files_below};
use crate::{bindgen, files, npm, paths, wasm};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::thread;

/// `cargo xtask build`.
pub fn build(_: &[String]) -> Result<ExitCode> {
    ensure(Tools::All)?;
    eprintln!("The package is in pkg/; `npm pack ./pkg` makes what would be published.");
    Ok(ExitCode::SUCCESS)
}

/// `cargo xtask list`.
pub fn list(arguments: &[String]) -> Result<ExitCode> {
    ensure(Tools::Build)?;
    let is_set = |name: &&str| std::env::var(name).is_ok_and(|value| !value.trim().is_empty());
    let has_key = ["LLAMA_CLOUD_API_KEY", "LLAMA_PARSE_API_KEY"]
        .iter()
        .any(is_set);
    let mut cli = Command::new("node");
    cli.arg(paths::root().join("pkg/dist/cli.js")).arg("list");
    if !has_key {
        cli.arg("--sandbox");
    }
    exit_code(&mut cli, arguments)
}

/// `cargo xtask size`.
pub fn size(arguments: &[String]) -> Result<ExitCode> {
    ensure(Tools::All)?;
    exit_code(npm::node().arg("xtask/size.mjs"), arguments)
}

/// Builds `pkg/` unless it is current, and installs `tools`.
pub fn ensure(tools: Tools) -> Result<()> {
    npm::check_node()?;
    // None needs another, and each alone leaves processors idle.
    let (tools, binder, compiled) = thread::scope(|scope| {
        let tools = scope.spawn(move || npm::ensure(tools));
        let binder = scope.spawn(bindgen::binder);
        let compiled = wasm::compile();
        (join(tools), join(binder), compiled)
    });
    tools?;
    let glue = wasm::bind(&compiled?, &binder?)?;
    assemble(&glue)
}

fn join<T>(thread: thread::ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    thread
        .join()
        .unwrap_or_else(|_| Err("a step panicked".into()))
}

fn assemble(glue: &Path) -> Result<()> {
    let root = paths::root();
    let out = root.join("pkg");
    let manifest = files::read(&root.join("Cargo.toml"))?;
    let version = field(&manifest, "version")?;
    let sources = [
        "pkg-template",
        "src",
        "sandbox",
        "cli",
        "xtask/package.mjs",
        "xtask/inline.mjs",
        "xtask/links.mjs",
        "xtask/notices.mjs",
        "xtask/publish.mjs",
        "xtask/replace.mjs",
        "package-lock.json",
        "Cargo.lock",
        "README.md",
        "CHANGELOG.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
    ];
    let mut inputs: Vec<PathBuf> = sources.iter().map(|path| root.join(path)).collect();
    inputs.extend(
        files_below(glue)
            .into_iter()
            .filter(|file| !file.ends_with("xtask-stamp")),
    );
    let stamp = Stamp::new(paths::target("package-stamp"), &inputs, &[version])?;
    if stamp.is_current() && out.join("dist/index.js").is_file() {
        return Ok(());
    }
    step("assembling the npm package", || {
        let mut package = npm::node();
        package
            .arg("xtask/package.mjs")
            .arg("--bindgen")
            .arg(glue)
            .arg("--out")
            .arg(&out);
        run(package.args(["--version", version]))
    })?;
    stamp.set()
}

//! wasm-bindgen's tools, at the version of `Cargo.lock`: what binds a wasm to JavaScript, and the
//! test runner.

use crate::files::read;
use crate::paths;
use crate::result::Result;
use crate::run::{quietly, step};
use crate::rust::cargo;
use crate::stamp::Stamp;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds `xtask/bindgen`, unless it is current; returns the program.
pub fn binder() -> Result<PathBuf> {
    build("bindgen", "building wasm-bindgen")
}

/// Builds `xtask/test-runner`, unless it is current; returns the program.
pub fn test_runner() -> Result<PathBuf> {
    build("test-runner", "building wasm-bindgen's test runner")
}

/// Binds `wasm` with the program `binder`, and writes the result into `folder`.
pub fn bind(binder: &Path, target: &str, wasm: &Path, folder: &Path) -> Result<()> {
    quietly(Command::new(binder).arg(target).arg(wasm).arg(folder))
}

fn build(package: &str, what: &str) -> Result<PathBuf> {
    check("Cargo.lock")?;
    // A folder each: cargo locks it, and others build at the same time.
    let target = paths::target(package);
    let file = format!("{package}{}", std::env::consts::EXE_SUFFIX);
    let program = target.join("tool").join(file);
    let inputs = ["Cargo.lock".into(), format!("xtask/{package}")];
    let inputs = inputs.map(|path| paths::root().join(path));
    let stamp = Stamp::new(target.join("xtask-stamp"), &inputs, &[])?;
    if stamp.is_current() && program.is_file() {
        return Ok(program);
    }
    step(what, || {
        let mut cargo = cargo();
        cargo
            .args(["build", "--locked", "--package", package])
            .args(["--profile", "tool", "--target-dir"])
            .arg(&target)
            // The crate's dependencies compile at the same time, one after another for the most part,
            // and take as long.
            .args(["--jobs", "1"])
            .current_dir(paths::root());
        quietly(&mut cargo)
    })?;
    stamp.set()?;
    Ok(program)
}

/// Fails unless wasm-bindgen's library, in the lock file `file`, has the version of what binds it: no
/// other version understands it.
pub fn check(file: &str) -> Result<()> {
    let read = |file: &str| read(&paths::root().join(file));
    check_versions(file, &read(file)?, &read("Cargo.lock")?)
}

fn check_versions(file: &str, lock: &str, cli_lock: &str) -> Result<()> {
    let (library, cli) = (
        locked(lock, "wasm-bindgen"),
        locked(cli_lock, "wasm-bindgen-cli-support"),
    );
    if library.is_some() && library == cli {
        return Ok(());
    }
    Err(format!(
        "{file} has wasm-bindgen {} and Cargo.lock has wasm-bindgen-cli-support {}: they must be the same (see xtask/bindgen/Cargo.toml)",
        library.unwrap_or("none"),
        cli.unwrap_or("none")
    ))
}

/// The version of a package in a lock file.
fn locked<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let entry = lock
        .split("[[package]]")
        .find(|entry| entry.contains(&format!("name = \"{name}\"\n")))?;
    let line = entry
        .lines()
        .find_map(|line| line.strip_prefix("version = "))?;
    Some(line.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_versions_of_wasm_bindgen_are_refused() {
        let entry = |name: &str, version: &str| {
            format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n")
        };
        let ours = entry("wasm-bindgen", "0.2.1") + &entry("wasm-bindgen-cli-support", "0.2.1");
        assert_eq!(check_versions("Cargo.lock", &ours, &ours), Ok(()));
        let example = entry("wasm-bindgen", "0.2.2");
        let error = check_versions("an/example/Cargo.lock", &example, &ours).unwrap_err();
        assert!(error.starts_with(
            "an/example/Cargo.lock has wasm-bindgen 0.2.2 and Cargo.lock has wasm-bindgen-cli-support 0.2.1"
        ));
        assert!(check_versions("Cargo.lock", "", "").is_err());
    }
}

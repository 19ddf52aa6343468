//! `fuzz/`: arbitrary input for the modules that know nothing of JavaScript.
//!
//! The targets are built for coverage as `cargo fuzz` builds them, but without a sanitizer, which
//! code without `unsafe` has no use for; so any compiler will do, and `cargo fuzz` need not be there.

use crate::files::{create_folder, entries};
use crate::paths;
use crate::result::Result;
use crate::run::{output, quietly, step};
use crate::rust::{self, cargo};
use std::fs::DirEntry;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// How long each target runs by default.
pub const SECONDS: u32 = 10;

const COVERAGE: &str = "--cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares";

/// `cargo xtask fuzz [SECONDS] [TARGET]`.
pub fn fuzz(arguments: &[String]) -> Result<ExitCode> {
    let seconds = arguments.iter().find_map(|word| word.parse().ok());
    let wanted = arguments.iter().find(|word| word.parse::<u32>().is_err());
    let all = targets()?;
    let targets: Vec<&String> = all
        .iter()
        .filter(|target| wanted.is_none_or(|wanted| wanted == *target))
        .collect();
    if let (Some(wanted), true) = (wanted, targets.is_empty()) {
        return Err(format!(
            "no fuzz target is called `{wanted}`; there are {}",
            all.join(", ")
        ));
    }
    let folder = build()?;
    for target in targets {
        run(&folder, target, seconds.unwrap_or(SECONDS))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What keeps the targets from being built here.
pub fn missing() -> Option<&'static str> {
    if cfg!(windows) {
        return Some("libFuzzer is not run on Windows");
    }
    let is_there = output(Command::new("c++").arg("--version")).is_ok();
    (!is_there).then_some("there is no C++ compiler `c++`, which libFuzzer needs")
}

/// The names of all targets.
pub fn targets() -> Result<Vec<String>> {
    let folder = paths::root().join("fuzz/fuzz_targets");
    let name = |file: &DirEntry| Some(file.path().file_stem()?.to_str()?.to_owned());
    let mut names: Vec<_> = entries(&folder)?.iter().filter_map(name).collect();
    names.sort();
    Ok(names)
}

/// Builds the targets; gives the folder that they are in.
pub fn build() -> Result<PathBuf> {
    let host = rust::host()?;
    let target_dir = paths::target("fuzz");
    let mut build = cargo();
    build
        .args(["build", "--locked", "--release", "--target", &host])
        .args(["--manifest-path", "fuzz/Cargo.toml", "--target-dir"])
        .arg(&target_dir)
        .env("RUSTFLAGS", COVERAGE)
        .current_dir(paths::root());
    let what = "building the fuzz targets";
    step(what, || quietly(&mut build))?;
    Ok(target_dir.join(host).join("release"))
}

/// Runs a target of `folder`. It starts from the committed corpus; what it finds is kept under
/// `target/`.
pub fn run(folder: &Path, target: &str, seconds: u32) -> Result<()> {
    let kept = paths::target("fuzz");
    let (found, crashes) = (kept.join("corpus").join(target), kept.join("crashes"));
    for folder in [&found, &crashes] {
        create_folder(folder)?;
    }
    let mut fuzzing = Command::new(folder.join(target));
    fuzzing
        .arg(found)
        .arg(paths::root().join("fuzz/corpus").join(target))
        .arg(format!("-max_total_time={seconds}"))
        .args(["-timeout=5", "-max_len=4096"])
        .arg(format!("-artifact_prefix={}/{target}-", crashes.display()));
    let what = format!("fuzzing {target} for {seconds} s");
    step(&what, || quietly(&mut fuzzing))
}

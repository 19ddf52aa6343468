//! Mutation testing of the core and of the shape of answers: what was changed against the main branch is changed
//! again, by cargo-mutants, and some test has to notice.

use crate::count::Count;
use crate::files::write;
use crate::paths;
use crate::result::Result;
use crate::run::{output, quietly_within, status, step};
use crate::rust::cargo;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

const VERSION: &str = "27.1.0";

/// How long installing cargo-mutants may take.
const INSTALL_LIMIT: Duration = Duration::from_secs(300);

/// How many simulated runs each mutant has to survive.
const RUNS: &str = "3000";

/// How many seconds the mutants may take: the whole of the checks has an hour on a slow machine.
const TEST_LIMIT_SECONDS: &str = "300";

/// Mutates what differs from the main branch there. A difference too large for the time is
/// tested as far as it goes.
pub fn changed() -> Result<Count> {
    let Some(diff) = difference() else {
        eprintln!("not run: there is no branch `main` to compare with: fetch it");
        return Ok(Count::default());
    };
    if diff.is_empty() {
        eprintln!("not run: the core and the shape of answers are those of the main branch");
        return Ok(Count::default());
    }
    // On Windows, the program of that name only waits.
    let Some(timeout) = paths::program("timeout").filter(|_| !cfg!(windows)) else {
        eprintln!("not run: there is no program `timeout`: install coreutils");
        return Ok(Count::default());
    };
    let program = match program() {
        Ok(program) => program,
        Err(why) => {
            eprintln!("not run: cargo-mutants cannot be installed: {why}");
            return Ok(Count::default());
        }
    };
    let folder = paths::target("mutants");
    let file = folder.join("core.diff");
    write(&file, &diff)?;
    let mut mutants = Command::new(timeout);
    mutants.arg(TEST_LIMIT_SECONDS).arg(program).arg("mutants");
    mutants
        .arg("--in-diff")
        .arg(file)
        .arg("--output")
        .arg(&folder)
        .env("CARGO_TARGET_DIR", folder.join("build"))
        .env("SIMULATION_RUNS", RUNS)
        .current_dir(paths::root());
    let code = status(&mut mutants)?.code();
    let missed = fs::read_to_string(folder.join("mutants.out/missed.txt"));
    let has_missed = missed.map_or(true, |list| !list.is_empty());
    match code {
        code if are_noticed(code, has_missed) => Ok(Count::ONE),
        Some(124) => {
            eprintln!("the time is over: the remaining mutants were not tested");
            Ok(Count::ONE)
        }
        code => Err(format!(
            "cargo-mutants ended with {code:?}; see target/mutants/mutants.out"
        )),
    }
}

/// Whether each mutant was noticed, by the exit code of cargo-mutants. With 3, some made a test hang, which is noticed
/// too; but that code hides whether others were missed.
fn are_noticed(code: Option<i32>, has_missed: bool) -> bool {
    match code {
        Some(0) => true,
        Some(3) => !has_missed,
        _ => false,
    }
}

/// How they differ from where the present branch left the main branch.
fn difference() -> Option<String> {
    let git = |arguments: &[&str]| {
        output(
            Command::new("git")
                .args(arguments)
                .current_dir(paths::root()),
        )
        .ok()
    };
    let base = ["origin/main", "main"]
        .iter()
        .find_map(|main| git(&["merge-base", "HEAD", main]))?;
    git(&["diff", base.trim(), "--", "src/core", "src/wire"])
}

/// cargo-mutants: that of the machine, or one of our own.
fn program() -> Result<PathBuf> {
    if let Some(program) = paths::program("cargo-mutants") {
        return Ok(program);
    }
    let root = paths::target("mutants");
    let program = root
        .join("bin")
        .join(format!("cargo-mutants{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        let mut install = cargo();
        install
            .args([
                "install",
                "cargo-mutants",
                "--locked",
                "--version",
                VERSION,
                "--root",
            ])
            .arg(&root)
            .env("CARGO_TARGET_DIR", root.join("build"));
        let what = "installing cargo-mutants";
        step(what, || quietly_within(&mut install, INSTALL_LIMIT))?;
    }
    Ok(program)
}

#[cfg(test)]
mod tests {
    use super::are_noticed;

    #[test]
    fn a_mutant_that_hangs_is_noticed_and_hides_none_that_is_missed() {
        assert!(are_noticed(Some(0), false));
        assert!(are_noticed(Some(3), false) && !are_noticed(Some(3), true));
        assert!(!are_noticed(Some(2), true));
        assert!(!are_noticed(Some(124), false) && !are_noticed(None, false));
    }
}

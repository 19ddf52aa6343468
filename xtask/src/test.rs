//! `cargo xtask test`: every test, one step after another.

use crate::run::{paint, quietly, run, tee};
use crate::toolchain::{TARGET, cargo, find};
use crate::{Outcome, browsers, consumers, demo, docs, examples, fuzz, npm, package, paths};
use std::fs;
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::Instant;

/// A step, and how many tests passed and failed in it.
struct Step {
    name: &'static str,
    run: fn() -> Outcome<Count>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    passed: u32,
    failed: u32,
}

const STEPS: &[Step] = &[
    Step {
        name: "rustfmt",
        run: format,
    },
    Step {
        name: "clippy",
        run: clippy,
    },
    Step {
        name: "native tests",
        run: native,
    },
    Step {
        name: "fuzz",
        run: fuzz,
    },
    Step {
        name: "package",
        run: package,
    },
    Step {
        name: "clippy for wasm",
        run: clippy_for_wasm,
    },
    Step {
        name: "wasm tests",
        run: wasm,
    },
    Step {
        name: "javascript",
        run: javascript,
    },
    Step {
        name: "docs",
        run: docs,
    },
];

/// Steps of some minutes, which `--all` adds.
const LONG_STEPS: &[Step] = &[Step {
    name: "consumers",
    run: consumers,
}];

/// Runs the steps whose names hold the first argument, or all of them; the long ones when they are
/// named, or with `--all`.
pub fn test(arguments: &[String]) -> Outcome<ExitCode> {
    let filter = arguments
        .iter()
        .find(|word| !word.starts_with("--"))
        .map_or("", String::as_str);
    let is_all = !filter.is_empty() || arguments.iter().any(|word| word == "--all");
    let steps = STEPS.iter().chain(if is_all { LONG_STEPS } else { &[] });
    let mut lines = Vec::new();
    let mut total = Count::default();
    for step in steps.filter(|step| step.name.contains(filter)) {
        eprintln!("\n{}", paint("1", &format!("== {}", step.name)));
        let started = Instant::now();
        let count = (step.run)().unwrap_or_else(|why| {
            eprintln!("{}", paint("31", &why));
            Count::ONE_FAILED
        });
        total.add(count);
        let verdict = if count.failed == 0 {
            paint("32", "ok")
        } else {
            paint("31", "FAILED")
        };
        lines.push(format!(
            "{:16} {verdict:7} {:5} passed {:3} failed {:4.0} s",
            step.name,
            count.passed,
            count.failed,
            started.elapsed().as_secs_f64()
        ));
    }
    eprintln!("\n{}", lines.join("\n"));
    if total == Count::default() {
        return Err(format!("no step is called `{filter}`"));
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(if total.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn format() -> Outcome<Count> {
    for folder in [".", "fuzz", "examples/yew"] {
        run(cargo()
            .args(["fmt", "--all", "--check"])
            .current_dir(paths::root().join(folder)))?;
    }
    Ok(Count::ONE)
}

fn clippy() -> Outcome<Count> {
    let mut clippy = cargo();
    clippy.args([
        "clippy",
        "--locked",
        "-q",
        "--workspace",
        "--exclude",
        "bindgen",
        "--all-targets",
    ]);
    run(clippy
        .args(["--", "-D", "warnings"])
        .current_dir(paths::root()))?;
    Ok(Count::ONE)
}

fn native() -> Outcome<Count> {
    let mut tests = cargo();
    tests.args(["test", "--locked", "--workspace", "--exclude", "bindgen"]);
    counted(tests.current_dir(paths::root()), Count::of_cargo)
}

fn fuzz() -> Outcome<Count> {
    if let Some(why) = fuzz::missing() {
        // What CI leaves out nobody runs.
        if std::env::var_os("CI").is_some() && !cfg!(windows) {
            return Err(why.into());
        }
        eprintln!("not run: {why}");
        return Ok(Count::default());
    }
    let folder = fuzz::build()?;
    let mut count = Count::default();
    for target in fuzz::targets()? {
        count.add(match fuzz::run(&folder, &target, fuzz::SECONDS) {
            Ok(()) => Count::ONE,
            Err(why) => {
                eprintln!("{}", paint("31", &why));
                Count::ONE_FAILED
            }
        });
    }
    Ok(count)
}

fn package() -> Outcome<Count> {
    package::ensure()?;
    let target = paths::target("npm");
    fs::create_dir_all(&target).map_err(|e| e.to_string())?;
    let mut pack = npm::npm();
    pack.args(["pack", "./pkg", "--pack-destination"])
        .arg(&target)
        .current_dir(paths::root());
    quietly("npm pack", &mut pack)?;
    Ok(Count::ONE)
}

fn clippy_for_wasm() -> Outcome<Count> {
    let tool_chain = find()?;
    // With the JavaScript classes, and as Rust programs take the crate.
    for what in [&["--tests"][..], &["--lib", "--no-default-features"]] {
        let mut clippy = tool_chain.clippy();
        clippy
            .args(["--locked", "-q", "--target", TARGET, "--target-dir"])
            .arg(paths::target("wasm-clippy"))
            .args(what)
            .current_dir(paths::root());
        run(&mut clippy)?;
    }
    Ok(Count::ONE)
}

fn wasm() -> Outcome<Count> {
    let runner = package::bindgen()?;
    let mut tests = find()?.cargo();
    tests
        .args(["test", "--locked", "--target", TARGET, "--target-dir"])
        .arg(paths::target("wasm"));
    tests
        .arg("--tests")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    counted(tests.current_dir(paths::root()), Count::of_cargo)
}

fn javascript() -> Outcome<Count> {
    demo::ensure()?;
    let mut files: Vec<String> = fs::read_dir(paths::root().join("tests"))
        .map_err(|e| e.to_string())?
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(".test.mjs"))
        .map(|name| format!("tests/{name}"))
        .collect();
    files.sort();
    let mut tests = npm::node();
    tests
        .args(["--test", "--test-reporter=spec", "--test-concurrency=2"])
        .args(files);
    tests
        .env("CHROMIUM_BIN", browsers::chromium()?)
        .env("FIREFOX_BIN", browsers::firefox()?);
    counted(&mut tests, Count::of_node)
}

fn docs() -> Outcome<Count> {
    docs::javascript()?;
    docs::rust()?;
    Ok(Count {
        passed: 2,
        failed: 0,
    })
}

fn consumers() -> Outcome<Count> {
    package()?;
    examples::yew()?;
    counted(&mut consumers::matrix()?, Count::of_consumers)
}

/// Runs tests, showing what they say, and counts them by their closing lines.
fn counted(command: &mut Command, read: fn(&str) -> Count) -> Outcome<Count> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let pipe = child.stdout.take().ok_or("no pipe")?;
    let said = thread::spawn(move || tee(pipe, std::io::stderr()))
        .join()
        .unwrap_or_default();
    let status = child.wait().map_err(|error| error.to_string())?;
    let mut count = read(&said);
    if count == Count::default() || (count.failed == 0 && !status.success()) {
        count.failed += 1;
    }
    Ok(count)
}

impl Count {
    const ONE: Self = Self {
        passed: 1,
        failed: 0,
    };
    const ONE_FAILED: Self = Self {
        passed: 0,
        failed: 1,
    };

    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// `test result: ok. 5 passed; 0 failed; …`, once for each program.
    fn of_cargo(said: &str) -> Self {
        let mut total = Self::default();
        for line in said
            .lines()
            .filter(|line| line.trim_start().starts_with("test result:"))
        {
            total.add(Self {
                passed: before(line, "passed"),
                failed: before(line, "failed"),
            });
        }
        total
    }

    /// `ℹ pass 5` and `ℹ fail 0`.
    fn of_node(said: &str) -> Self {
        let last = |word: &str| {
            let lines = said
                .lines()
                .rev()
                .map(|line| line.trim_start_matches(['ℹ', '#', ' ']));
            let mut numbers = lines.filter_map(|line| line.strip_prefix(word)?.trim().parse().ok());
            numbers.next().unwrap_or(0)
        };
        Self {
            passed: last("pass "),
            failed: last("fail ") + last("cancelled "),
        }
    }

    /// `5 environments passed; 0 failed; 1 not run`, at the end.
    fn of_consumers(said: &str) -> Self {
        let last = said.lines().last().unwrap_or_default();
        Self {
            passed: before(last, "environments"),
            failed: before(last, "failed"),
        }
    }
}

fn before(line: &str, word: &str) -> u32 {
    let words: Vec<&str> = line.split([' ', ';']).collect();
    let at = words.iter().position(|each| *each == word).unwrap_or(0);
    at.checked_sub(1)
        .and_then(|at| words[at].parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_closing_lines_add_up() {
        let said = "running 3 tests\ntest result: ok. 3 passed; 0 failed; 0 ignored\n\ntest result: FAILED. 1 passed; 2 failed; 0 ignored\n";
        assert_eq!(
            Count::of_cargo(said),
            Count {
                passed: 4,
                failed: 2
            }
        );
        assert_eq!(
            Count::of_cargo("error: could not compile"),
            Count::default()
        );
    }

    #[test]
    fn the_closing_line_of_the_environments_is_read() {
        let said = "59 environments passed; 2 failed; 1 not run\n";
        let count = Count {
            passed: 59,
            failed: 2,
        };
        assert_eq!(Count::of_consumers(said), count);
        assert_eq!(Count::of_consumers("Error: no tarball"), Count::default());
    }

    #[test]
    fn nodes_closing_lines_are_read() {
        let said = "✔ a test\nℹ tests 4\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\n";
        assert_eq!(
            Count::of_node(said),
            Count {
                passed: 3,
                failed: 2
            }
        );
        assert_eq!(Count::of_node("nothing"), Count::default());
    }
}

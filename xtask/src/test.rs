//! `cargo xtask test`: every test, one step after another.

use crate::count::Count;
use crate::files::{create_folder, entries};
use crate::npm::Tools;
use crate::result::Result;
use crate::run::{output, paint, quietly, run, tee};
use crate::rust::{TARGET, cargo};
use crate::select::find;
use crate::{
    bindgen, browsers, consumers, demo, docs, examples, format, fuzz, mutants, npm, package, paths,
    supply_chain,
};
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// A step, and how many tests passed and failed in it.
struct Step {
    name: &'static str,
    run: fn() -> Result<Count>,
}

const STEPS: &[Step] = &[
    Step {
        name: "format",
        run: format::check,
    },
    Step {
        name: "lint",
        run: format::lint,
    },
    Step {
        name: "clippy",
        run: clippy,
    },
    Step {
        name: "supply chain",
        run: supply_chain::check,
    },
    Step {
        name: "native tests",
        run: native,
    },
    Step {
        name: "simulation",
        run: simulation,
    },
    Step {
        name: "mutants",
        run: mutants::changed,
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
        name: "crate",
        run: packed_crate,
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

/// How long the output of a program that has ended may stay open.
const OUTPUT_LIMIT: Duration = Duration::from_secs(10);

/// How the names of the files end that `javascript` runs.
const TEST_FILE: &str = ".test.mjs";

/// Runs the steps whose names contain the first argument, and the test file of that name; without
/// one, all steps. The long ones run when they are named, or with `--all`.
pub fn test(arguments: &[String]) -> Result<ExitCode> {
    let word = arguments
        .iter()
        .find(|word| !word.starts_with("--"))
        .map_or("", String::as_str);
    let is_all = !word.is_empty() || arguments.iter().any(|word| word == "--all");
    let steps = STEPS.iter().chain(if is_all { LONG_STEPS } else { &[] });
    let mut report = Report::default();
    for step in steps.filter(|step| step.name.contains(word)) {
        report.run(step.name, step.run);
    }
    let file = format!("{word}{TEST_FILE}");
    if paths::root().join("tests").join(&file).is_file() {
        report.run(&file, || javascript_files(std::slice::from_ref(&file)));
    }
    report.conclude(word)
}

/// What each step came to.
#[derive(Default)]
struct Report {
    lines: Vec<String>,
    total: Count,
}

impl Report {
    fn run(&mut self, name: &str, step: impl FnOnce() -> Result<Count>) {
        eprintln!("\n{}", paint("1", &format!("== {name}")));
        let started = Instant::now();
        let count = step().unwrap_or_else(|why| {
            eprintln!("{}", paint("31", &why));
            Count::ONE_FAILED
        });
        self.total.add(count);
        let verdict = if count.failed == 0 {
            paint("32", "ok")
        } else {
            paint("31", "FAILED")
        };
        self.lines.push(format!(
            "{name:16} {verdict:7} {:5} passed {:3} failed {:4.0} s",
            count.passed,
            count.failed,
            started.elapsed().as_secs_f64()
        ));
    }

    fn conclude(self, word: &str) -> Result<ExitCode> {
        if self.lines.is_empty() {
            let steps: Vec<_> = STEPS
                .iter()
                .chain(LONG_STEPS)
                .map(|step| step.name)
                .collect();
            return Err(format!(
                "no step and no file of tests/ is called `{word}`; the steps are {}",
                steps.join(", ")
            ));
        }
        eprintln!("\n{}", self.lines.join("\n"));
        println!("{} passed, {} failed", self.total.passed, self.total.failed);
        Ok(if self.total.failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

fn clippy() -> Result<Count> {
    let mut clippy = cargo();
    clippy.args([
        "clippy",
        "--locked",
        "-q",
        "--workspace",
        "--exclude",
        "bindgen",
        "--exclude",
        "test-runner",
        "--all-targets",
    ]);
    run(clippy
        .args(["--", "-D", "warnings"])
        .current_dir(paths::root()))?;
    Ok(Count::ONE)
}

fn native() -> Result<Count> {
    let mut tests = cargo();
    tests.args(["test", "--locked", "--workspace"]);
    tests.args(["--exclude", "bindgen", "--exclude", "test-runner"]);
    counted(tests.current_dir(paths::root()), Count::of_cargo)
}

/// A million runs of the core in a simulated world.
fn simulation() -> Result<Count> {
    let mut tests = cargo();
    tests
        .args([
            "test",
            "--locked",
            "--lib",
            "simulation::",
            "--",
            "--nocapture",
        ])
        .env("SIMULATION_RUNS", "1000000")
        .current_dir(paths::root());
    counted(&mut tests, Count::of_cargo)
}

fn fuzz() -> Result<Count> {
    if let Some(why) = fuzz::missing() {
        // What CI leaves out is never run.
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

fn package() -> Result<Count> {
    package::ensure(Tools::All)?;
    let target = paths::target("npm");
    create_folder(&target)?;
    let mut pack = npm::npm();
    pack.args(["pack", "./pkg", "--pack-destination"])
        .arg(&target)
        .current_dir(paths::root());
    quietly(&mut pack)?;
    Ok(Count::ONE)
}

/// Compiles the crate from what would be published, and nothing beside it.
fn packed_crate() -> Result<Count> {
    let mut package = find()?.cargo();
    package
        .args(["package", "--locked", "--allow-dirty", "-q"])
        .args(["--target", TARGET, "--target-dir"])
        .arg(paths::target("wasm"))
        .current_dir(paths::root());
    run(&mut package)?;
    Ok(Count::ONE)
}

fn clippy_for_wasm() -> Result<Count> {
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

/// The Rust surface in Node.js and in browsers, and the examples of its documentation, compiled.
fn wasm() -> Result<Count> {
    package::ensure(Tools::All)?;
    let runner = bindgen::test_runner()?;
    let tool_chain = find()?;
    let compiled = |what: &[&str]| {
        let mut tests = tool_chain.cargo();
        // As Rust programs take the crate.
        tests
            .args(["test", "--locked", "--no-default-features"])
            .args(["--target", TARGET, "--target-dir"])
            .arg(paths::target("wasm"))
            .args(what)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner)
            // What is smaller is bound and loaded faster, and a panic names its line all the same.
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .current_dir(paths::root());
        tests
    };
    let said = output(&mut compiled(&[
        "--test",
        "rust",
        "--no-run",
        "--message-format=json",
    ]))?;
    let wasm = executable(&said).ok_or("cargo names no wasm of the tests")?;
    let mut tests = npm::node();
    tests
        .arg(paths::root().join("tests/rust/run.mjs"))
        .arg(&runner)
        .arg(wasm)
        .env("CHROMIUM_BIN", browsers::chromium()?)
        .env("FIREFOX_BIN", browsers::firefox()?);
    let mut count = counted(&mut tests, Count::of_cargo)?;
    if tool_chain.has_rustdoc() {
        // Their examples are compiled, not run.
        run(&mut compiled(&["--doc"]))?;
        count.add(Count::ONE);
    }
    Ok(count)
}

/// The program that cargo built last, by what it says in JSON.
fn executable(said: &str) -> Option<&str> {
    let (_, rest) = said.rsplit_once("\"executable\":\"")?;
    rest.split('"').next()
}

fn javascript() -> Result<Count> {
    let files = entries(&paths::root().join("tests"))?;
    let names = files
        .iter()
        .filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(TEST_FILE)).collect();
    names.sort();
    javascript_files(&names)
}

/// Runs files of `tests/`.
fn javascript_files(names: &[String]) -> Result<Count> {
    demo::ensure()?;
    let mut tests = npm::node();
    tests
        .args(["--import", "./tests/support/limits.mjs"])
        .args(["--test", "--test-reporter=spec", "--test-concurrency=2"])
        .args(names.iter().map(|name| format!("tests/{name}")))
        .env("CHROMIUM_BIN", browsers::chromium()?)
        .env("FIREFOX_BIN", browsers::firefox()?);
    counted(&mut tests, Count::of_node)
}

fn docs() -> Result<Count> {
    docs::javascript()?;
    docs::rust()?;
    Ok(Count {
        passed: 2,
        failed: 0,
    })
}

fn consumers() -> Result<Count> {
    package()?;
    examples::all()?;
    counted(&mut consumers::matrix()?, Count::of_consumers)
}

/// Runs tests, showing what they say, and counts them by their closing lines.
fn counted(command: &mut Command, read: fn(&str) -> Count) -> Result<Count> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let pipe = child.stdout.take().ok_or("no pipe")?;
    let (done, said) = mpsc::channel();
    thread::spawn(move || done.send(tee(pipe, std::io::stderr())));
    let status = child.wait().map_err(|error| error.to_string())?;
    // A program that is still running may keep the output open for ever.
    let said = said
        .recv_timeout(OUTPUT_LIMIT)
        .map_err(|_| "its output is still open: something that it started still runs")?;
    let mut count = read(&said);
    if count == Count::default() || (count.failed == 0 && !status.success()) {
        count.failed += 1;
    }
    Ok(count)
}

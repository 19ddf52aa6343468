//! The project's one front door: `cargo xtask COMMAND`. Each command sets up what it needs.

#![cfg_attr(
    test,
    allow(
        clippy::panic,
        clippy::unwrap_used,
        reason = "a test that panics has failed, which is its job"
    )
)]

mod bench;
mod bindgen;
mod browsers;
mod consumers;
mod count;
mod debian;
mod demo;
mod docs;
mod examples;
mod files;
mod format;
mod fuzz;
mod manifest;
mod mutants;
mod notes;
mod npm;
mod package;
mod paths;
mod result;
mod run;
mod rust;
mod select;
mod small_std;
mod stamp;
mod supply_chain;
mod system;
mod takes;
mod test;
mod toolchain;
mod wasm;

use crate::result::Result;
use crate::takes::Takes;
use std::process::ExitCode;

struct Command {
    name: &'static str,
    help: &'static str,
    takes: Takes,
    run: fn(&[String]) -> Result<ExitCode>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "list",
        help: "build the package and list batches with it: from the embedded sandbox, or from LlamaCloud when LLAMA_CLOUD_API_KEY is set (options: cargo xtask list --help)",
        takes: Takes::CommandLine,
        run: package::list,
    },
    Command {
        name: "demo",
        help: "build and open a page to watch batches on: of the sandbox, or of LlamaCloud when LLAMA_CLOUD_API_KEY is set (options: --port N, --no-open, --screenshots, --build)",
        takes: Takes::Words(1, &["--port", "--no-open", "--screenshots", "--build"]),
        run: demo::demo,
    },
    Command {
        name: "build",
        help: "write the npm package to pkg/",
        takes: Takes::Words(0, &[]),
        run: package::build,
    },
    Command {
        name: "test",
        help: "run every test; `cargo xtask test WORD` only the steps whose name contains the word, or tests/WORD.test.mjs, and `--all` the long ones too: every environment",
        takes: Takes::Words(1, &["--all"]),
        run: test::test,
    },
    Command {
        name: "format",
        help: "format everything: Rust, JavaScript and TypeScript",
        takes: Takes::Words(0, &[]),
        run: format::format,
    },
    Command {
        name: "docs",
        help: "write the API reference of the package and of the crate to target/docs/",
        takes: Takes::Words(0, &[]),
        run: docs::docs,
    },
    Command {
        name: "fuzz",
        help: "give the modules without JavaScript arbitrary input: `cargo xtask fuzz [SECONDS] [TARGET]`",
        takes: Takes::Words(2, &[]),
        run: fuzz::fuzz,
    },
    Command {
        name: "bench",
        help: "measure the package beside the official SDK, and write docs/speed.md (options: cargo xtask bench --help)",
        takes: Takes::Words(3, bench::OPTIONS),
        run: bench::bench,
    },
    Command {
        name: "size",
        help: "show the size of each entry of the package, beside the official SDK's",
        takes: Takes::Words(0, &["--json"]),
        run: package::size,
    },
    Command {
        name: "notes",
        help: "print what the release of this version says, from CHANGELOG.md: `cargo xtask notes [TAG]` fails where the tag or the package has another version",
        takes: Takes::Words(1, &[]),
        run: notes::notes,
    },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next();
    let rest: Vec<String> = arguments.collect();
    let Some(name) = name.filter(|name| !matches!(name.as_str(), "help" | "--help" | "-h")) else {
        println!("{}", help());
        return ExitCode::SUCCESS;
    };
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        eprintln!("xtask: there is no command `{name}`\n\n{}", help());
        return ExitCode::from(2);
    };
    if command.takes.asks_for_help(&rest) {
        println!("{}", command.manual());
        return ExitCode::SUCCESS;
    }
    if let Some(unknown) = command.takes.unknown(&rest) {
        eprintln!(
            "xtask: `{name}` takes no `{unknown}`\n\n{}",
            command.manual()
        );
        return ExitCode::from(2);
    }
    (command.run)(&rest).unwrap_or_else(|message| {
        eprintln!("xtask: {message}");
        ExitCode::FAILURE
    })
}

impl Command {
    /// What the command does and takes; nothing is built to say it.
    fn manual(&self) -> String {
        match self.name {
            "bench" => bench::HELP.trim_end().to_owned(),
            name => format!("cargo xtask {name}: {}", self.help),
        }
    }
}

fn help() -> String {
    let lines = COMMANDS
        .iter()
        .map(|command| format!("  {:6} {}", command.name, command.help));
    let lines: Vec<String> = lines.collect();
    format!("Usage: cargo xtask COMMAND\n\n{}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::{COMMANDS, Command};

    fn named(name: &str) -> &'static Command {
        COMMANDS
            .iter()
            .find(|command| command.name == name)
            .unwrap()
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn a_mistyped_option_is_found_before_anything_is_built() {
        let unknown = |name: &str, given: &[&str]| {
            let found = named(name).takes.unknown(&words(given)).map(str::to_owned);
            found.unwrap_or_default()
        };
        assert_eq!(unknown("demo", &["--prot", "3"]), "--prot");
        assert_eq!(unknown("demo", &["--port", "3", "--no-open"]), "");
        assert_eq!(unknown("demo", &["--port=3"]), "");
        assert_eq!(unknown("bench", &["--quik"]), "--quik");
        assert_eq!(unknown("bench", &["--pairs", "3", "--only=list"]), "");
        assert_eq!(unknown("list", &["--limit", "3", "--mispelt"]), "--mispelt");
        assert_eq!(unknown("list", &["--status=FAILED", "--no-headers"]), "");
    }

    #[test]
    fn help_is_printed_without_building_what_it_is_about() {
        for command in COMMANDS.iter().filter(|command| command.name != "list") {
            for flag in ["--help", "-h"] {
                assert!(command.takes.asks_for_help(&words(&["word", flag])));
            }
            assert!(!command.takes.asks_for_help(&words(&["help"])));
        }
        assert!(named("bench").manual().contains("--pairs N"));
        // These are in the command line itself.
        assert!(!named("list").takes.asks_for_help(&words(&["--help"])));
    }
}

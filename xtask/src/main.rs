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
mod test;
mod toolchain;
mod wasm;

use crate::result::Result;
use std::process::ExitCode;

struct Command {
    name: &'static str,
    help: &'static str,
    takes: Takes,
    run: fn(&[String]) -> Result<ExitCode>,
}

/// The arguments of a command.
enum Takes {
    /// As many words as this, those after options among them, and these options.
    Words(usize, &'static [&'static str]),
    /// Whatever the program takes that gets them.
    Any,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "list",
        help: "build the package and list batches with it: from the embedded sandbox, or from LlamaCloud when LLAMA_CLOUD_API_KEY is set (options: cargo xtask list --help)",
        takes: Takes::Any,
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
    if let Some(unknown) = command.takes.unknown(&rest) {
        let is_help = matches!(unknown, "--help" | "-h");
        if !is_help {
            eprintln!("xtask: `{name}` takes no `{unknown}`\n");
        }
        eprintln!("cargo xtask {name}: {}", command.help);
        return ExitCode::from(if is_help { 0 } else { 2 });
    }
    (command.run)(&rest).unwrap_or_else(|message| {
        eprintln!("xtask: {message}");
        ExitCode::FAILURE
    })
}

impl Takes {
    /// The first argument that is not taken.
    fn unknown<'a>(&self, arguments: &'a [String]) -> Option<&'a str> {
        let Self::Words(most, options) = self else {
            return None;
        };
        let (named, words): (Vec<_>, Vec<_>) =
            arguments.iter().partition(|word| word.starts_with('-'));
        let mut named = named.into_iter().map(String::as_str);
        let is_known = |option: &str| {
            options
                .iter()
                .any(|known| option.split('=').next() == Some(known))
        };
        let unknown = named.find(|option| !is_known(option));
        unknown.or_else(|| words.get(*most).map(|word| word.as_str()))
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
    use super::{COMMANDS, Takes};

    #[test]
    fn an_argument_that_a_command_does_not_take_is_found() {
        let takes = Takes::Words(1, &["--all"]);
        let unknown = |words: &[&str]| {
            let words: Vec<_> = words.iter().map(|&word| word.to_owned()).collect();
            takes.unknown(&words).map(str::to_owned)
        };
        assert_eq!(unknown(&[]), None);
        assert_eq!(unknown(&["lint", "--all"]), None);
        assert_eq!(unknown(&["--al"]).as_deref(), Some("--al"));
        assert_eq!(unknown(&["lint", "clippy"]).as_deref(), Some("clippy"));
    }

    #[test]
    fn a_mistyped_option_is_found_before_anything_is_built() {
        let unknown = |name: &str, words: &[&str]| {
            let command = COMMANDS.iter().find(|command| command.name == name);
            let words: Vec<_> = words.iter().map(|&word| word.to_owned()).collect();
            command.unwrap().takes.unknown(&words).map(str::to_owned)
        };
        assert_eq!(unknown("demo", &["--prot", "3"]).as_deref(), Some("--prot"));
        assert_eq!(unknown("demo", &["--help"]).as_deref(), Some("--help"));
        assert_eq!(unknown("demo", &["--port", "3", "--no-open"]), None);
        assert_eq!(unknown("demo", &["--port=3"]), None);
        assert_eq!(unknown("bench", &["--quik"]).as_deref(), Some("--quik"));
        assert_eq!(unknown("bench", &["--pairs", "3", "--only=list"]), None);
        assert_eq!(unknown("bench", &["--help"]), None);
    }
}

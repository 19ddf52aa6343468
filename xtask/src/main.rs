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
    run: fn(&[String]) -> Result<ExitCode>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "list",
        help: "build the package and list batches with it: from the embedded sandbox, or from LlamaCloud when LLAMA_CLOUD_API_KEY is set (options: cargo xtask list --help)",
        run: package::list,
    },
    Command {
        name: "demo",
        help: "build and open a page to watch batches on: of the sandbox, or of LlamaCloud when LLAMA_CLOUD_API_KEY is set (options: --port N, --no-open, --screenshots, --build)",
        run: demo::demo,
    },
    Command {
        name: "build",
        help: "write the npm package to pkg/",
        run: package::build,
    },
    Command {
        name: "test",
        help: "run every test; `cargo xtask test WORD` only the steps whose name contains the word, or tests/WORD.test.mjs, and `--all` the long ones too: every environment",
        run: test::test,
    },
    Command {
        name: "format",
        help: "format everything: Rust, JavaScript and TypeScript",
        run: format::format,
    },
    Command {
        name: "docs",
        help: "write the API reference of the package and of the crate to target/docs/",
        run: docs::docs,
    },
    Command {
        name: "fuzz",
        help: "give the modules without JavaScript arbitrary input: `cargo xtask fuzz [SECONDS] [TARGET]`",
        run: fuzz::fuzz,
    },
    Command {
        name: "bench",
        help: "measure the package beside the official SDK, and write docs/speed.md (options: cargo xtask bench --help)",
        run: bench::bench,
    },
    Command {
        name: "size",
        help: "show the size of each entry of the package, beside the official SDK's",
        run: package::size,
    },
    Command {
        name: "notes",
        help: "print what the release of this version says, from CHANGELOG.md: `cargo xtask notes [TAG]` fails where the tag or the package has another version",
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
    (command.run)(&rest).unwrap_or_else(|message| {
        eprintln!("xtask: {message}");
        ExitCode::FAILURE
    })
}

fn help() -> String {
    let lines = COMMANDS
        .iter()
        .map(|command| format!("  {:6} {}", command.name, command.help));
    let lines: Vec<String> = lines.collect();
    format!("Usage: cargo xtask COMMAND\n\n{}", lines.join("\n"))
}

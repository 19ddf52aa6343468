//! The standard library of releases: built from its source together with the crate, optimised for
//! size, and without the messages of panics. The package is an eighth smaller with it.
//!
//! Cargo keeps it in the folder that it builds in. As only bitcode is made of it, for the link-time
//! optimisation, it takes a few seconds.

use crate::run::output;
use crate::rust;
use crate::rust::TARGET;
use std::process::Command;

const ARGUMENTS: [&str; 2] = [
    "-Zbuild-std=core,alloc,std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
];

/// A panic stops at once, without a message: in the standard library and in all that is linked with it.
const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort";

/// Lets `cargo`, whose subcommand is not named yet, build the small standard library and use it.
pub fn build_with(cargo: &mut Command) {
    cargo
        .args(ARGUMENTS)
        // Stable compilers have all of this, behind this variable.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", FLAGS)
        // Flags in these would replace ours.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
}

/// Whether the active tool chain can build it: it has the source, and its compiler knows the flags.
pub fn is_available() -> bool {
    let has_source = rust::sysroot().is_ok_and(|folder| {
        let source = folder.join("lib/rustlib/src/rust/library/std/Cargo.toml");
        source.is_file()
    });
    has_source && knows_flags()
}

fn knows_flags() -> bool {
    let mut rustc = rust::rustc();
    rustc
        .args(FLAGS.split(' '))
        .args(["--print", "cfg", "--target", TARGET])
        .env("RUSTC_BOOTSTRAP", "1");
    output(&mut rustc).is_ok()
}

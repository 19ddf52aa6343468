//! The steps that lead to a tool chain, and a trait of them, so that their order can be tested
//! without taking them.

use crate::result::Result;
use crate::run::{quietly_within, step};
use crate::rust::{self, TARGET};
use crate::stamp::Stamp;
use crate::{debian, paths, small_std};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// What a machine has, and what can be added to it.
pub trait System {
    /// Whether the active tool chain has the target's standard library.
    fn active_has_target(&self) -> bool;
    /// Whether the active tool chain can build the small standard library.
    fn active_builds_small_std(&self) -> bool;
    /// Debian's compiler, if it is complete under `target/`.
    fn installed_debian(&self) -> Option<PathBuf>;
    /// `rustup target add`.
    fn add_target(&self) -> Result<()>;
    /// `rustup component add rust-src`.
    fn add_source(&self) -> Result<()>;
    /// Debian's compiler, unpacked under `target/`.
    fn install_debian(&self) -> Result<PathBuf>;
}

/// This machine.
pub struct RealSystem;

impl System for RealSystem {
    fn active_has_target(&self) -> bool {
        rust::has_target()
    }

    fn active_builds_small_std(&self) -> bool {
        small_std::is_available()
    }

    fn installed_debian(&self) -> Option<PathBuf> {
        debian::installed()
    }

    fn add_target(&self) -> Result<()> {
        rustup(&["target", "add", TARGET])
    }

    fn add_source(&self) -> Result<()> {
        // Every command would try again, and wait for a server that does not answer.
        let refused = Stamp::new(paths::target("rust-src-refused"), &[], &[&rust::version()?])?;
        if refused.is_current() {
            return Err("failed before".into());
        }
        rustup(&["component", "add", "rust-src"]).inspect_err(|_| {
            // If it cannot be written, it is tried again: nothing is lost but time.
            let _ = refused.set();
        })
    }

    fn install_debian(&self) -> Result<PathBuf> {
        debian::install()
    }
}

fn rustup(arguments: &[&str]) -> Result<()> {
    let command = format!("rustup {}", arguments.join(" "));
    step(&command, || {
        let mut rustup = Command::new("rustup");
        rustup.args(arguments).env("RUSTUP_DOWNLOAD_TIMEOUT", "10");
        quietly_within(&mut rustup, Duration::from_secs(60))
    })
}

//! A compiler for wasm, and the cargo commands that use it.

use crate::rust::cargo;
use crate::{debian, small_std};
use std::path::PathBuf;
use std::process::Command;

/// How to compile to wasm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// The active tool chain.
    Active,
    /// Debian's compiler, unpacked into this folder.
    Debian(PathBuf),
}

impl Toolchain {
    /// A cargo command that compiles for wasm.
    pub fn cargo(&self) -> Command {
        let mut cargo = cargo();
        if let Self::Debian(folder) = self {
            cargo.env("RUSTC", debian::rustc(folder));
        }
        cargo
    }

    /// `cargo clippy` for wasm; warnings are errors.
    pub fn clippy(&self) -> Command {
        let mut cargo = self.cargo();
        match self {
            Self::Active => cargo.arg("clippy"),
            Self::Debian(folder) => cargo
                .arg("check")
                .env("RUSTC_WORKSPACE_WRAPPER", debian::clippy(folder)),
        };
        cargo.env("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__");
        cargo.env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            "-Dwarnings",
        );
        cargo
    }

    /// Whether it has a rustdoc: Debian's is not unpacked.
    pub fn has_rustdoc(&self) -> bool {
        *self == Self::Active
    }

    /// What distinguishes it from the other, for stamps.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Debian(_) => "debian",
        }
    }
}

/// The standard library that a release is linked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Library {
    /// Built for it: see `small_std`.
    Small,
    /// The tool chain's own, and why the small one cannot be had.
    Ordinary(String),
}

/// How to compile the wasm of the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseToolchain {
    /// The compiler.
    pub toolchain: Toolchain,
    /// What is linked with the crate.
    pub library: Library,
}

impl ReleaseToolchain {
    /// A compiler that builds the small standard library.
    pub fn small(toolchain: Toolchain) -> Self {
        Self {
            toolchain,
            library: Library::Small,
        }
    }

    /// A cargo command that compiles for wasm, as small as the tool chain can.
    pub fn cargo(&self) -> Command {
        let mut cargo = self.toolchain.cargo();
        if self.library == Library::Small {
            small_std::build_with(&mut cargo);
        }
        cargo
    }

    /// The standard library's name.
    pub fn library_name(&self) -> &'static str {
        match self.library {
            Library::Small => "small",
            Library::Ordinary(_) => "ordinary",
        }
    }
}

//! Debian's compiler for wasm, unpacked under `target/` without root and without touching the
//! system, for machines that reach package registries but not rustup's server.
//!
//! Debian ships no standard library for `wasm32-unknown-unknown`, but the compiler and the source of
//! the very same version. Releases are built with a small one anyway (see `small_std`); the one of
//! everyday use is built from that source when it is first needed.

mod packages;
mod programs;

pub use programs::{clippy, rustc};

use crate::files::{copy, create_folder, entries, read, write};
use crate::paths;
use crate::result::Result;
use crate::run::{quietly, step};
use crate::rust::{TARGET, cargo, has_std};
use std::fs;
use std::path::{Path, PathBuf};

/// Changes whenever an older unpacked tool chain will not do any more.
const LAYOUT: &str = "3";

/// The folder of the unpacked compiler, if it is complete.
pub fn installed() -> Option<PathBuf> {
    let folder = paths::target("debian");
    let layout = read(&folder.join("complete")).ok()?;
    (layout == LAYOUT).then_some(folder)
}

/// Unpacks the compiler.
pub fn install() -> Result<PathBuf> {
    if paths::program("apt-get").is_none() || paths::program("dpkg").is_none() {
        return Err("this system has no apt-get".into());
    }
    let folder = paths::target("debian");
    let _ = fs::remove_dir_all(&folder);
    let (archives, root) = (folder.join("archives"), folder.join("root"));
    create_folder(&root)?;
    step("fetching Debian's Rust compiler", || {
        packages::fetch(&archives)
    })?;
    step("unpacking it", || packages::unpack(&archives, &root))?;
    programs::link_linker(&folder)?;
    programs::write_wrappers(&folder)?;
    let _ = fs::remove_dir_all(archives);
    write(&folder.join("complete"), LAYOUT)?;
    Ok(folder)
}

/// Builds the standard library of everyday use, unless it is there.
pub fn ensure_std(folder: &Path) -> Result<()> {
    let lib = folder.join("root/usr/lib/rustlib").join(TARGET).join("lib");
    if has_std(&lib) {
        return Ok(());
    }
    step("building the standard library for wasm", || {
        let project = folder.join("std");
        build_std(folder, &project)?;
        // As a whole or not at all: it is complete if it is there.
        let parts = project.join("lib");
        for file in entries(&project.join("target").join(TARGET).join("release/deps"))? {
            let name = file.file_name().to_string_lossy().into_owned();
            if name.ends_with(".rlib") && !name.starts_with("libempty") {
                copy(&file.path(), &parts.join(name))?;
            }
        }
        if let Some(above) = lib.parent() {
            create_folder(above)?;
        }
        fs::rename(&parts, &lib).map_err(|error| format!("{}: {error}", lib.display()))?;
        let _ = fs::remove_dir_all(&project);
        Ok(())
    })
}

fn build_std(folder: &Path, project: &Path) -> Result<()> {
    let manifest =
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n";
    write(&project.join("Cargo.toml"), manifest)?;
    write(&project.join("src/lib.rs"), "")?;
    quietly(
        cargo()
            .args(["build", "--release", "--target", TARGET])
            .args(["--target-dir", "target"])
            .arg("-Zbuild-std=core,alloc,std,panic_abort,proc_macro,test")
            .current_dir(project)
            .env("RUSTC", rustc(folder))
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_PROFILE_RELEASE_PANIC", "abort")
            .env("RUSTFLAGS", "-Cembed-bitcode=yes")
            .env_remove("CARGO_ENCODED_RUSTFLAGS"),
    )
}

//! Debian's compiler for wasm, unpacked under `target/` without root and without touching the
//! system, for machines that reach package registries and nothing else.
//!
//! Debian ships no standard library for `wasm32-unknown-unknown`, but the compiler and its very
//! source: two are built from it, one for everyday use and a small one for releases.

use crate::run::{output, quietly, step};
use crate::toolchain::{TARGET, cargo};
use crate::{Outcome, paths};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the small standard library and all that links with it are compiled with: a panic stops at
/// once, without a word.
pub const SMALL_FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort";

/// Changes whenever an older unpacked tool chain will not do any more.
const LAYOUT: &str = "2";

/// The folder of the unpacked compiler, if it is complete.
pub fn installed() -> Option<PathBuf> {
    let folder = paths::target("debian");
    let layout = fs::read_to_string(folder.join("complete")).ok()?;
    (layout == LAYOUT).then_some(folder)
}

/// Unpacks the compiler and builds its standard libraries.
pub fn install() -> Outcome<PathBuf> {
    if paths::program("apt-get").is_none() || paths::program("dpkg").is_none() {
        return Err("this system has no apt-get".into());
    }
    let folder = paths::target("debian");
    let _ = fs::remove_dir_all(&folder);
    let root = folder.join("root");
    create(&root)?;
    step("fetching Debian's Rust compiler for wasm", || {
        fetch(&folder)
    })?;
    step("unpacking it", || unpack(&folder))?;
    link_linker(&folder)?;
    write_wrappers(&folder)?;
    step("building the standard library for wasm", || {
        let lib = root.join("usr/lib/rustlib").join(TARGET).join("lib");
        let parts = "-Zbuild-std=core,alloc,std,panic_abort,proc_macro,test";
        build_std(&folder, "std", &[parts], "", &lib)
    })?;
    step("building a small one for releases", || {
        let lib = folder.join("small/lib/rustlib").join(TARGET).join("lib");
        let parts = "-Zbuild-std=core,alloc,std,panic_abort";
        let features = "-Zbuild-std-features=optimize_for_size";
        build_std(&folder, "small-std", &[parts, features], SMALL_FLAGS, &lib)
    })?;
    for spare in ["archives", "build"] {
        let _ = fs::remove_dir_all(folder.join(spare));
    }
    write(&folder.join("complete"), LAYOUT)?;
    Ok(folder)
}

/// The compiler with the everyday standard library.
pub fn rustc(folder: &Path) -> PathBuf {
    folder.join("rustc")
}

/// The compiler with the small standard library.
pub fn small_rustc(folder: &Path) -> PathBuf {
    folder.join("small-rustc")
}

/// The linter, to be used as cargo's wrapper around the compiler.
pub fn clippy(folder: &Path) -> PathBuf {
    folder.join("clippy")
}

fn fetch(folder: &Path) -> Outcome<()> {
    let archives = folder.join("archives");
    for part in ["state/lists/partial", "cache/archives/partial"] {
        create(&archives.join(part))?;
    }
    let apt = |program: &str| {
        let mut apt = Command::new(program);
        for (option, value) in [
            ("Dir::State", archives.join("state")),
            ("Dir::Cache", archives.join("cache")),
            ("Dir::State::status", "/var/lib/dpkg/status".into()),
        ] {
            apt.arg("-o").arg(format!("{option}={}", value.display()));
        }
        apt.args([
            "-o",
            "Debug::NoLocking=1",
            "-o",
            "APT::Sandbox::User=",
            "-q",
        ]);
        apt.current_dir(&archives);
        apt
    };
    quietly("apt-get update", apt("apt-get").arg("update"))?;
    // The version moves: the packages' names are read from what they depend on.
    let depends = |package: &str| {
        output(apt("apt-cache").args([
            "depends",
            "--recurse",
            "--no-recommends",
            "--no-suggests",
            "--no-conflicts",
            "--no-breaks",
            "--no-replaces",
            "--no-enhances",
            package,
        ]))
    };
    let names = depends("rustc-web")?;
    let name = |start: &str| {
        let names = names
            .split_whitespace()
            .filter(|name| name.starts_with(start));
        let number = |name: &&str| name.ends_with(|end: char| end.is_ascii_digit());
        names.filter(number).max().map(str::to_owned)
    };
    let missing = "Debian's package sources have no rustc-web";
    let library = name("libstd-rust-web-").ok_or(missing)?;
    let llvm = name("libllvm").ok_or(missing)?;
    let packages = [
        "rustc-web",
        "libstd-rust-web-dev",
        "rust-web-src",
        "rust-web-clippy",
        &library,
        &llvm,
    ];
    quietly(
        "apt-get download",
        apt("apt-get").arg("download").args(packages),
    )
}

fn unpack(folder: &Path) -> Outcome<()> {
    let root = folder.join("root");
    let entries = fs::read_dir(folder.join("archives")).map_err(|e| e.to_string())?;
    for archive in entries.flatten().map(|entry| entry.path()) {
        if archive.extension().is_none_or(|end| end != "deb") {
            continue;
        }
        let is_source = archive
            .file_name()
            .is_some_and(|n| n.to_string_lossy().starts_with("rust-web-src"));
        if is_source {
            // Of the source only the standard library is needed: half a gigabyte less.
            let mut shell = Command::new("sh");
            shell.arg("-c").arg(
                r#"dpkg --fsys-tarfile "$1" | tar -x -C "$2" --wildcards './usr/lib/rustlib/src*' './usr/src/rustc-*/library*'"#,
            );
            quietly("tar", shell.arg("sh").arg(&archive).arg(&root))?;
        } else {
            quietly(
                "dpkg",
                Command::new("dpkg").arg("-x").arg(&archive).arg(&root),
            )?;
        }
    }
    Ok(())
}

/// Debian's compiler finds the linker of the active tool chain.
fn link_linker(folder: &Path) -> Outcome<()> {
    let version = output(Command::new("rustc").arg("-vV"))?;
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap_or_default();
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let linker = Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(host)
        .join("bin/rust-lld");
    if !linker.is_file() {
        return Err(format!(
            "the active tool chain has no linker at {}",
            linker.display()
        ));
    }
    let rustlib = folder.join("root/usr/lib/rustlib");
    let bin = rustlib.join(host).join("bin");
    create(&bin)?;
    link(&linker, &bin.join("rust-lld"))?;
    let small = folder.join("small/lib/rustlib");
    create(&small)?;
    link(&rustlib.join(host), &small.join(host))
}

fn write_wrappers(folder: &Path) -> Outcome<()> {
    let usr = folder.join("root/usr");
    let library_folder = fs::read_dir(usr.join("lib"))
        .map_err(|e| e.to_string())?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.to_string_lossy().ends_with("-linux-gnu"))
        .ok_or("the unpacked compiler has no libraries")?;
    let small = folder.join("small");
    let wrapper = |program: &str, arguments: String| {
        format!(
            "#!/bin/sh\nLD_LIBRARY_PATH='{}' exec '{}' {arguments}\"$@\"\n",
            library_folder.display(),
            usr.join("bin").join(program).display()
        )
    };
    for (file, text) in [
        (rustc(folder), wrapper("rustc", String::new())),
        (
            small_rustc(folder),
            wrapper("rustc", format!("--sysroot '{}' ", small.display())),
        ),
        // Cargo names the compiler first; clippy takes its place.
        (
            clippy(folder),
            wrapper(
                "clippy-driver",
                format!("\"$1\" --sysroot '{}' ", usr.display()),
            )
            .replace("\"$@\"", "\"${@:2}\"")
            .replace("#!/bin/sh", "#!/bin/bash"),
        ),
    ] {
        write(&file, &text)?;
        make_executable(&file)?;
    }
    Ok(())
}

fn build_std(
    folder: &Path,
    name: &str,
    arguments: &[&str],
    flags: &str,
    lib: &Path,
) -> Outcome<()> {
    let project = folder.join("build").join(name);
    create(&project.join("src"))?;
    let manifest =
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n";
    write(&project.join("Cargo.toml"), manifest)?;
    write(&project.join("src/lib.rs"), "")?;
    let level = if flags.is_empty() { "3" } else { "z" };
    quietly(
        "cargo",
        cargo()
            .args([
                "build",
                "--release",
                "--target",
                TARGET,
                "--target-dir",
                "target",
            ])
            .args(arguments)
            .current_dir(&project)
            .env("RUSTC", rustc(folder))
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", level)
            .env("CARGO_PROFILE_RELEASE_PANIC", "abort")
            .env("RUSTFLAGS", format!("-Cembed-bitcode=yes {flags}"))
            .env_remove("CARGO_ENCODED_RUSTFLAGS"),
    )?;
    create(lib)?;
    let built = project.join("target").join(TARGET).join("release/deps");
    for file in fs::read_dir(&built).map_err(|e| e.to_string())?.flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libempty") {
            fs::copy(file.path(), lib.join(name)).map_err(|e| e.to_string())?;
        }
    }
    Ok(())
}

fn create(folder: &Path) -> Outcome<()> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

fn write(file: &Path, text: &str) -> Outcome<()> {
    fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> Outcome<()> {
    std::os::unix::fs::symlink(from, to).map_err(|error| format!("{}: {error}", to.display()))
}

#[cfg(unix)]
fn make_executable(file: &Path) -> Outcome<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).map_err(|e| e.to_string())
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> Outcome<()> {
    Err("Debian's compiler runs on Linux alone".into())
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> Outcome<()> {
    Ok(())
}

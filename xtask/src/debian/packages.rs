//! Debian's packages: fetched and unpacked as any user, with an apt state of their own.

use crate::files::{create_folder, entries};
use crate::result::Result;
use crate::run::{output, quietly};
use std::path::Path;
use std::process::Command;

/// Downloads the compiler, its linter, what these are linked with, and the standard library's source
/// into `archives`.
pub fn fetch(archives: &Path) -> Result<()> {
    for part in ["state/lists/partial", "cache/archives/partial"] {
        create_folder(&archives.join(part))?;
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
        apt.current_dir(archives);
        apt
    };
    quietly(apt("apt-get").arg("update"))?;
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
    quietly(apt("apt-get").arg("download").args(packages))
}

/// Unpacks them from `archives` into `root`.
pub fn unpack(archives: &Path, root: &Path) -> Result<()> {
    for entry in entries(archives)? {
        let archive = entry.path();
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
            quietly(shell.arg("sh").arg(&archive).arg(root))?;
        } else {
            quietly(Command::new("dpkg").arg("-x").arg(&archive).arg(root))?;
        }
    }
    Ok(())
}

//! The unpacked programs, made to run from where they are.

use crate::files::{create_folder, entries, write};
use crate::result::Result;
use crate::rust;
use std::path::{Path, PathBuf};

/// The compiler.
pub fn rustc(folder: &Path) -> PathBuf {
    folder.join("rustc")
}

/// The linter, to be used as cargo's wrapper around the compiler.
pub fn clippy(folder: &Path) -> PathBuf {
    folder.join("clippy")
}

/// Lets the compiler find the active tool chain's linker.
pub fn link_linker(folder: &Path) -> Result<()> {
    let host = rust::host()?;
    let programs = Path::new("lib/rustlib").join(host).join("bin");
    let linker = rust::sysroot()?.join(&programs).join("rust-lld");
    if !linker.is_file() {
        return Err(format!(
            "the active tool chain has no linker at {}",
            linker.display()
        ));
    }
    let bin = folder.join("root/usr").join(programs);
    create_folder(&bin)?;
    link(&linker, &bin.join("rust-lld"))
}

/// Writes scripts that run the programs with their libraries.
pub fn write_wrappers(folder: &Path) -> Result<()> {
    let usr = folder.join("root/usr");
    let libraries = entries(&usr.join("lib"))?
        .into_iter()
        .map(|entry| entry.path())
        .find(|path| path.to_string_lossy().ends_with("-linux-gnu"))
        .ok_or("the unpacked compiler has no libraries")?;
    let wrapper = |shell: &str, program: &str, arguments: &str| {
        format!(
            "#!/bin/{shell}\nLD_LIBRARY_PATH='{}' exec '{}' {arguments}\n",
            libraries.display(),
            usr.join("bin").join(program).display()
        )
    };
    // Cargo names the compiler first; clippy takes its place.
    let linted = format!("\"$1\" --sysroot '{}' \"${{@:2}}\"", usr.display());
    for (file, text) in [
        (rustc(folder), wrapper("sh", "rustc", "\"$@\"")),
        (clippy(folder), wrapper("bash", "clippy-driver", &linted)),
    ] {
        write(&file, &text)?;
        make_executable(&file)?;
    }
    Ok(())
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> Result<()> {
    std::os::unix::fs::symlink(from, to).map_err(|error| format!("{}: {error}", to.display()))
}

#[cfg(unix)]
fn make_executable(file: &Path) -> Result<()> {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).map_err(|e| e.to_string())
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> Result<()> {
    Err("Debian's compiler runs on Linux alone".into())
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> Result<()> {
    Ok(())
}

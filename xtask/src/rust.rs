//! The active Rust tool chain.

use crate::result::Result;
use crate::run::output;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target that everything is compiled to.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The cargo that runs this program.
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The compiler that cargo uses.
pub fn rustc() -> Command {
    Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

/// The compiler's version, in several lines.
pub fn version() -> Result<String> {
    output(rustc().arg("-vV"))
}

/// The target of native programs.
pub fn host() -> Result<String> {
    let version = version()?;
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .ok_or("`rustc -vV` names no host")?;
    Ok(host.to_owned())
}

/// The folder that the tool chain is in.
pub fn sysroot() -> Result<PathBuf> {
    let folder = output(rustc().args(["--print", "sysroot"]))?;
    Ok(folder.trim().into())
}

/// Whether the tool chain has the target's standard library.
pub fn has_target() -> bool {
    let folder = output(rustc().args(["--print", "target-libdir", "--target", TARGET]));
    folder.is_ok_and(|folder| has_std(Path::new(folder.trim())))
}

/// Whether a tool chain's folder of libraries has the standard library.
pub fn has_std(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name()).any(|name| {
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_folder_has_the_standard_library_if_the_library_itself_is_in_it() {
        let folder = env::temp_dir().join(format!("xtask-std-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("libcore-0.rlib"), "").unwrap();
        assert!(!has_std(&folder));
        fs::write(folder.join("libstd-0123456789abcdef.rlib"), "").unwrap();
        assert!(has_std(&folder));
        fs::remove_dir_all(&folder).unwrap();
        assert!(!has_std(&folder));
    }
}

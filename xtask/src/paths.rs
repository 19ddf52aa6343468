//! Where things are.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The folders of the workspaces of Rust, each with a lock file.
pub const WORKSPACES: [&str; 4] = [".", "fuzz", "examples/yew", "examples/leptos"];

/// The root of the repository. Cargo says where it is now; a compiled path would be where it was, if
/// the folder was moved or copied since.
pub fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let xtask = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        xtask.parent().map_or_else(|| xtask.clone(), PathBuf::from)
    });
    &ROOT
}

/// A place for generated things under `target/`.
pub fn target(name: &str) -> PathBuf {
    root().join("target").join(name)
}

/// A program that npm installed, to be run with Node.
pub fn node_script(package: &str, file: &str) -> PathBuf {
    root().join("node_modules").join(package).join(file)
}

/// Where `name` is on the PATH.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&path)
        .map(|folder| folder.join(&file))
        .find(|file| file.is_file())
}

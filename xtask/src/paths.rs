//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
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

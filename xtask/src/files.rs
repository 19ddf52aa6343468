//! Files and folders, with their paths in every error.

use crate::result::Result;
use std::fs;
use std::path::Path;

/// The text of `file`.
pub fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}

/// Writes `text` to `file`, whose folder is created if need be.
pub fn write(file: &Path, text: &str) -> Result<()> {
    if let Some(folder) = file.parent() {
        create_folder(folder)?;
    }
    fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
}

/// Copies a file; the folder of the copy is created if need be.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        create_folder(folder)?;
    }
    let copied = fs::copy(from, to);
    copied.map_err(|error| format!("{}: {error}", to.display()))?;
    Ok(())
}

/// Creates a folder and those above it.
pub fn create_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// What is directly inside of a folder.
pub fn entries(folder: &Path) -> Result<Vec<fs::DirEntry>> {
    let entries = fs::read_dir(folder);
    let entries = entries.map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(entries.flatten().collect())
}

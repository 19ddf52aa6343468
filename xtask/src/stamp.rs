//! Skipping work whose inputs did not change.

use crate::files::write;
use crate::result::Result;
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

/// A file that remembers the inputs that some work was done from.
pub struct Stamp {
    file: PathBuf,
    inputs: String,
}

impl Stamp {
    /// A stamp in `file` over the contents of all `inputs` (files, and folders with all that is in
    /// them) and over `words`.
    pub fn new(file: PathBuf, inputs: &[PathBuf], words: &[&str]) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        words.hash(&mut hasher);
        for input in inputs {
            hash_all(input, &mut hasher)?;
        }
        Ok(Self {
            file,
            inputs: format!("{:016x}\n", hasher.finish()),
        })
    }

    /// Whether the work was done from the same inputs.
    pub fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|inputs| inputs == self.inputs)
    }

    /// Whether the work was done before, from whatever inputs.
    pub fn exists(&self) -> bool {
        self.file.is_file()
    }

    /// Says that the work is done.
    pub fn set(&self) -> Result<()> {
        write(&self.file, &self.inputs)
    }
}

/// All files at or below `path`, in order.
pub fn files_below(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else {
        return if path.is_file() {
            vec![path.to_owned()]
        } else {
            Vec::new()
        };
    };
    let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    let skipped = |path: &PathBuf| path.file_name().is_some_and(|name| name == "node_modules");
    entries
        .iter()
        .filter(|path| !skipped(path))
        .flat_map(|path| files_below(path))
        .collect()
}

fn hash_all(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    for file in files_below(path) {
        let contents = fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        (file, contents).hash(hasher);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_again_when_an_input_changes() {
        let folder = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        let input = folder.join("in").join("file");
        fs::create_dir_all(input.parent().unwrap()).unwrap();
        fs::write(&input, "one").unwrap();
        let stamp = |word| Stamp::new(folder.join("stamp"), &[folder.join("in")], &[word]).unwrap();
        assert!(!stamp("a").is_current());
        stamp("a").set().unwrap();
        assert!(stamp("a").is_current());
        assert!(!stamp("b").is_current());
        fs::write(&input, "two").unwrap();
        assert!(!stamp("a").is_current());
        fs::remove_dir_all(&folder).unwrap();
    }
}

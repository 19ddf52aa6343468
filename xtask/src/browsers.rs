//! The browsers that the tests drive.

use crate::paths;
use crate::result::Result;
use crate::run::{quietly, step};
use std::path::PathBuf;
use std::process::Command;

/// Where Chromium (or Chrome) is; installed first on a Debian that is ours to change.
pub fn chromium() -> Result<PathBuf> {
    find(
        "CHROMIUM_BIN",
        &["chromium", "chromium-browser", "google-chrome", "chrome"],
        "chromium",
        &[
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        ],
    )
}

/// Where Firefox is; installed first on a Debian that is ours to change.
pub fn firefox() -> Result<PathBuf> {
    find(
        "FIREFOX_BIN",
        &["firefox", "firefox-esr"],
        "firefox-esr",
        &[
            "/Applications/Firefox.app/Contents/MacOS/firefox",
            r"C:\Program Files\Mozilla Firefox\firefox.exe",
        ],
    )
}

fn find(variable: &str, names: &[&str], package: &str, places: &[&str]) -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os(variable) {
        return Ok(chosen.into());
    }
    let search = || {
        let installed = names.iter().find_map(|name| paths::program(name));
        installed.or_else(|| places.iter().map(PathBuf::from).find(|path| path.is_file()))
    };
    if let Some(found) = search() {
        return Ok(found);
    }
    if is_root() && paths::program("apt-get").is_some() {
        step(&format!("installing {package}"), || {
            let mut apt = Command::new("apt-get");
            apt.env("DEBIAN_FRONTEND", "noninteractive");
            quietly(apt.args(["update", "-q"]))?;
            let mut apt = Command::new("apt-get");
            apt.env("DEBIAN_FRONTEND", "noninteractive");
            quietly(apt.args(["install", "-q", "-y", "--no-install-recommends", package]))
        })?;
    }
    search().ok_or_else(|| {
        format!("the browser tests need {package}: install it, or say where it is with {variable}")
    })
}

fn is_root() -> bool {
    crate::run::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

//! Where crates come from, and under which licences: `deny.toml`, judged by cargo-deny.

use crate::count::Count;
use crate::paths;
use crate::result::Result;
use crate::run::run;
use crate::rust::cargo;

/// Judges all that needs no database; the workflow `Supply chain` judges the rest as well.
pub fn check() -> Result<Count> {
    if paths::program("cargo-deny").is_none() {
        eprintln!("not run: there is no cargo-deny (`cargo install --locked cargo-deny`)");
        return Ok(Count::default());
    }
    let root = paths::root();
    let mut count = Count::default();
    for workspace in paths::WORKSPACES {
        let manifest = root.join(workspace).join("Cargo.toml");
        run(cargo()
            .args(["deny", "--locked", "--manifest-path"])
            .arg(manifest)
            .arg("--config")
            .arg(root.join("deny.toml"))
            .args(["check", "bans", "licenses", "sources"])
            .current_dir(root))?;
        count.add(Count::ONE);
    }
    Ok(count)
}

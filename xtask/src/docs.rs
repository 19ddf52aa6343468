//! The API reference: of the package by TypeDoc, of the crate by rustdoc.

use crate::files::copy;
use crate::npm::Tools;
use crate::result::Result;
use crate::run::{run, step};
use crate::rust::{TARGET, cargo, host};
use crate::select::find;
use crate::stamp::files_below;
use crate::{npm, package, paths};
use std::fs;
use std::process::ExitCode;

/// `cargo xtask docs`.
pub fn docs(_: &[String]) -> Result<ExitCode> {
    javascript()?;
    rust()?;
    let docs = paths::target("docs");
    eprintln!(
        "The reference of the package: {}",
        docs.join("js/index.html").display()
    );
    eprintln!(
        "The reference of the crate: {}",
        docs.join("rust/llama_cloud_batches/index.html").display()
    );
    Ok(ExitCode::SUCCESS)
}

/// Writes the package's reference into `target/docs/js`; an exported symbol without documentation
/// is an error.
pub fn javascript() -> Result<()> {
    package::ensure(Tools::All)?;
    let folder = paths::root().join("xtask/docs");
    npm::ensure_in(&folder)?;
    step("documenting the package", || {
        run(npm::node().arg(folder.join("build.mjs")))
    })
}

/// Writes the crate's reference into `target/docs/rust`, as docs.rs does; what rustdoc warns of is an error.
pub fn rust() -> Result<()> {
    let build = paths::target("rustdoc");
    let target = match find()?.has_rustdoc() {
        true => TARGET.to_owned(),
        false => host()?,
    };
    let doc = |features: &[&str]| {
        let mut doc = cargo();
        doc.args(["doc", "--locked", "--no-deps", "-q", "--target", &target])
            .args(["--package", "llama-cloud-batches", "--target-dir"])
            .arg(&build)
            .args(features)
            .env("RUSTDOCFLAGS", "-Dwarnings")
            .current_dir(paths::root());
        run(&mut doc)
    };
    step("documenting the crate", || {
        // With the words for JavaScript the links must hold too.
        doc(&[])?;
        doc(&["--no-default-features"])
    })?;
    let from = build.join(&target).join("doc");
    let to = paths::target("docs").join("rust");
    let _ = fs::remove_dir_all(&to);
    for file in files_below(&from) {
        let below = file.strip_prefix(&from).map_err(|e| e.to_string())?;
        copy(&file, &to.join(below))?;
    }
    Ok(())
}

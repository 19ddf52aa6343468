//! The examples in Rust: linted, compiled, and bound for the pages that `tests/consumers` opens.

use crate::result::Result;
use crate::run::{quietly, step};
use crate::rust::TARGET;
use crate::select::find;
use crate::stamp::Stamp;
use crate::{bindgen, paths};
use std::fs;
use std::process::Command;

/// The folders of `examples/`.
const EXAMPLES: [&str; 2] = ["yew", "leptos"];

/// Writes what the page of each example loads, unless it is current.
pub fn all() -> Result<()> {
    EXAMPLES.into_iter().try_for_each(page)
}

/// Writes what the page of `examples/NAME` loads into `target/examples/pages/NAME`, unless it is current:
/// `NAME-batches.js` and its wasm, as Trunk would.
fn page(name: &str) -> Result<()> {
    let root = paths::root();
    let folder = root.join("examples").join(name);
    bindgen::check(&format!("examples/{name}/Cargo.lock"))?;
    let binder = bindgen::binder()?;
    let tool_chain = find()?;
    // Of all examples: what they have in common is compiled once.
    let target = paths::target("examples");
    let page = target.join("pages").join(name);
    // Not the whole folder: in it, Trunk builds as well.
    let mut inputs = ["Cargo.toml", "Cargo.lock", "src"]
        .map(|path| folder.join(path))
        .to_vec();
    inputs.extend(["Cargo.toml", "Cargo.lock", "src", "pkg-template"].map(|path| root.join(path)));
    let stamp = target.join(format!("xtask-stamp-{name}"));
    let stamp = Stamp::new(stamp, &inputs, &[tool_chain.name()])?;
    if stamp.is_current() && page.is_dir() {
        return Ok(());
    }
    let for_release = |mut cargo: Command| {
        cargo
            .args(["--locked", "--release", "--target", TARGET, "--target-dir"])
            .arg(&target)
            .current_dir(&folder);
        cargo
    };
    step(&format!("linting the example {name}"), || {
        quietly(&mut for_release(tool_chain.clippy()))
    })?;
    step(&format!("compiling the example {name}"), || {
        let mut cargo = tool_chain.cargo();
        cargo.arg("build");
        quietly(&mut for_release(cargo))
    })?;
    let _ = fs::remove_dir_all(&page);
    let file = format!("release/{name}-batches.wasm");
    let wasm = target.join(TARGET).join(file);
    bindgen::bind(&binder, "web", &wasm, &page)?;
    stamp.set()
}

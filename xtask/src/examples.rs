//! `examples/yew`, the example in Rust: linted, compiled, and bound for the page that
//! `tests/consumers` opens.

use crate::result::Result;
use crate::run::{quietly, step};
use crate::rust::TARGET;
use crate::select::find;
use crate::stamp::Stamp;
use crate::{bindgen, paths};
use std::fs;
use std::process::Command;

/// Writes what the page loads into `target/yew/page`, unless it is current: `yew-batches.js` and
/// its wasm, as Trunk would.
pub fn yew() -> Result<()> {
    let root = paths::root();
    let folder = root.join("examples/yew");
    bindgen::check("examples/yew/Cargo.lock")?;
    let binder = bindgen::binder()?;
    let tool_chain = find()?;
    let target = paths::target("yew");
    let page = target.join("page");
    // Not the whole folder: in it, Trunk builds as well.
    let mut inputs = ["Cargo.toml", "Cargo.lock", "src"]
        .map(|path| folder.join(path))
        .to_vec();
    inputs.extend(["Cargo.toml", "Cargo.lock", "src", "pkg-template"].map(|path| root.join(path)));
    let stamp = Stamp::new(target.join("xtask-stamp"), &inputs, &[tool_chain.name()])?;
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
    step("linting the Yew example", || {
        quietly(&mut for_release(tool_chain.clippy()))
    })?;
    step("compiling the Yew example", || {
        let mut cargo = tool_chain.cargo();
        cargo.arg("build");
        quietly(&mut for_release(cargo))
    })?;
    let _ = fs::remove_dir_all(&page);
    let wasm = target.join(TARGET).join("release/yew-batches.wasm");
    bindgen::bind(&binder, "web", &wasm, &page)?;
    stamp.set()
}

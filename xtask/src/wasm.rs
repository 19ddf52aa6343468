//! The crate's wasm: compiled, bound to JavaScript, and optimised.

use crate::files::write;
use crate::result::Result;
use crate::run::{output, quietly, step};
use crate::rust::TARGET;
use crate::select::find_for_release;
use crate::stamp::Stamp;
use crate::{bindgen, npm, paths};
use std::fs;
use std::path::{Path, PathBuf};

const NAME: &str = "llama_cloud_batches";

/// How wasm-opt makes the wasm small. It may use what every supported runtime has; `--all-features`
/// makes modules that Node 20 refuses. Nothing lies below the stack, which ends at the lowest address.
const WASM_OPT: [&str; 19] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "--always-inline-max-function-size=4",
    "-Oz",
    // Control flow that is made anew is smaller than what the compiler made.
    "--flatten",
    "--rereloop",
    "-Oz",
    // The next time it finds what the one before made way for.
    "-Oz",
    // Hints of alignment, which no engine needs.
    "--dealign",
    "--low-memory-unused",
    "--strip-target-features",
    "--strip-debug",
    "--strip-producers",
    "--minify-imports-and-exports-and-modules",
];

/// 64 kB of stack instead of a megabyte: nothing recurses deeply, and memory and the addresses above
/// the stack are smaller.
const STACK: &str = "link-arg=-zstack-size=65536";

/// Compiles the crate, unless it is compiled; returns the wasm.
pub fn compile() -> Result<PathBuf> {
    let release = find_for_release()?;
    let root = paths::root();
    let target = paths::target("wasm-release");
    let wasm = target
        .join(TARGET)
        .join("release")
        .join(format!("{NAME}.wasm"));
    let inputs = ["Cargo.toml", "Cargo.lock", "src", "pkg-template"].map(|path| root.join(path));
    let stamp = Stamp::new(
        target.join("xtask-stamp"),
        &inputs,
        &[release.toolchain.name(), release.library_name(), STACK],
    )?;
    if !(stamp.is_current() && wasm.is_file()) {
        step("compiling the crate to wasm", || {
            let mut cargo = release.cargo();
            // In the manifest, a "cdylib" would be linked for every Rust program that takes the crate,
            // and beside an "rlib" it would get no link-time optimisation.
            cargo.args([
                "rustc",
                "--locked",
                "--lib",
                "--release",
                "--crate-type",
                "cdylib",
            ]);
            cargo
                .args(["--target", TARGET, "--target-dir"])
                .arg(&target)
                .args(["--", "-C", STACK])
                .current_dir(root);
            quietly(&mut cargo)
        })?;
        stamp.set()?;
    }
    // Sizes are compared with those of the same standard library only.
    write(&paths::target("standard-library"), release.library_name())?;
    Ok(wasm)
}

/// Writes wasm-bindgen's JavaScript and the optimised wasm, unless they are current; returns their
/// folder.
pub fn bind(wasm: &Path, bindgen: &Path) -> Result<PathBuf> {
    let folder = paths::target("glue");
    let tools = ["Cargo.lock", "package-lock.json", "xtask/prune.mjs"];
    let mut inputs = tools.map(|path| paths::root().join(path)).to_vec();
    inputs.push(wasm.to_owned());
    let stamp = Stamp::new(folder.join("xtask-stamp"), &inputs, &WASM_OPT)?;
    if stamp.is_current() {
        return Ok(folder);
    }
    step("binding and optimising the wasm", || {
        let _ = fs::remove_dir_all(&folder);
        bindgen::bind(bindgen, "bundler", wasm, &folder)?;
        let bound = folder.join(format!("{NAME}_bg.wasm"));
        let mut prune = npm::node();
        quietly(prune.arg("xtask/prune.mjs").arg(&bound))?;
        let mut optimise = npm::node();
        optimise
            .arg(paths::node_script("binaryen", "bin/wasm-opt"))
            .args(WASM_OPT)
            .arg(&bound)
            .arg("-o")
            .arg(&bound);
        let names = output(&mut optimise)?;
        write(&folder.join("names.json"), &names)
    })?;
    stamp.set()?;
    Ok(folder)
}

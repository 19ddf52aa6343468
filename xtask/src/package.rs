//! Building the npm package, and running what is in it.

use crate::run::{output, quietly, run, status, step};
use crate::stamp::{Stamp, files_below};
use crate::toolchain::{TARGET, Toolchain, cargo, find};
use crate::{Outcome, npm, paths};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const NAME: &str = "llama_cloud_batches";

/// How wasm-opt makes the wasm small. It may use what every supported runtime has: `--all-features`
/// makes modules that Node 20 refuses. Nothing lies below the stack, whose end is the lowest address.
const WASM_OPT: [&str; 12] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "-Oz",
    "--low-memory-unused",
    "--strip-debug",
    "--strip-producers",
    "--minify-imports-and-exports-and-modules",
];

/// 64 kB of stack in the place of a megabyte: nothing recurses deeply, memory is smaller by as much, and
/// so are the addresses behind it.
const STACK: &str = "link-arg=-zstack-size=65536";

/// `cargo xtask build`.
pub fn build(_: &[String]) -> Outcome<ExitCode> {
    ensure()?;
    eprintln!("The package is in pkg/; `npm pack ./pkg` makes what would be published.");
    Ok(ExitCode::SUCCESS)
}

/// `cargo xtask list`.
pub fn list(arguments: &[String]) -> Outcome<ExitCode> {
    ensure()?;
    let is_set = |name: &&str| std::env::var(name).is_ok_and(|value| !value.trim().is_empty());
    let has_key = ["LLAMA_CLOUD_API_KEY", "LLAMA_PARSE_API_KEY"]
        .iter()
        .any(is_set);
    let mut cli = Command::new("node");
    cli.arg(paths::root().join("pkg/dist/cli.js")).arg("list");
    if !has_key {
        cli.arg("--sandbox");
    }
    exit_code(&mut cli, arguments)
}

/// `cargo xtask size`.
pub fn size(arguments: &[String]) -> Outcome<ExitCode> {
    ensure()?;
    exit_code(npm::node().arg("xtask/size.mjs"), arguments)
}

/// Builds `pkg/` unless it is current.
pub fn ensure() -> Outcome<()> {
    npm::ensure()?;
    let tool_chain = find()?;
    let wasm = compile(&tool_chain)?;
    let glue = bind(&wasm)?;
    assemble(&glue)?;
    // Sizes are compared with those of the same standard library only.
    let library = paths::target("standard-library");
    fs::write(library, tool_chain.release_library()).map_err(|e| e.to_string())
}

/// Builds wasm-bindgen's command line and test runner, and gives the program.
pub fn bindgen() -> Outcome<PathBuf> {
    check_bindgen("Cargo.lock")?;
    let target = paths::target("bindgen");
    let program = target
        .join("debug")
        .join(format!("bindgen{}", std::env::consts::EXE_SUFFIX));
    let inputs = ["Cargo.lock", "xtask/bindgen"].map(|path| paths::root().join(path));
    let stamp = Stamp::new(target.join("xtask-stamp"), &inputs, &[])?;
    if !(stamp.is_current() && program.is_file()) {
        step("building wasm-bindgen's command line", || {
            let mut cargo = cargo();
            cargo
                .args(["build", "--locked", "--package", "bindgen", "--target-dir"])
                .arg(&target);
            cargo
                .env("CARGO_PROFILE_DEV_DEBUG", "0")
                .current_dir(paths::root());
            quietly("cargo", &mut cargo)
        })?;
        stamp.set()?;
    }
    Ok(program)
}

fn compile(tool_chain: &Toolchain) -> Outcome<PathBuf> {
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
        &[tool_chain.name(), STACK],
    )?;
    if !(stamp.is_current() && wasm.is_file()) {
        step("compiling the crate to wasm", || {
            let mut cargo = tool_chain.cargo_for_release();
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
            quietly("cargo", &mut cargo)
        })?;
        stamp.set()?;
    }
    Ok(wasm)
}

/// wasm-bindgen's output around the optimised wasm: the folder that holds them.
fn bind(wasm: &Path) -> Outcome<PathBuf> {
    let bindgen = bindgen()?;
    let folder = paths::target("glue");
    let [lock, prune] = ["Cargo.lock", "xtask/prune.mjs"].map(|path| paths::root().join(path));
    let stamp = Stamp::new(
        folder.join("xtask-stamp"),
        &[wasm.to_owned(), lock, prune],
        &WASM_OPT,
    )?;
    if stamp.is_current() {
        return Ok(folder);
    }
    step("binding and optimising the wasm", || {
        let _ = fs::remove_dir_all(&folder);
        let mut command = Command::new(&bindgen);
        command
            .args(["wasm-bindgen", "--target", "bundler", "--out-dir"])
            .arg(&folder)
            .arg(wasm);
        quietly("wasm-bindgen", &mut command)?;
        let bound = folder.join(format!("{NAME}_bg.wasm"));
        let mut prune = npm::node();
        quietly("prune.mjs", prune.arg("xtask/prune.mjs").arg(&bound))?;
        let mut optimise = npm::node();
        optimise
            .arg(paths::node_script("binaryen", "bin/wasm-opt"))
            .args(WASM_OPT)
            .arg(&bound)
            .arg("-o")
            .arg(&bound);
        let names = output(&mut optimise)?;
        fs::write(folder.join("names.json"), names).map_err(|e| e.to_string())
    })?;
    stamp.set()?;
    Ok(folder)
}

fn assemble(glue: &Path) -> Outcome<()> {
    let root = paths::root();
    let out = root.join("pkg");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).map_err(|e| e.to_string())?;
    let version = version(&manifest).ok_or("Cargo.toml names no version")?;
    let sources = [
        "pkg-template",
        "sandbox",
        "cli",
        "xtask/package.mjs",
        "xtask/inline.mjs",
        "xtask/notices.mjs",
        "package-lock.json",
        "Cargo.lock",
        "README.md",
        "CHANGELOG.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
    ];
    let mut inputs: Vec<PathBuf> = sources.iter().map(|path| root.join(path)).collect();
    inputs.extend(
        files_below(glue)
            .into_iter()
            .filter(|file| !file.ends_with("xtask-stamp")),
    );
    let stamp = Stamp::new(paths::target("package-stamp"), &inputs, &[version])?;
    if stamp.is_current() && out.join("dist/index.js").is_file() {
        return Ok(());
    }
    step("assembling the npm package", || {
        let mut package = npm::node();
        package
            .arg("xtask/package.mjs")
            .arg("--bindgen")
            .arg(glue)
            .arg("--out")
            .arg(&out);
        run(package.args(["--version", version]))
    })?;
    stamp.set()
}

/// The version of the workspace.
fn version(manifest: &str) -> Option<&str> {
    let section = manifest.split("[workspace.package]").nth(1)?;
    let line = section.lines().find(|line| line.starts_with("version"))?;
    line.split('"').nth(1)
}

/// wasm-bindgen's library, as the lock file `file` names it, and its command line understand each
/// other only at the same version.
pub fn check_bindgen(file: &str) -> Outcome<()> {
    let read = |file: &str| {
        let path = paths::root().join(file);
        fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))
    };
    check_versions(file, &read(file)?, &read("Cargo.lock")?)
}

fn check_versions(file: &str, lock: &str, cli_lock: &str) -> Outcome<()> {
    let (library, cli) = (
        locked(lock, "wasm-bindgen"),
        locked(cli_lock, "wasm-bindgen-cli"),
    );
    if library.is_some() && library == cli {
        return Ok(());
    }
    Err(format!(
        "{file} has wasm-bindgen {} and Cargo.lock has wasm-bindgen-cli {}: they must be the same (see xtask/bindgen/Cargo.toml)",
        library.unwrap_or("none"),
        cli.unwrap_or("none")
    ))
}

/// The version of a package in a lock file.
fn locked<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let entry = lock
        .split("[[package]]")
        .find(|entry| entry.contains(&format!("name = \"{name}\"\n")))?;
    let line = entry
        .lines()
        .find_map(|line| line.strip_prefix("version = "))?;
    Some(line.trim_matches('"'))
}

/// Runs a program with these arguments; its exit code is ours.
pub fn exit_code(command: &mut Command, arguments: &[String]) -> Outcome<ExitCode> {
    let code = status(command.args(arguments))?.code().unwrap_or(1);
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_workspaces() {
        let manifest =
            "[package]\nversion.workspace = true\n[workspace.package]\nversion = \"1.2.3\"\n";
        assert_eq!(version(manifest), Some("1.2.3"));
        assert_eq!(version("[package]\nversion = \"1.2.3\"\n"), None);
    }

    #[test]
    fn different_versions_of_wasm_bindgen_are_refused() {
        let entry = |name: &str, version: &str| {
            format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n")
        };
        let ours = entry("wasm-bindgen", "0.2.1") + &entry("wasm-bindgen-cli", "0.2.1");
        assert_eq!(check_versions("Cargo.lock", &ours, &ours), Ok(()));
        let example = entry("wasm-bindgen", "0.2.2");
        let error = check_versions("an/example/Cargo.lock", &example, &ours).unwrap_err();
        assert!(error.starts_with(
            "an/example/Cargo.lock has wasm-bindgen 0.2.2 and Cargo.lock has wasm-bindgen-cli 0.2.1"
        ));
        assert!(check_versions("Cargo.lock", "", "").is_err());
    }
}

//! A native program that takes the crate: it must be told at once what is wrong, not by a panic when it runs.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is its job"
)]
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn a_native_program_is_refused_with_the_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("native-program");
    fs::create_dir_all(folder.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = 'native-program'\nedition = '2024'\n[workspace]\n[dependencies]\n\
         llama-cloud-batches = {{ path = '{}', default-features = false }}\n",
        root.display()
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    // The versions that are here already: nothing is downloaded.
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let main = "fn main() { llama_cloud_batches::Client::new(Default::default()).unwrap(); }\n";
    fs::write(folder.join("src/main.rs"), main).unwrap();
    let check = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--color", "never"])
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("CARGO_BUILD_TARGET")
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(!check.status.success());
    let said = String::from_utf8_lossy(&check.stderr);
    let errors: Vec<_> = said
        .lines()
        .filter(|line| line.starts_with("error"))
        .collect();
    assert_eq!(errors.len(), 2, "{said}");
    assert!(
        errors[0].starts_with(
            "error: llama-cloud-batches sends its requests by the `fetch` of a JavaScript host"
        ),
        "{said}"
    );
    assert!(
        errors[0].contains("compile for wasm32-unknown-unknown"),
        "{said}"
    );
    assert!(
        errors[1].starts_with("error: could not compile `llama-cloud-batches`"),
        "{said}"
    );
}

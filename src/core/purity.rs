//! The core is pure: a test reads its files.

use std::fs;
use std::path::Path;

/// What would tie the core to a host, a clock, chance, a network or an executor.
const IMPURE: [&str; 14] = [
    "wasm_bindgen",
    "js_sys",
    "web_sys",
    "gloo",
    "JsValue",
    "std::time",
    "SystemTime",
    "Instant",
    "rand::",
    "getrandom",
    "async ",
    ".await",
    "std::net",
    "crate::host",
];

#[test]
fn the_core_names_no_host_clock_chance_network_or_executor() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut read = 0;
    for entry in fs::read_dir(root.join("core")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if !name.ends_with(".rs") || name == "purity.rs" {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            for word in IMPURE {
                assert!(!line.contains(word), "{name} names {word}: {line}");
            }
        }
        read += 1;
    }
    assert!(read > 15, "only {read} files were read");
}

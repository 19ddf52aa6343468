//! wasm-bindgen's command line and test runner, at the version that `Cargo.lock` names.
//!
//! `bindgen wasm-bindgen ARGS…` is the command line; everything else is the test runner, as cargo
//! calls it: `bindgen TEST.wasm ARGS…`.

use std::env::args_os;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if args_os()
        .nth(1)
        .is_some_and(|first| first == "wasm-bindgen")
    {
        wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(args_os().skip(1))?;
    } else {
        wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(args_os())?;
    }
    Ok(())
}

//! wasm-bindgen's test runner: cargo calls it as `test-runner TEST.wasm ARGUMENTS…`.

use std::env::args_os;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(args_os())?;
    Ok(())
}

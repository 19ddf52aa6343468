//! `bindgen TARGET WASM FOLDER` binds a wasm to JavaScript with wasm-bindgen.
//!
//! The target is `bundler` or `web`, as wasm-bindgen's own command line names them.

use std::env::args_os;
use std::error::Error;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = args_os().skip(1).collect();
    let [target, wasm, folder] = arguments.as_slice() else {
        return Err("usage: bindgen TARGET WASM FOLDER".into());
    };
    let mut bindgen = Bindgen::new();
    match target.to_str() {
        Some("bundler") => bindgen.bundler(true)?,
        Some("web") => bindgen.web(true)?.omit_default_module_path(false),
        _ => return Err("the target is bundler or web".into()),
    };
    bindgen.typescript(true).input_path(wasm).generate(folder)?;
    Ok(())
}

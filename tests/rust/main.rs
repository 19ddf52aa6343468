//! The Rust surface against real sandboxes, in Node.js and in browsers: `cargo xtask test "wasm tests"`.

#![cfg(target_arch = "wasm32")]

mod calls;
mod errors;
mod list;
mod sandbox;
mod wait;
mod watch;

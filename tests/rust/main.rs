//! The Rust surface against real sandboxes, in Node.js and in browsers: `cargo xtask test "wasm tests"`.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is its job"
)]
#![cfg(target_arch = "wasm32")]

mod calls;
mod errors;
mod list;
mod sandbox;
mod wait;
mod watch;

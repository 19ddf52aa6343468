//! Lists and runs LlamaCloud batches from Rust front ends, over the `fetch` of the host that they run in.
//!
//! A [`Client`] lists batches as a `Stream`, page by page where totals and tokens matter, reads, creates and cancels
//! them, waits for one, and watches them all. Futures and streams that are dropped close their connections. It needs
//! a JavaScript host, such as a page, a worker or Node.js, and compiles for `wasm32-unknown-unknown`.
//!
//! ```no_run
//! use futures_util::TryStreamExt;
//! use llama_cloud_batches::{BatchListParams, BatchStatus, Client, ClientOptions, Error, RequestOptions};
//!
//! async fn ids_of_failed() -> Result<Vec<String>, Error> {
//!     let client = Client::new(ClientOptions::default().api_key("llx-…"))?;
//!     let failed = BatchListParams::default().status(BatchStatus::Failed);
//!     let batches = client.list(&failed, RequestOptions::default());
//!     batches.map_ok(|batch| batch.id).try_collect().await
//! }
//! ```
//!
//! The same crate is the npm package `llama-cloud-batches`.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! | --- | --- | --- |
//! | `js` | on | The JavaScript classes of the npm package. Disable it in Rust programs (`default-features = false`): otherwise your binary re-exports them, and takes their allocator |
//!
//! # Inside
//!
//! `core` decides what to do next: plain, synchronous state machines without JavaScript, clock,
//! randomness or network. `host` does it, and holds the host's values behind handles. `js` and
//! `rust` are the two surfaces; `wire` has the API's types and the shape of its answers.

// The classes of JavaScript are exported, but no Rust program sees them.
#![cfg_attr(not(feature = "js"), deny(missing_debug_implementations))]
#![cfg_attr(
    test,
    allow(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unreachable,
        clippy::unwrap_used,
        reason = "a test that panics has failed, which is its job"
    )
)]

#[cfg(not(any(
    all(target_arch = "wasm32", target_os = "unknown"),
    feature = "__native",
    test,
    doc
)))]
compile_error!(
    "llama-cloud-batches sends its requests by the `fetch` of a JavaScript host, such as a page or Node.js, and this \
     target has none: compile for wasm32-unknown-unknown, with `--target wasm32-unknown-unknown` or as `build.target` \
     in .cargo/config.toml"
);

#[cfg(all(feature = "js", target_arch = "wasm32"))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[cfg_attr(
    not(feature = "js"),
    allow(dead_code, reason = "pages and responses are JavaScript's alone")
)]
mod core;
#[cfg_attr(
    not(feature = "js"),
    allow(dead_code, reason = "pages and responses are JavaScript's alone")
)]
mod host;
#[cfg(feature = "js")]
mod js;
mod rust;
mod setters;
mod wire;

pub use rust::{
    Client, ClientOptions, Error, ErrorKind, List, ListOptions, LogLevel, Pages, RequestOptions,
    WaitOptions, Watch, WatchOptions,
};
pub use wire::params::*;
pub use wire::types::*;

/// The README's Rust, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

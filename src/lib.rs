//! Lists and runs LlamaCloud batches from JavaScript and from Rust, compiled to WebAssembly.
//!
//! Two surfaces stand on the same core: the JavaScript classes of the npm package, and [`Client`],
//! whose lists are Rust's own `Stream`s. Both need a JavaScript host and compile to
//! `wasm32-unknown-unknown`.
//!
//! ```no_run
//! use futures_util::TryStreamExt;
//! # use llama_cloud_batches::{BatchListParams, BatchStatus, Client, ClientOptions, Error, RequestOptions};
//! # async fn failed() -> Result<Vec<String>, Error> {
//! let client = Client::new(ClientOptions {
//!     api_key: Some("llx-…".into()),
//!     ..ClientOptions::default()
//! })?;
//! let failed = BatchListParams { status: Some(BatchStatus::Failed), ..Default::default() };
//! let mut batches = client.list(&failed, RequestOptions::default());
//! let mut ids = Vec::new();
//! while let Some(batch) = batches.try_next().await? {
//!     ids.push(batch.id);
//! }
//! # Ok(ids)
//! # }
//! ```
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
mod wire;

pub use rust::{
    BatchStream, Client, ClientOptions, Error, ErrorKind, ListOptions, LogLevel, RequestOptions,
    WaitOptions, WatchOptions,
};
pub use wire::types::*;

/// The README's Rust, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

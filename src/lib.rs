//! Lists and runs LlamaCloud batches from JavaScript and from Rust, compiled to WebAssembly.
//!
//! Two surfaces stand on the same ground: the JavaScript classes `LlamaCloud` and `Batches`, and
//! [`Client`], whose lists are Rust's own `Stream`s. Both need a JavaScript host and compile to
//! `wasm32-unknown-unknown`.
//!
//! ```no_run
//! use futures_util::TryStreamExt;
//! # use llama_cloud_batches::{BatchListParams, BatchStatus, Client, ClientOptions, Error, RequestOptions};
//! # async fn failed() -> Result<Vec<String>, Error> {
//! let client = Client::new(ClientOptions {
//!     api_key: Some("llx-…".into()),
//!     ..ClientOptions::from_environment()?
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
//! | `js` | on | `LlamaCloud` and `Batches`. Every program that links the crate exports them to JavaScript, and takes its allocator, so a Rust program turns it off (`default-features = false`) |
//!
//! # Inside
//!
//! Data flows one way. `params` and `options` hold an operation's arguments, `batches` makes a
//! request of them and `pages` walks through the pages that `pager` orders. `client` sends, decides
//! with `retry` and sends again through `transport`, one `fetch` at a time. The host parses the
//! JSON, `validate` checks its shape, and the parsed objects are handed out as they are.
//!
//! `types`, `pager`, `frontier`, `pace`, `retry`, `query` and the rules of `validate` know nothing of
//! JavaScript and are tested natively. `host` and `transport` are all that is asked of the
//! JavaScript side.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
// A trap kills the instance for good, so nothing that input reaches may panic.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unreachable
    )
)]

#[cfg(all(feature = "js", target_arch = "wasm32"))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

mod arguments;
mod batches;
mod client;
mod error;
mod frontier;
mod hash;
mod host;
#[cfg(feature = "js")]
mod js;
mod log;
mod options;
mod pace;
mod pager;
mod pages;
mod params;
mod query;
mod retry;
mod source;
mod stream;
mod transport;
mod types;
mod validate;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod validate_json;
mod wait;
mod watch;
mod windows;

/// The README's Rust, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use client::Client;
pub use error::Error;
#[cfg(feature = "js")]
pub use js::{Batches, LlamaCloud};
pub use log::Level;
pub use options::{ClientOptions, ListOptions, RequestOptions, WaitOptions, WatchOptions};
pub use stream::BatchStream;
pub use types::*;

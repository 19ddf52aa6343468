//! Lists and runs LlamaCloud batches from JavaScript, through Rust compiled to WebAssembly.
//!
//! Two surfaces stand on the same ground: the JavaScript classes [`LlamaCloud`] and [`Batches`],
//! behind the feature `js` that is on by default, and [`Client`], whose lists are Rust's own
//! `Stream`s. A Rust program turns `js` off (`default-features = false`), else it exports the
//! classes to JavaScript as well. Both need a JavaScript host and compile to `wasm32-unknown-unknown`.
//!
//! ```no_run
//! # use llama_cloud_batches::{BatchListParams, BatchStatus, Client, ClientOptions, Error, RequestOptions};
//! # async fn failed(next: impl AsyncFnOnce(llama_cloud_batches::BatchStream)) -> Result<(), Error> {
//! let client = Client::new(ClientOptions {
//!     api_key: Some("llx-…".into()),
//!     ..ClientOptions::from_environment()?
//! })?;
//! let failed = BatchListParams { status: Some(BatchStatus::Failed), ..Default::default() };
//! let batches = client.list(&failed, RequestOptions::default()); // a Stream of Result<Batch, Error>
//! # next(batches).await; Ok(())
//! # }
//! ```
//!
//! Data flows one way. `params` and `options` hold an operation's arguments, `batches` makes a
//! request of them and `pages` walks through the pages that `pager` orders. `client` sends, decides
//! with `retry` and sends again through `transport`, one `fetch` at a time. The host parses the
//! JSON, `validate` checks its shape, and the parsed objects are handed out as they are.
//!
//! `types`, `pager`, `retry`, `query` and the rules of `validate` know nothing of JavaScript and
//! are tested natively. `host` is all that is asked of the JavaScript side.

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

pub use client::Client;
pub use error::Error;
#[cfg(feature = "js")]
pub use js::{Batches, LlamaCloud};
pub use log::Level;
pub use options::{ClientOptions, ListOptions, RequestOptions, WaitOptions, WatchOptions};
pub use stream::BatchStream;
pub use types::*;

//! Lists and runs LlamaCloud batches from JavaScript, through Rust compiled to WebAssembly.
//!
//! Data flows one way. [`batches`] takes an operation's arguments, [`params`] and [`options`] check
//! them, [`call`] makes a lazy promise of the request and [`iter`] a walk through the pages that
//! [`pager`] orders. [`client`] sends, decides with [`retry`] and sends again through
//! [`transport`], one `fetch` at a time. The host parses the JSON, [`validate`] checks its shape,
//! and the parsed objects are handed out as they are.
//!
//! [`types`], [`pager`], [`retry`], [`query`] and the rules of [`validate`] know nothing of
//! JavaScript and are tested natively. [`host`] is all that is asked of the JavaScript side.

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

mod arguments;
mod batches;
mod call;
mod client;
mod error;
mod hash;
mod host;
mod iter;
mod log;
mod options;
mod pager;
mod params;
mod query;
mod retry;
mod transport;
mod types;
mod validate;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod validate_json;
mod wait;
mod watch;

pub use batches::Batches;
pub use client::LlamaCloud;
pub use error::Error;
pub use options::{ClientOptions, RequestOptions, WaitOptions, WatchOptions};
pub use types::*;

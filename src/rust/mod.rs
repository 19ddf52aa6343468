//! What Rust sees: a client with Rust's own types, and lists and watches as streams.

mod client;
mod error;
mod options;
mod stream;

pub use client::Client;
pub use error::{Error, ErrorKind};
pub use options::{
    ClientOptions, ListOptions, LogLevel, RequestOptions, WaitOptions, WatchOptions,
};
pub use stream::BatchStream;

//! What Rust sees: a client with Rust's own types, and lists and watches as streams.

mod bodies;
mod callbacks;
mod client;
mod error;
mod list;
mod log_level;
mod options;
mod watch;

pub use client::Client;
pub use error::{Error, ErrorKind};
pub use list::{List, Pages};
pub use log_level::LogLevel;
pub use options::{ClientOptions, ListOptions, RequestOptions};
pub use watch::{WaitOptions, Watch, WatchOptions};

//! The shell around the pure core: what is asked of the JavaScript host.

pub mod arguments;
pub mod body;
pub mod client;
pub mod driver;
pub mod environment;
pub mod scope;

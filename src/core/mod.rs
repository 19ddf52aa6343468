//! What to do next, decided by plain, synchronous Rust: no JavaScript, no clock, no randomness and
//! no network. A shell ([`crate::host::driver`]) does what the [`operation::Action`]s say, and
//! reports what happened as [`operation::Event`]s.

pub mod cursor_history;
pub mod deduplicator;
pub mod exchange;
pub mod failure;
pub mod hash;
pub mod id_map;
pub mod list;
pub mod listed_window;
pub mod log;
pub mod operation;
pub mod paginator;
pub mod query;
pub mod rate_limiter;
pub mod request;
pub mod retry;
pub mod status;
pub mod throttle;
pub mod wait;
pub mod watch;
pub mod window;
pub mod window_planner;
pub mod windows;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod purity;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod simulation;

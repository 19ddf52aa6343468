//! The modules that know nothing of JavaScript, as the fuzz targets see them.

#[path = "../../src/core/mod.rs"]
pub mod core;
pub mod events;
pub mod wire;

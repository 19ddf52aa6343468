//! What goes over the wire: the types, and the shape of answers.

#[cfg(all(test, not(target_arch = "wasm32")))]
mod json;
pub mod params;
pub mod schema;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod shape;
pub mod text;
mod text_enum;
pub mod types;

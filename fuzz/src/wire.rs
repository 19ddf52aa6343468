//! What goes over the wire, without the types that JavaScript sees.

#[path = "../../src/wire/json.rs"]
mod json;
#[path = "../../src/wire/schema.rs"]
pub mod schema;
#[path = "../../src/wire/text.rs"]
pub mod text;

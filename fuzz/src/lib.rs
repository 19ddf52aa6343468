//! The modules that know nothing of JavaScript, as the fuzz targets see them.

#[path = "../../src/hash.rs"]
pub mod hash;
#[path = "../../src/pager.rs"]
pub mod pager;
#[path = "../../src/query.rs"]
pub mod query;
#[path = "../../src/retry.rs"]
pub mod retry;
#[path = "../../src/validate.rs"]
pub mod validate;
#[path = "../../src/validate_json.rs"]
mod validate_json;

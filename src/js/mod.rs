//! What JavaScript sees: the classes, and what the classes of `pkg-template/list.js` ask.

mod arguments;
mod batches;
mod call;
mod llama_cloud;
mod options;
mod walker;

pub use batches::Batches;
pub use llama_cloud::LlamaCloud;

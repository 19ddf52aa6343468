//! What JavaScript sees: the classes of `*.js` in this folder, which hold what is here.

mod callbacks;
mod client;
pub mod failure;
mod operation;
mod options;

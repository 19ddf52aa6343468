//! The statuses that a batch keeps, by the hashes of their names.

use super::hash::hash;

/// Every file was given a job.
const COMPLETED: u64 = hash("COMPLETED");

/// The batch itself failed.
pub const FAILED: u64 = hash("FAILED");

/// It was cancelled on request.
pub const CANCELLED: u64 = hash("CANCELLED");

/// Returns whether a batch with this status will not change any more.
pub fn is_terminal(status: u64) -> bool {
    matches!(status, COMPLETED | FAILED | CANCELLED)
}

//! Why an operation failed.

use super::operation::Body;
use super::request::Request;
use std::rc::Rc;

/// Why an operation failed, and with which request.
pub struct Failure<B: Body> {
    /// What kind of failure it is.
    pub kind: FailureKind<B>,
    /// What to say about it. If empty, the message is derived from the response's body.
    pub message: String,
    /// The request, unless it was not about one.
    pub request: Option<Rc<Request>>,
}

/// The kinds of failure.
pub enum FailureKind<B: Body> {
    /// An error response, or an unexpected one.
    Response(u16, Option<B::Origin>),
    /// The connection failed, or broke off.
    Connection(B::Origin),
    /// There was no complete response in time.
    Timeout,
    /// A wait gave up, or the batch failed: the last known state of the batch.
    Wait(Option<B>),
}

impl<B: Body> Failure<B> {
    /// Returns whether the failure is transient, i.e. retrying the same request may succeed.
    pub fn is_transient(&self) -> bool {
        match self.kind {
            FailureKind::Response(status, _) => is_transient(status) || self.message == CUT_OFF,
            FailureKind::Connection(_) | FailureKind::Timeout => true,
            FailureKind::Wait(_) => false,
        }
    }

    /// Returns whether the server answered with this status.
    pub fn has_status(&self, expected: u16) -> bool {
        matches!(self.kind, FailureKind::Response(status, _) if status == expected)
    }
}

/// The message about JSON that ends too early.
pub const CUT_OFF: &str = "the body is not complete JSON";

/// Returns whether `status` says that the server is busy or broken, so that another try may succeed.
pub fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 409 | 429) || status >= 500
}

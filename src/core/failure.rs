//! Why an operation failed.

use super::operation::Body;
use super::request::Request;
use std::rc::Rc;

/// Why an operation failed, and with which request.
pub struct Failure<B: Body> {
    /// What kind of failure it is.
    pub kind: FailureKind,
    /// The status of the response; 0 without one.
    pub status: u16,
    /// The exchange with the server, if there was one.
    pub origin: Option<B::Origin>,
    /// The last known state of the batch that was waited for.
    pub batch: Option<B>,
    /// What to say about it. If empty, the message is derived from the response's body.
    pub message: String,
    /// The request, unless it was not about one.
    pub request: Option<Rc<Request>>,
}

/// The kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// An error response, or an unexpected one.
    Response,
    /// The connection failed, or broke off.
    Connection,
    /// There was no complete response in time.
    Timeout,
    /// A wait gave up, or the batch failed.
    Wait,
}

impl<B: Body> Failure<B> {
    /// Returns whether the failure is transient, i.e. retrying the same request may succeed.
    pub fn is_transient(&self) -> bool {
        match self.kind {
            FailureKind::Response => is_transient(self.status) || self.message == CUT_OFF,
            FailureKind::Connection | FailureKind::Timeout => true,
            FailureKind::Wait => false,
        }
    }
}

/// The message about JSON that ends too early.
pub const CUT_OFF: &str = "the body is not complete JSON";

/// Returns whether `status` says that the server is busy or broken, so that another try may succeed.
pub fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 409 | 429) || status >= 500
}

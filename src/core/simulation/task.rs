//! What an operation has under way.

use super::body::ModelBody;
use super::network::Fault;
use crate::core::operation::{Event, ReceivedBody, Response, Slot};
use crate::core::request::Request;
use std::rc::Rc;

/// Something that is under way.
pub struct Task {
    /// When it is over.
    pub due: f64,
    pub purpose: Purpose,
}

/// What it is.
pub enum Purpose {
    /// A request, when it reaches the server, and what comes of it.
    Request(Rc<Request>, f64, Outcome),
    Sleep,
    Callback,
}

/// What comes of a request.
pub struct Outcome {
    pub fault: Option<Fault>,
    pub body: Option<ModelBody>,
}

/// What a request that is over is told to the operation as.
pub fn event(slot: Slot, outcome: Outcome) -> Event<ModelBody> {
    let body = match (outcome.fault, outcome.body) {
        (Some(Fault::Lost), _) => ReceivedBody::Lost,
        (Some(Fault::Late), _) => ReceivedBody::TimedOut,
        (Some(Fault::CutOff), _) => ReceivedBody::CutOff,
        (Some(Fault::Unexpected), _) => ReceivedBody::Unexpected("items is missing".into()),
        (None, Some(body)) => ReceivedBody::Valid(body),
        _ => ReceivedBody::Unread,
    };
    Event::Response(
        slot,
        Box::new(Response {
            status: outcome.fault.map_or(Some(200), Fault::status).unwrap_or(0),
            hints: outcome.fault.map(Fault::hints).unwrap_or_default(),
            body,
            origin: (),
        }),
    )
}

//! The closures of a caller, as an operation calls them.

use super::bodies::decode;
use super::error::Error;
use crate::core::operation::Notice;
use crate::host::body::JsBody;
use crate::host::driver::{Callbacks, Reason};
use crate::host::scope::{Scope, Task};
use crate::wire::types::Batch;

/// The closures; one that is left out hears nothing.
#[derive(Default)]
pub struct Functions {
    /// Hears of each poll of a wait.
    pub on_update: Option<Box<dyn FnMut(Batch)>>,
    /// Hears of the transient errors of a watch.
    pub on_error: Option<Box<dyn FnMut(Error)>>,
    /// Hears of each successful poll of a watch.
    pub on_poll: Option<Box<dyn FnMut()>>,
}

impl Callbacks for Functions {
    /// They have returned at once.
    fn call(&mut self, _: &Scope, notice: Notice<JsBody>) -> Option<(&'static str, Task)> {
        match notice {
            Notice::Update(batch) => {
                if let (Some(on_update), Ok(batch)) = (&mut self.on_update, decode(batch.value())) {
                    on_update(batch);
                }
            }
            Notice::Error(failure) => {
                if let Some(on_error) = &mut self.on_error {
                    on_error(Error::of(Reason::Failure(failure)));
                }
            }
            Notice::Poll => {
                if let Some(on_poll) = &mut self.on_poll {
                    on_poll();
                }
            }
        }
        None
    }
}

impl std::fmt::Debug for Functions {
    /// Which of them there are.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Functions")
            .field("on_update", &self.on_update.is_some())
            .field("on_error", &self.on_error.is_some())
            .field("on_poll", &self.on_poll.is_some())
            .finish()
    }
}

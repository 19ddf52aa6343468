//! What a `LlamaCloud` holds.

use super::operation::Call;
use crate::host::arguments::{Arguments, Refusal};
use crate::host::client::{Client as HostClient, Method};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The options of a client, checked.
#[wasm_bindgen(skip_typescript)]
pub struct Client(Rc<HostClient>);

#[wasm_bindgen]
impl Client {
    /// A client with these options and those of the environment.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Client, Refusal> {
        Ok(Self(HostClient::new(options, None)?))
    }

    /// A client with these options that shares the rate limit of this one.
    pub fn derive(&self, options: &JsValue) -> Result<Client, Refusal> {
        Ok(Self(HostClient::new(options, Some(&self.0))?))
    }

    /// What the options come to.
    #[wasm_bindgen(getter)]
    pub fn options(&self) -> Arguments {
        self.0.given.clone()
    }

    /// Reads the arguments of a method: see `METHODS` in `batches.js`.
    pub fn call(
        &self,
        method: u32,
        id: &JsValue,
        params: &JsValue,
        options: &JsValue,
    ) -> Result<Call, Refusal> {
        let method = match method {
            0 => Method::List,
            1 => Method::Get,
            2 => Method::Create,
            3 => Method::Cancel,
            4 => Method::Wait,
            5 => Method::Watch,
            _ => Method::CreateAndPoll,
        };
        let call = self.0.call(method, id, params, options)?;
        let prefetches = method == Method::List && call.options.boolean("readAhead", true);
        Ok(Call::new(call, prefetches))
    }
}

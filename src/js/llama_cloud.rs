//! The class `LlamaCloud`.

use super::batches::Batches;
use crate::client::Client;
use crate::options::ClientOptions;
use std::cell::OnceCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A client of the LlamaCloud API.
///
/// ```js
/// const client = new LlamaCloud(); // the key from LLAMA_CLOUD_API_KEY
/// for await (const batch of client.batches.list({ status: 'RUNNING' })) console.log(batch.id);
/// ```
#[wasm_bindgen]
pub struct LlamaCloud {
    client: Rc<Client>,
    /// The one `Batches` object, once it is asked for.
    batches: OnceCell<JsValue>,
}

#[wasm_bindgen]
impl LlamaCloud {
    /// Makes a client. Throws a `LlamaCloudError` that names the option if one is unknown or
    /// wrong, or if there is no API key outside of a page.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_optional_param_type = "ClientOptions | null")] options: JsValue,
    ) -> Result<LlamaCloud, JsValue> {
        Self::with(ClientOptions::boxed_from_environment()?, &options)
    }

    /// A client with these options, and those of this client for what is left out.
    #[wasm_bindgen(js_name = withOptions)]
    pub fn with_options(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ClientOptions")] options: JsValue,
    ) -> Result<LlamaCloud, JsValue> {
        let base = Box::new(self.client.options().clone());
        Self::with(base, &options)
    }

    /// Where the API is, without a closing slash.
    #[wasm_bindgen(getter, js_name = baseURL, unchecked_return_type = "string")]
    pub fn base_url(&self) -> JsValue {
        self.client.options().base_url.as_str().into()
    }

    /// How long one attempt may take, in milliseconds.
    #[wasm_bindgen(getter)]
    pub fn timeout(&self) -> f64 {
        self.client
            .options()
            .timeout
            .map_or(f64::INFINITY, f64::from)
    }

    /// How often a request may be sent again.
    #[wasm_bindgen(getter, js_name = maxRetries)]
    pub fn max_retries(&self) -> u32 {
        self.client.options().max_retries
    }

    /// What is logged.
    #[wasm_bindgen(getter, js_name = logLevel, unchecked_return_type = "LogLevel")]
    pub fn log_level(&self) -> JsValue {
        self.client.options().log_level.name().into()
    }

    /// The batches that the key may see.
    #[wasm_bindgen(getter, unchecked_return_type = "Batches")]
    pub fn batches(&self) -> JsValue {
        let batches = || Batches(self.client.clone()).into();
        self.batches.get_or_init(batches).clone()
    }

    fn with(base: Box<ClientOptions>, options: &JsValue) -> Result<LlamaCloud, JsValue> {
        Ok(Self {
            client: Client::with(base.with(options)?)?,
            batches: OnceCell::new(),
        })
    }
}

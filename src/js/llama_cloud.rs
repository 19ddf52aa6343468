//! The class `LlamaCloud`.

use super::batches::Batches;
use crate::client::Client;
use crate::options::ClientOptions;
use std::cell::OnceCell;
use std::rc::Rc;
use tsify::Ts;
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
    pub fn new(options: Option<Ts<ClientOptions>>) -> Result<LlamaCloud, JsValue> {
        let options = options
            .map(|options| options.js_value())
            .unwrap_or_default();
        Self::with(ClientOptions::from_environment()?, &options)
    }

    /// A client with these options, and those of this client for what is left out.
    #[wasm_bindgen(js_name = withOptions)]
    pub fn with_options(&self, options: Ts<ClientOptions>) -> Result<LlamaCloud, JsValue> {
        Self::with(self.client.options().clone(), &options.js_value())
    }

    /// Where the API is, without a closing slash.
    #[wasm_bindgen(getter, js_name = baseURL)]
    pub fn base_url(&self) -> String {
        self.client.options().base_url.clone()
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
    pub fn log_level(&self) -> String {
        self.client.options().log_level.name().to_owned()
    }

    /// The batches that the key may see.
    #[wasm_bindgen(getter, unchecked_return_type = "Batches")]
    pub fn batches(&self) -> JsValue {
        let batches = || Batches(self.client.clone()).into();
        self.batches.get_or_init(batches).clone()
    }

    fn with(base: ClientOptions, options: &JsValue) -> Result<LlamaCloud, JsValue> {
        Ok(Self {
            client: Client::with(base.with(options)?)?,
            batches: OnceCell::new(),
        })
    }
}

//! A sandbox of a test's own.

use futures_util::future::{Either, select};
use futures_util::pin_mut;
use llama_cloud_batches::{Client, ClientOptions, LogLevel};
use serde::Deserialize;
use serde_json::Value;
use std::future::Future;
use wasm_bindgen::prelude::*;

/// The key of the clients.
pub const KEY: &str = "llx-secret-0123456789abcdef";

#[wasm_bindgen(module = "/tests/rust/sandbox.js")]
extern "C" {
    fn sandboxes() -> String;

    #[wasm_bindgen(catch)]
    async fn ask(method: &str, url: &str, body: Option<&str>) -> Result<JsValue, JsValue>;
}

/// A sandbox with 250 batches.
pub struct Sandbox {
    /// Its address.
    pub url: String,
}

/// A request that came in.
#[derive(Debug, Deserialize)]
pub struct Seen {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: std::collections::BTreeMap<String, String>,
    pub body: String,
}

impl Sandbox {
    /// Starts one.
    pub async fn start() -> Self {
        let url = text("POST", &sandboxes(), Some("{}")).await;
        Self { url }
    }

    /// A client of it that logs nothing.
    pub fn client(&self) -> Client {
        Client::new(self.options()).unwrap()
    }

    /// The options of that client.
    pub fn options(&self) -> ClientOptions {
        ClientOptions::default()
            .api_key(KEY)
            .base_url(self.url.as_str())
            .log_level(LogLevel::Off)
    }

    /// Adds a fault.
    pub async fn fault(&self, fault: Value) {
        self.control("POST", "faults", Some(&fault.to_string()))
            .await;
    }

    /// What came in so far.
    pub async fn requests(&self) -> Vec<Seen> {
        let seen = self.control("GET", "requests", None).await;
        serde_json::from_str(&seen).unwrap()
    }

    /// What came in, once so many requests are in this state.
    pub async fn until(&self, count: u32, state: &str) -> Vec<Seen> {
        let path = format!("requests?count={count}&state={state}");
        let seen = self.control("GET", &path, None).await;
        serde_json::from_str(&seen).unwrap()
    }

    async fn control(&self, method: &str, path: &str, body: Option<&str>) -> String {
        text(method, &format!("{}/_sandbox/{path}", self.url), body).await
    }

    /// Polls `work`, which hangs, until so many requests came in, and drops it; then each of them is given up.
    pub async fn drops<T>(&self, count: u32, work: impl Future<Output = T>) {
        {
            let came = self.until(count, "waiting");
            pin_mut!(came, work);
            assert!(
                matches!(select(work, came).await, Either::Right(_)),
                "it does not hang"
            );
        }
        self.until(count, "gone").await;
    }
}

async fn text(method: &str, url: &str, body: Option<&str>) -> String {
    let said = ask(method, url, body).await.unwrap();
    said.as_string().unwrap()
}

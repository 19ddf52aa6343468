//! Errors, and what they must not say.

use crate::sandbox::{KEY, Sandbox};
use futures_util::TryStreamExt;
use llama_cloud_batches::{
    Batch, BatchGetParams, BatchListParams, Client, ClientOptions, Error, ErrorKind, LogLevel,
    RequestOptions, WaitOptions,
};
use serde_json::{Value, json};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

async fn get(client: &Client, id: &str) -> Result<Batch, Error> {
    let options = RequestOptions::default().max_retries(0);
    client.get(id, &BatchGetParams::default(), options).await
}

/// The error of a list that this fault hits.
async fn list_with(fault: Value) -> Error {
    let sandbox = Sandbox::start().await;
    sandbox.fault(fault).await;
    let options = RequestOptions::default().max_retries(0);
    let batches = sandbox.client().list(&BatchListParams::default(), options);
    batches.try_collect::<Vec<_>>().await.unwrap_err()
}

#[wasm_bindgen_test]
fn an_exported_function_throws_it_as_an_error_of_javascript() {
    fn exported() -> Result<(), JsValue> {
        Client::new(ClientOptions::default().base_url("ftp://host"))?;
        Ok(())
    }
    let thrown: js_sys::Error = exported().unwrap_err().dyn_into().unwrap();
    assert_eq!(
        thrown.message(),
        "options.base_url must be an http or https URL without query"
    );
}

#[wasm_bindgen_test]
async fn an_error_response_keeps_its_status_headers_and_body() {
    let sandbox = Sandbox::start().await;
    let fault = json!({
        "kind": "status", "status": 418, "headers": { "retry-after": "7" }, "body": { "detail": "short and stout" }
    });
    sandbox.fault(fault).await;
    let error = get(&sandbox.client(), "bat-1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status(418));
    assert_eq!(error.status(), Some(418));
    assert_eq!(error.header("Retry-After"), Some("7"));
    assert!(error.headers().any(|header| header == ("retry-after", "7")));
    assert_eq!(error.header("x-nothing"), None);
    assert_eq!(error.body(), Some(r#"{"detail":"short and stout"}"#));
    assert!(!error.is_transient() && !error.is_connection());
    assert_eq!(
        error.to_string(),
        r#"GET /api/v2/batches/bat-1: 418 {"detail":"short and stout"}"#
    );
}

#[wasm_bindgen_test]
async fn a_connection_that_fails_says_why_it_may() {
    let sandbox = Sandbox::start().await;
    // Browsers try once more on their own if the connection is not new.
    sandbox
        .fault(json!({ "kind": "reset", "times": null }))
        .await;
    let error = get(&sandbox.client(), "bat-1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(error.is_connection() && error.is_transient() && !error.is_timeout());
    let text = error.to_string();
    let start = "GET /api/v2/batches/bat-1: the connection failed: ";
    assert!(
        text.starts_with(start) && text.len() > start.len(),
        "{text}"
    );
}

#[wasm_bindgen_test]
async fn a_success_that_is_not_a_page_names_the_field() {
    let error = list_with(json!({ "kind": "without", "field": "items.3.id" })).await;
    assert_eq!(error.kind(), ErrorKind::Status(200));
    assert!(
        error.to_string().contains("items[3].id is missing"),
        "{error}"
    );
    let error = list_with(json!({ "kind": "html" })).await;
    assert!(
        error.to_string().contains("the body is not JSON"),
        "{error}"
    );
    assert!(error.body().unwrap().starts_with("<!doctype html>"));
}

#[wasm_bindgen_test]
async fn nothing_prints_the_key() {
    let sandbox = Sandbox::start().await;
    let body = json!({ "detail": format!("{KEY} is no good") });
    let headers = json!({ "retry-after": KEY });
    sandbox
        .fault(json!({ "kind": "status", "status": 401, "body": body, "headers": headers }))
        .await;
    let options = sandbox.options().default_header("x-api-key", KEY);
    let client = Client::new(options.clone()).unwrap();
    let error = get(&client, "bat-1").await.unwrap_err();
    assert_eq!(error.body(), Some(r#"{"detail":"[redacted] is no good"}"#));
    let request = RequestOptions::default().header("authorization", KEY);
    let list = client.list(&BatchListParams::default(), request.clone());
    let printed = format!("{error} {error:?} {options:?} {client:?} {request:?} {list:?}");
    assert!(!printed.contains("secret"), "{printed}");
}

#[wasm_bindgen_test]
async fn arguments_that_are_wrong_are_refused_before_any_request() {
    let sandbox = Sandbox::start().await;
    let client = sandbox.client();
    let error = get(&client, "").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert_eq!(
        error.to_string(),
        "id must be the id of a batch, such as bat-…"
    );
    let zero = Duration::ZERO;
    let wait = client.wait("..", WaitOptions::default().timeout(zero));
    assert!(wait.await.unwrap_err().is_argument());
    let params = BatchListParams::default().created_at_on_or_after("yesterday");
    let batches = client.list(&params, RequestOptions::default());
    let error = batches.try_collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "params.created_at_on_or_after must be an ISO 8601 date"
    );
    assert_eq!(sandbox.requests().await.len(), 0);
}

#[wasm_bindgen_test]
fn options_that_are_wrong_are_refused_by_their_names() {
    let refused = |options: ClientOptions| {
        let error = Client::new(options.api_key("llx-any-key")).unwrap_err();
        assert!(error.is_argument());
        error.to_string()
    };
    assert_eq!(
        refused(ClientOptions::default().base_url("nowhere:")),
        "options.base_url must be an http or https URL without query"
    );
    let limit = refused(ClientOptions::default().max_requests_per_minute(0));
    assert!(
        limit.starts_with("options.max_requests_per_minute must be"),
        "{limit}"
    );
    assert!(Client::new(ClientOptions::default().log_level(LogLevel::Off)).is_err() != in_a_page());
}

/// Where a user may be signed in without a key.
fn in_a_page() -> bool {
    js_sys::Reflect::has(&js_sys::global(), &"document".into()).unwrap()
}

/// So that `?` works where errors must cross threads.
#[wasm_bindgen_test]
fn an_error_is_plain_data() {
    fn is_plain<T: std::error::Error + Clone + Send + Sync + 'static>() {}
    is_plain::<Error>();
}

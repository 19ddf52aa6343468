//! Single requests.

use crate::sandbox::Sandbox;
use futures_util::{FutureExt, TryStreamExt};
use llama_cloud_batches::{
    Batch, BatchCancelParams, BatchCreateParams, BatchGetParams, BatchJob, BatchListParams,
    BatchStatus, Client, ClientOptions, Error, ErrorKind, JobType, ListOptions, RequestOptions,
    WebhookConfiguration,
};
use serde_json::{Value, json};
use std::time::Duration;
use wasm_bindgen_test::wasm_bindgen_test;

fn once() -> RequestOptions {
    RequestOptions::default().max_retries(0)
}

async fn get(client: &Client, id: &str, options: RequestOptions) -> Result<Batch, Error> {
    client.get(id, &BatchGetParams::default(), options).await
}

/// Parameters that the sandbox takes.
fn new_batch() -> BatchCreateParams {
    let job = BatchJob::new(JobType::ParseV2, "cfg-PARSE_AGENTIC");
    BatchCreateParams::new("dir-of-tests", job)
}

/// Frameworks compare what components and contexts are given.
#[wasm_bindgen_test]
fn what_components_are_given_can_be_compared() {
    let options = ClientOptions::default().api_key("llx-any").max_retries(1);
    assert!(options == options.clone() && options != ClientOptions::default());
    let client = Client::new(options.clone()).unwrap();
    assert!(client == client.clone());
    assert!(client != Client::new(options).unwrap());
    assert_eq!(once(), once());
    assert_ne!(ListOptions::from(once()), ListOptions::default());
}

#[wasm_bindgen_test]
async fn a_batch_is_created_read_and_cancelled() {
    let sandbox = Sandbox::start().await;
    let client = sandbox.client();
    let made = client.create(&new_batch(), once()).await.unwrap();
    assert_eq!(made.status, BatchStatus::Pending);
    assert_eq!(made.source_directory_id, "dir-of-tests");
    assert_eq!(made.config.job.job_type, JobType::ParseV2);
    assert_eq!(get(&client, &made.id, once()).await.unwrap().id, made.id);
    let params = BatchCancelParams::default().project_id("prj-of-tests");
    let cancelled = client.cancel(&made.id, &params, once()).await.unwrap();
    assert_eq!(cancelled.id, made.id);
    let seen = sandbox.requests().await;
    assert_eq!(seen[2].method, "POST");
    assert_eq!(seen[2].path, format!("/api/v2/batches/{}/cancel", made.id));
    assert_eq!(seen[2].query, "?project_id=prj-of-tests");
}

#[wasm_bindgen_test]
async fn what_is_created_is_what_the_parameters_say() {
    let sandbox = Sandbox::start().await;
    let webhook = WebhookConfiguration::default()
        .webhook_url("https://example.com/hook")
        .webhook_event("batch.success")
        .webhook_header("x-team", "a");
    let params = new_batch()
        .project_id("prj-1")
        .webhook_configuration_id("whc-1")
        .webhook_configuration(webhook);
    sandbox.client().create(&params, once()).await.unwrap();
    let seen = sandbox.requests().await;
    assert_eq!(seen[0].query, "?project_id=prj-1");
    let body: Value = serde_json::from_str(&seen[0].body).unwrap();
    let expected = json!({
        "config": { "job": { "configuration_id": "cfg-PARSE_AGENTIC", "type": "parse_v2" } },
        "source_directory_id": "dir-of-tests",
        "webhook_configuration_ids": ["whc-1"],
        "webhook_configurations": [{
            "webhook_url": "https://example.com/hook",
            "webhook_events": ["batch.success"],
            "webhook_headers": { "x-team": "a" },
        }],
    });
    assert_eq!(body, expected);
}

#[wasm_bindgen_test]
async fn results_come_when_they_are_asked_for() {
    let sandbox = Sandbox::start().await;
    let client = sandbox.client();
    let completed = BatchListParams::default().status(BatchStatus::Completed);
    let mut batches = client.list(&completed, once());
    let id = batches.try_next().await.unwrap().unwrap().id;
    assert_eq!(get(&client, &id, once()).await.unwrap().results, None);
    let params = BatchGetParams::default().expand("results");
    let batch = client.get(&id, &params, once()).await.unwrap();
    assert!(!batch.results.unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn a_transient_failure_is_retried() {
    let sandbox = Sandbox::start().await;
    let client = sandbox.client();
    let id = client.create(&new_batch(), once()).await.unwrap().id;
    let headers = json!({ "retry-after-ms": "1" });
    for fault in [
        json!({ "kind": "status", "status": 503, "headers": headers }),
        json!({ "kind": "reset", "skip": 1 }),
    ] {
        sandbox.fault(fault).await;
    }
    let options = RequestOptions::default().max_retries(2);
    assert_eq!(get(&client, &id, options).await.unwrap().id, id);
    assert_eq!(sandbox.requests().await.len(), 4);
}

#[wasm_bindgen_test]
async fn a_creation_that_may_have_run_is_not_sent_again() {
    let sandbox = Sandbox::start().await;
    let headers = json!({ "retry-after-ms": "1" });
    sandbox
        .fault(json!({ "kind": "status", "status": 500, "headers": headers }))
        .await;
    let client = sandbox.client();
    let options = RequestOptions::default().max_retries(5);
    let error = client.create(&new_batch(), options.clone()).await;
    assert_eq!(error.unwrap_err().status(), Some(500));
    assert_eq!(sandbox.requests().await.len(), 1);

    sandbox
        .fault(json!({ "kind": "status", "status": 429, "headers": headers }))
        .await;
    client.create(&new_batch(), options).await.unwrap();
    assert_eq!(sandbox.requests().await.len(), 3);
}

#[wasm_bindgen_test]
async fn an_attempt_ends_with_its_timeout() {
    let sandbox = Sandbox::start().await;
    let client = sandbox.client();
    let id = client.create(&new_batch(), once()).await.unwrap().id;
    sandbox.fault(json!({ "kind": "stall" })).await;
    let options = once().timeout(Duration::from_millis(50));
    let error = get(&client, &id, options).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.is_timeout() && error.is_transient());
    sandbox.until(1, "gone").await;

    sandbox.fault(json!({ "kind": "silence" })).await;
    let options = sandbox.options().timeout(Duration::from_millis(50));
    let client = Client::new(options).unwrap();
    assert!(get(&client, &id, once()).await.unwrap_err().is_timeout());
    sandbox.until(2, "gone").await;
}

#[wasm_bindgen_test]
async fn headers_and_query_parameters_are_sent() {
    let sandbox = Sandbox::start().await;
    let options: ClientOptions = sandbox
        .options()
        .default_header("x-team", "a")
        .default_header("x-tool", "b")
        .default_query_parameter("from", "client");
    let client = Client::new(options).unwrap();
    let options = once()
        .header("x-call", "c")
        .without_header("x-tool")
        .query_parameter("more", "1");
    let made = client.create(&new_batch(), options).await;
    made.unwrap();
    let seen = &sandbox.requests().await[0];
    let header = |name: &str| seen.headers.get(name).map(String::as_str);
    assert_eq!(
        [header("x-team"), header("x-call"), header("x-tool")],
        [Some("a"), Some("c"), None]
    );
    assert_eq!(seen.query, "?from=client&more=1");
}

#[wasm_bindgen_test]
async fn clones_share_a_rate_limit() {
    let sandbox = Sandbox::start().await;
    let options = sandbox.options().max_requests_per_minute(1);
    let client = Client::new(options).unwrap();
    client.create(&new_batch(), once()).await.unwrap();
    let clone = client.clone();
    let params = new_batch();
    assert!(clone.create(&params, once()).now_or_never().is_none());
    assert_eq!(sandbox.requests().await.len(), 1);
}

#[wasm_bindgen_test]
async fn dropping_a_call_closes_its_connection() {
    let sandbox = Sandbox::start().await;
    sandbox.fault(json!({ "kind": "silence" })).await;
    let client = sandbox.client();
    let params = BatchGetParams::default();
    sandbox
        .drops(1, client.get("bat-any", &params, once()))
        .await;
}

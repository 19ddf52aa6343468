//! Waiting for a batch.

use crate::sandbox::Sandbox;
use llama_cloud_batches::{
    BatchCreateParams, BatchJob, BatchStatus, Client, ErrorKind, JobType, RequestOptions,
    WaitOptions,
};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_test::wasm_bindgen_test;

fn fast() -> WaitOptions {
    WaitOptions::default().poll_interval(Duration::from_millis(5))
}

fn new_batch() -> BatchCreateParams {
    let job = BatchJob::new(JobType::ExtractV2, "cfg-any");
    BatchCreateParams::new("dir-of-tests", job)
}

async fn created(client: &Client) -> String {
    let made = client.create(&new_batch(), RequestOptions::default()).await;
    made.unwrap().id
}

/// Gives the polls of a batch these statuses.
async fn live(sandbox: &Sandbox, statuses: &[&str]) {
    for (skip, status) in statuses.iter().enumerate() {
        sandbox.fault(status_of_polls(status, skip, json!(1))).await;
    }
}

fn status_of_polls(status: &str, skip: usize, times: Value) -> Value {
    json!({
        "kind": "with", "method": "GET", "field": "status", "value": status, "skip": skip, "times": times
    })
}

#[wasm_bindgen_test]
async fn a_wait_ends_with_the_batch_and_tells_of_each_poll() {
    let sandbox = Sandbox::start().await;
    let client = sandbox.client();
    let id = created(&client).await;
    live(&sandbox, &["RUNNING", "NEWER", "FAILED"]).await;
    let updates = Rc::new(RefCell::new(Vec::new()));
    let told = updates.clone();
    let options = fast().on_update(move |batch| told.borrow_mut().push(batch.status.to_string()));
    let batch = client.wait(&id, options).await.unwrap();
    assert_eq!(batch.status, BatchStatus::Failed);
    assert_eq!(*updates.borrow(), ["RUNNING", "NEWER", "FAILED"]);
}

#[wasm_bindgen_test]
async fn a_wait_reads_along_what_it_is_asked_for() {
    let sandbox = Sandbox::start().await;
    let client = sandbox.client();
    let id = created(&client).await;
    live(&sandbox, &["COMPLETED"]).await;
    let options = fast().expand("results").project_id("prj-1");
    client.wait(&id, options).await.unwrap();
    let seen = sandbox.requests().await;
    assert_eq!(seen[1].query, "?project_id=prj-1&expand=results");
}

#[wasm_bindgen_test]
async fn a_batch_that_fails_is_an_error_if_that_is_wanted() {
    let sandbox = Sandbox::start().await;
    let client = sandbox.client();
    let id = created(&client).await;
    live(&sandbox, &["CANCELLED"]).await;
    let wait = client.wait(&id, fast().fails_with_batch(true)).await;
    let error = wait.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Wait);
    let batch = error.batch().unwrap();
    assert_eq!((&batch.id, &batch.status), (&id, &BatchStatus::Cancelled));
    assert_eq!(error.to_string(), "the batch ended as CANCELLED");
}

#[wasm_bindgen_test]
async fn a_wait_that_takes_too_long_has_the_last_batch() {
    let sandbox = Sandbox::start().await;
    let client = sandbox.client();
    let id = created(&client).await;
    let running = status_of_polls("RUNNING", 0, Value::Null);
    sandbox.fault(running).await;
    let wait = client.wait(&id, fast().timeout(Duration::from_secs(2)));
    let error = wait.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Wait);
    assert_eq!(error.batch().unwrap().status, BatchStatus::Running);
    assert!(!error.is_transient());
}

#[wasm_bindgen_test]
async fn a_wait_goes_on_through_what_passes() {
    let sandbox = Sandbox::start().await;
    let client = sandbox.client();
    let id = created(&client).await;
    for fault in [
        json!({ "kind": "status", "status": 503, "headers": { "x-should-retry": "false" } }),
        json!({ "kind": "with", "field": "status", "value": "COMPLETED", "skip": 1 }),
    ] {
        sandbox.fault(fault).await;
    }
    let batch = client.wait(&id, fast()).await.unwrap();
    assert_eq!(batch.status, BatchStatus::Completed);
}

#[wasm_bindgen_test]
async fn a_batch_is_created_and_waited_for_with_its_results() {
    let sandbox = Sandbox::start().await;
    live(&sandbox, &["RUNNING", "COMPLETED"]).await;
    let client = sandbox.client();
    let mut updates = 0;
    let options = fast().on_update(move |_| {
        updates += 1;
        assert!(updates <= 2, "once for each poll");
    });
    let batch = client.create_and_poll(&new_batch(), options).await.unwrap();
    assert_eq!(batch.status, BatchStatus::Completed);
    let seen = sandbox.requests().await;
    let methods: Vec<_> = seen.iter().map(|request| request.method.as_str()).collect();
    assert_eq!(methods, ["POST", "GET", "GET"]);
    assert_eq!(seen[2].query, "?expand=results");
}

#[wasm_bindgen_test]
async fn dropping_a_wait_ends_it() {
    let sandbox = Sandbox::start().await;
    sandbox.fault(json!({ "kind": "silence" })).await;
    let client = sandbox.client();
    sandbox.drops(1, client.wait("bat-any", fast())).await;
}

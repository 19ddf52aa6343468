//! Watching batches.

use crate::sandbox::Sandbox;
use futures_core::FusedStream;
use futures_util::future::join;
use futures_util::{StreamExt, TryStreamExt};
use llama_cloud_batches::{
    BatchCreateParams, BatchJob, BatchListParams, BatchStatus, ErrorKind, JobType, RequestOptions,
    WatchOptions,
};
use serde_json::json;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_test::wasm_bindgen_test;

const DIRECTORY: &str = "dir-of-tests";

fn here() -> BatchListParams {
    BatchListParams::default().source_directory_id(DIRECTORY)
}

fn fast() -> WatchOptions {
    WatchOptions::default().interval(Duration::from_millis(5))
}

async fn create(sandbox: &Sandbox) -> String {
    let params = BatchCreateParams::new(DIRECTORY, BatchJob::new(JobType::ParseV2, "cfg-any"));
    let made = sandbox.client();
    let made = made.create(&params, RequestOptions::default()).await;
    made.unwrap().id
}

#[wasm_bindgen_test]
async fn what_appears_and_what_changes_comes_once_each() {
    let sandbox = Sandbox::start().await;
    let first = create(&sandbox).await;
    let polls = Rc::new(Cell::new(0));
    let counted = polls.clone();
    let options = fast().on_poll(move || counted.set(counted.get() + 1));
    let mut changes = sandbox.client().watch(&here(), options);
    let change = changes.try_next().await.unwrap().unwrap();
    assert_eq!(
        (&change.id, &change.status),
        (&first, &BatchStatus::Pending)
    );
    let running = json!({
        "kind": "with", "method": "GET", "field": "items.0.status", "value": "RUNNING", "times": null
    });
    sandbox.fault(running).await;
    let change = changes.try_next().await.unwrap().unwrap();
    assert_eq!(
        (&change.id, &change.status),
        (&first, &BatchStatus::Running)
    );
    let second = create(&sandbox).await;
    let change = changes.try_next().await.unwrap().unwrap();
    assert_eq!(change.id, second);
    assert!(polls.get() >= 2, "{polls:?}");
    assert!(!changes.is_terminated());
}

#[wasm_bindgen_test]
async fn the_first_poll_may_be_left_out() {
    let sandbox = Sandbox::start().await;
    create(&sandbox).await;
    let seen = Rc::new(RefCell::new(None));
    let made = seen.clone();
    let mut changes = sandbox.client().watch(&here(), fast().initial(false));
    let creation = async {
        sandbox.until(2, "answered").await;
        *made.borrow_mut() = Some(create(&sandbox).await);
    };
    let (change, ()) = join(changes.try_next(), creation).await;
    assert_eq!(Some(change.unwrap().unwrap().id), *seen.borrow());
}

#[wasm_bindgen_test]
async fn a_watch_tells_of_what_passes_and_ends_with_what_does_not() {
    let sandbox = Sandbox::start().await;
    create(&sandbox).await;
    let headers = json!({ "x-should-retry": "false" });
    sandbox
        .fault(json!({ "kind": "status", "status": 503, "headers": headers }))
        .await;
    sandbox
        .fault(json!({ "kind": "status", "status": 403, "skip": 2, "times": null }))
        .await;
    let errors = Rc::new(RefCell::new(Vec::new()));
    let told = errors.clone();
    let options = fast().on_error(move |error| told.borrow_mut().push(error));
    let mut changes = sandbox.client().watch(&here(), options);
    assert!(changes.try_next().await.unwrap().is_some());
    let error = changes.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status(403));
    assert!(changes.is_terminated() && changes.next().await.is_none());
    let errors = errors.borrow();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(errors[0].kind(), ErrorKind::Status(503));
    assert!(errors[0].is_transient());
}

#[wasm_bindgen_test]
async fn dropping_a_watch_closes_its_connection() {
    let sandbox = Sandbox::start().await;
    sandbox.fault(json!({ "kind": "silence" })).await;
    let mut changes = sandbox.client().watch(&here(), fast());
    sandbox.drops(1, async move { changes.next().await }).await;
}

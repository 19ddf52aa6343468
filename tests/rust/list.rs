//! Lists and their pages.

use crate::sandbox::Sandbox;
use futures_core::FusedStream;
use futures_util::{StreamExt, TryStreamExt};
use llama_cloud_batches::{
    Batch, BatchListParams, BatchStatus, ErrorKind, JobType, ListOptions, RequestOptions,
};
use serde_json::json;
use std::collections::HashSet;
use wasm_bindgen_test::wasm_bindgen_test;

fn by_100() -> BatchListParams {
    BatchListParams::default().page_size(100)
}

fn plain() -> RequestOptions {
    RequestOptions::default().max_retries(0)
}

fn ids(batches: &[Batch]) -> Vec<&str> {
    batches.iter().map(|batch| batch.id.as_str()).collect()
}

async fn all(sandbox: &Sandbox) -> Vec<Batch> {
    let batches = sandbox.client().list(&by_100(), plain());
    batches.try_collect().await.unwrap()
}

#[wasm_bindgen_test]
async fn every_batch_comes_exactly_once() {
    let sandbox = Sandbox::start().await;
    let batches = all(&sandbox).await;
    let once: HashSet<_> = ids(&batches).into_iter().collect();
    assert_eq!((batches.len(), once.len()), (250, 250));
    assert_eq!(sandbox.requests().await.len(), 3);
}

#[wasm_bindgen_test]
async fn nothing_is_sent_before_a_list_is_polled() {
    let sandbox = Sandbox::start().await;
    let client = sandbox.client();
    let batches = client.list(&by_100(), plain());
    let mut pages = client.list(&by_100(), plain()).pages();
    assert_eq!(sandbox.requests().await.len(), 0);
    assert!(!batches.is_terminated() && !pages.is_terminated());
    pages.try_next().await.unwrap().unwrap();
    drop((batches, pages));
    assert_eq!(sandbox.requests().await.len(), 1);
}

#[wasm_bindgen_test]
async fn filters_are_kept() {
    let sandbox = Sandbox::start().await;
    let failed = by_100().status(BatchStatus::Failed);
    let batches = sandbox.client().list(&failed, plain());
    let batches: Vec<_> = batches.try_collect().await.unwrap();
    assert!(!batches.is_empty());
    assert!(
        batches
            .iter()
            .all(|batch| batch.status == BatchStatus::Failed)
    );
    let query = &sandbox.requests().await[0].query;
    assert_eq!(query, "?page_size=100&status=FAILED");
}

#[wasm_bindgen_test]
async fn pages_have_items_a_total_and_the_token_to_go_on_from() {
    let sandbox = Sandbox::start().await;
    let client = sandbox.client();
    let pages = client.list(&by_100(), plain()).pages();
    let pages: Vec<_> = pages.try_collect().await.unwrap();
    let sizes: Vec<_> = pages.iter().map(|page| page.items.len()).collect();
    assert_eq!(sizes, [100, 100, 50]);
    assert!(pages.iter().all(|page| page.total_size == Some(250)));
    assert!(pages[2].next_page_token.is_none());

    let mut rest = by_100();
    rest.page_token = pages[0].next_page_token.clone();
    let rest = client.list(&rest, plain()).try_collect::<Vec<_>>().await;
    let expected = [&pages[1].items[..], &pages[2].items].concat();
    assert_eq!(rest.unwrap(), expected);
}

#[wasm_bindgen_test]
async fn a_list_ends_only_where_the_server_says_so() {
    let sandbox = Sandbox::start().await;
    let empty = json!({ "kind": "empty-page" });
    sandbox.fault(empty.clone()).await;
    assert_eq!(all(&sandbox).await.len(), 250);
    sandbox.fault(empty).await;
    let pages = sandbox.client().list(&by_100(), plain()).pages();
    let pages: Vec<_> = pages.try_collect().await.unwrap();
    assert_eq!((pages.len(), pages[0].items.len()), (4, 0));
    assert!(pages[0].next_page_token.is_some());
}

#[wasm_bindgen_test]
async fn concurrent_windows_give_what_the_plain_list_gives() {
    let sandbox = Sandbox::start().await;
    let expected = all(&sandbox).await;
    let times = expected
        .iter()
        .filter_map(|batch| batch.created_at.as_deref());
    let (first, last) = (times.clone().min().unwrap(), times.max().unwrap());
    let bounds = BatchListParams::default()
        .created_at_on_or_after(first)
        .created_at_on_or_before(last)
        .page_size(20);
    let options = ListOptions::default().concurrency(4);
    let client = sandbox.client();
    let concurrent = client.list(&bounds, options.clone());
    let concurrent: Vec<_> = concurrent.try_collect().await.unwrap();
    assert_eq!(ids(&concurrent), ids(&expected));

    let unordered = client.list(&bounds, options.clone().ordered(false));
    let mut unordered: Vec<_> = unordered.try_collect().await.unwrap();
    unordered.sort_by(|one, other| one.id.cmp(&other.id));
    let mut sorted = expected.clone();
    sorted.sort_by(|one, other| one.id.cmp(&other.id));
    assert_eq!(ids(&unordered), ids(&sorted));

    let pages = client.list(&bounds, options).pages();
    let pages: Vec<_> = pages.try_collect().await.unwrap();
    let items: Vec<_> = pages.into_iter().flat_map(|page| page.items).collect();
    assert_eq!(ids(&items), ids(&expected));
}

#[wasm_bindgen_test]
async fn an_error_comes_once_after_what_precedes_it_and_is_the_end() {
    let sandbox = Sandbox::start().await;
    let forbidden = json!({ "kind": "status", "status": 403, "skip": 1, "times": null });
    sandbox.fault(forbidden).await;
    let client = sandbox.client();
    let mut batches = client.list(&by_100(), plain());
    let before: Vec<_> = batches.by_ref().take(100).try_collect().await.unwrap();
    assert_eq!(before.len(), 100);
    let error = batches.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status(403));
    assert!(batches.is_terminated());
    assert!(batches.next().await.is_none() && batches.next().await.is_none());
    assert_eq!(sandbox.requests().await.len(), 2);

    let mut pages = client.list(&by_100(), plain()).pages();
    assert!(pages.next().await.unwrap().is_err());
    assert!(pages.is_terminated() && pages.next().await.is_none());
}

#[wasm_bindgen_test]
async fn a_list_that_cannot_begin_says_so_once() {
    let sandbox = Sandbox::start().await;
    let client = sandbox.client();
    let mut batches = client.list(&by_100(), ListOptions::default().concurrency(17));
    let error = batches.next().await.unwrap().unwrap_err();
    assert!(error.is_argument(), "{error}");
    assert!(error.to_string().contains("options.concurrency"), "{error}");
    assert!(batches.next().await.is_none());
    let mut pages = client
        .list(&BatchListParams::default().page_size(0), plain())
        .pages();
    assert!(pages.next().await.unwrap().unwrap_err().is_argument());
    assert!(pages.next().await.is_none());
    assert_eq!(sandbox.requests().await.len(), 0);
}

#[wasm_bindgen_test]
async fn a_stream_stays_ended() {
    let sandbox = Sandbox::start().await;
    let mut batches = sandbox.client().list(&by_100(), plain());
    while batches.try_next().await.unwrap().is_some() {}
    assert!(batches.is_terminated());
    assert!(batches.next().await.is_none() && batches.next().await.is_none());
    assert_eq!(sandbox.requests().await.len(), 3);
}

#[wasm_bindgen_test]
async fn a_cursor_that_comes_back_is_an_error() {
    let sandbox = Sandbox::start().await;
    sandbox
        .fault(json!({ "kind": "repeated-cursor", "skip": 1 }))
        .await;
    let batches = sandbox.client().list(&by_100(), plain());
    let error = batches.try_collect::<Vec<_>>().await.unwrap_err();
    assert!(error.to_string().contains("next_page_token"), "{error}");
}

#[wasm_bindgen_test]
async fn dropping_a_list_closes_its_connection() {
    let sandbox = Sandbox::start().await;
    sandbox.fault(json!({ "kind": "silence" })).await;
    let mut batches = sandbox.client().list(&by_100(), plain());
    sandbox.drops(1, async move { batches.next().await }).await;
}

#[wasm_bindgen_test]
async fn dropping_pages_closes_their_connection() {
    let sandbox = Sandbox::start().await;
    sandbox.fault(json!({ "kind": "stall" })).await;
    let mut pages = sandbox.client().list(&by_100(), plain()).pages();
    sandbox.drops(1, async move { pages.next().await }).await;
}

#[wasm_bindgen_test]
async fn dropping_a_concurrent_list_closes_every_connection() {
    let sandbox = Sandbox::start().await;
    let silence = json!({ "kind": "silence", "skip": 1, "times": null });
    sandbox.fault(silence).await;
    let bounds = BatchListParams::default()
        .created_at_on_or_after("2000-01-01")
        .created_at_on_or_before("2100-01-01");
    let options = ListOptions::default().concurrency(3).request(plain());
    let batches = sandbox.client().list(&bounds.page_size(5), options);
    sandbox.drops(2, batches.try_collect::<Vec<_>>()).await;
}

#[wasm_bindgen_test]
async fn what_this_version_does_not_know_keeps_its_text() {
    let sandbox = Sandbox::start().await;
    for (field, value) in [
        ("items.0.status", "ARCHIVED"),
        ("items.0.config.job.type", "parse_v9"),
        ("items.0.more", "than is known"),
    ] {
        sandbox
            .fault(json!({ "kind": "with", "field": field, "value": value }))
            .await;
    }
    let mut batches = sandbox.client().list(&by_100(), plain());
    let batch = batches.try_next().await.unwrap().unwrap();
    assert_eq!(batch.status, BatchStatus::Unknown("ARCHIVED".into()));
    assert_eq!(batch.config.job.job_type, JobType::from("parse_v9"));
    assert_eq!(batch.config.job.job_type.as_str(), "parse_v9");
}

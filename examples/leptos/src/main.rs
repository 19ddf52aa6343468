//! A page that lists batches while they come in.

mod use_batches;

use leptos::prelude::*;
use llama_cloud_batches::{Batch, BatchListParams, BatchStatus, Client, ClientOptions};
use std::sync::Arc;
use use_batches::use_batches;
use wasm_bindgen::prelude::*;

const STATUSES: [BatchStatus; 6] = [
    BatchStatus::Pending,
    BatchStatus::Throttled,
    BatchStatus::Running,
    BatchStatus::Completed,
    BatchStatus::Failed,
    BatchStatus::Cancelled,
];

// An error becomes an exception in the console; of a plain `main` nothing would be seen.
#[wasm_bindgen(main)]
fn main() -> Result<(), JsValue> {
    // A proxy that adds the key: see Trunk.toml.
    let client = Client::new(ClientOptions::default().base_url("/llama-cloud"))?;
    mount_to_body(move || view! { <App client /> });
    Ok(())
}

#[component]
fn App(client: Client) -> impl IntoView {
    let status = RwSignal::new(None);
    let listing = use_batches(client, move || {
        let mut params = BatchListParams::default().page_size(100);
        params.status = status.get();
        params
    });

    let choose = move |event| {
        let chosen = event_target_value(&event);
        status.set(STATUSES.into_iter().find(|each| each.as_str() == chosen));
    };
    let summary = move || {
        let listing = listing.read();
        let more = if listing.has_ended { "" } else { " …" };
        format!("{} batches{more}", listing.count())
    };
    let error = move || listing.read().error.as_ref().map(ToString::to_string);
    view! {
        <main>
            <label>
                "Status "
                <select on:change=choose>
                    <option>"any"</option>
                    {STATUSES.map(|each| view! { <option>{each.to_string()}</option> })}
                </select>
            </label>
            <p role="status">{summary}</p>
            {move || error().map(|error| view! { <p role="alert">{error}</p> })}
            <table>
                <thead>
                    <tr><th>"Batch"</th><th>"Status"</th><th>"Created"</th></tr>
                </thead>
                // What has come does not change, so the rows of a page are made once.
                <For
                    each=move || listing.read().pages.clone()
                    key=|batches| Arc::as_ptr(batches).addr()
                    children=|batches| view! { <Rows batches /> }
                />
            </table>
        </main>
    }
}

#[component]
fn Rows(batches: Arc<[Batch]>) -> impl IntoView {
    let row = |batch: &Batch| {
        view! {
            <tr>
                <td>{batch.id.clone()}</td>
                <td>{batch.status.to_string()}</td>
                <td>{batch.created_at.clone()}</td>
            </tr>
        }
    };
    view! { <tbody>{batches.iter().map(row).collect_view()}</tbody> }
}

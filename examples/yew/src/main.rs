//! A page that lists batches while they come in.

mod use_batches;

use llama_cloud_batches::{Batch, BatchListParams, BatchStatus, Client, ClientOptions};
use std::rc::Rc;
use use_batches::use_batches;
use wasm_bindgen::prelude::*;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

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
    yew::Renderer::<App>::with_props(AppProps { client }).render();
    Ok(())
}

#[derive(PartialEq, Properties)]
struct AppProps {
    client: Client,
}

#[component]
fn App(AppProps { client }: &AppProps) -> Html {
    let status = use_state(|| None);
    let mut params = BatchListParams::default().page_size(100);
    params.status = (*status).clone();
    let listing = use_batches(client, params);

    let onchange = Callback::from(move |event: Event| {
        let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
        status.set(STATUSES.into_iter().find(|each| each.as_str() == chosen));
    });
    let more = if listing.has_ended { "" } else { " …" };
    html! {
        <main>
            <label>
                { "Status " }
                <select {onchange}>
                    <option>{ "any" }</option>
                    { for STATUSES.map(|each| html! { <option>{ each.to_string() }</option> }) }
                </select>
            </label>
            <p role="status">{ format!("{} batches{more}", listing.count()) }</p>
            if let Some(error) = &listing.error {
                <p role="alert">{ error.to_string() }</p>
            }
            <table>
                <thead>
                    <tr><th>{ "Batch" }</th><th>{ "Status" }</th><th>{ "Created" }</th></tr>
                </thead>
                { for listing.pages.iter().map(|batches| html! { <Rows {batches} /> }) }
            </table>
        </main>
    }
}

#[derive(Properties)]
struct RowsProps {
    batches: Rc<[Batch]>,
}

impl PartialEq for RowsProps {
    /// What has come does not change, so the rows of a page are made once.
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.batches, &other.batches)
    }
}

#[component]
fn Rows(RowsProps { batches }: &RowsProps) -> Html {
    let row = |batch: &Batch| {
        html! {
            <tr>
                <td>{ &batch.id }</td>
                <td>{ batch.status.as_str() }</td>
                <td>{ batch.created_at.as_deref().unwrap_or_default() }</td>
            </tr>
        }
    };
    html! { <tbody>{ for batches.iter().map(row) }</tbody> }
}

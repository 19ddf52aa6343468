//! Waiting for a batch to end.

use crate::client::{Client, Request, Wanted};
use crate::error::Error;
use crate::host;
use crate::options::WaitOptions;
use crate::retry::{Hints, LONGEST_SERVER_WAIT_MS, server_wait};
use crate::transport::{Attempt, Response, SignalLink, Stop, tell};
use crate::validate::BATCH;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Looks at the batch that `request` reads until it ends, and gives it.
pub async fn until_ended(
    client: Rc<Client>,
    request: Rc<Request>,
    options: Box<WaitOptions>,
) -> Result<JsValue, Error> {
    let stop = Stop::default();
    let _link = SignalLink::new(&options.signal, &stop)?;
    let limit = Attempt::limit(&stop, options.timeout);
    let mut seen = JsValue::UNDEFINED;
    match look(&client, &request, &options, &stop, &mut seen).await {
        Err(error) if error.is_abort() && limit.timed_out() => Err(Error::wait(
            "the batch did not end within options.timeout",
            seen,
        )),
        Err(error) => Err(error),
        Ok(failure) if !failure.is_empty() && options.throw_on_failure => Err(Error::wait(
            ["the batch ended as ", &failure].concat(),
            seen,
        )),
        Ok(_) => Ok(seen),
    }
}

/// Leaves the batch in `seen`; a status that is none of success is the outcome.
async fn look(
    client: &Client,
    request: &Request,
    options: &WaitOptions,
    stop: &Stop,
    seen: &mut JsValue,
) -> Result<String, Error> {
    let mut interval = options.poll_interval.min(options.max_interval);
    loop {
        let asked = client.ask(request, &request.query, stop, Wanted::All);
        let answer = asked.await?;
        *seen = client.parse(request, &answer, BATCH)?;
        tell("onUpdate", &options.on_update, seen, stop, &options.signal).await?;
        let status = host::status(seen);
        match status.as_str() {
            "COMPLETED" => return Ok(String::new()),
            "FAILED" | "CANCELLED" => return Ok(status),
            _ => {}
        }
        let pause = interval.max(asked_for(&answer.response));
        client.pause(request, pause, stop).await?;
        interval = (interval + interval / 2 + 1).min(options.max_interval);
    }
}

/// How long the server wants us to stay away, in milliseconds.
fn asked_for(response: &Response) -> u32 {
    let [ms, after] = ["retry-after-ms", "retry-after"].map(|name| response.header(name));
    let hints = Hints {
        x_should_retry: None,
        retry_after_ms: ms.as_deref(),
        retry_after: after.as_deref(),
    };
    let wait = server_wait(&hints, js_sys::Date::now(), host::parse_date).unwrap_or_default();
    wait.min(LONGEST_SERVER_WAIT_MS) as u32
}

//! Waiting for a batch to end.

use crate::client::{Client, Request};
use crate::error::Error;
use crate::host;
use crate::options::WaitOptions;
use crate::retry::{Hints, LONGEST_SERVER_WAIT_MS, server_wait};
use crate::transport::{Response, SignalLink, Stop};
use crate::validate::BATCH;
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Looks at the batch that `request` reads until it ends, and gives it.
pub async fn until_ended(
    client: Rc<Client>,
    request: Request,
    options: WaitOptions,
) -> Result<JsValue, Error> {
    let stop = Stop::default();
    let _link = SignalLink::new(&options.signal, &stop)?;
    let timed_out = Rc::new(Cell::new(false));
    let _timer = options.timeout.map(|ms| {
        let (timed_out, stop) = (timed_out.clone(), stop.clone());
        Timeout::new(ms, move || {
            timed_out.set(true);
            stop.fire();
        })
    });
    let seen = RefCell::new(JsValue::UNDEFINED);
    match look(&client, &request, &options, &stop, &seen).await {
        Err(error) if error.is_abort() && timed_out.get() => Err(Error::wait(
            "the batch did not end within options.timeout",
            seen.take(),
        )),
        outcome => outcome,
    }
}

async fn look(
    client: &Client,
    request: &Request,
    options: &WaitOptions,
    stop: &Stop,
    seen: &RefCell<JsValue>,
) -> Result<JsValue, Error> {
    let mut interval = options.poll_interval.min(options.max_interval);
    loop {
        let (batch, response) = client.send(request, &request.query, BATCH, stop).await?;
        seen.replace(batch.clone());
        if !options.on_update.is_undefined() {
            let called = host::call(&options.on_update, &batch);
            called.map_err(|thrown| Error::callback("onUpdate", thrown))?;
        }
        match host::status(&batch).as_str() {
            "COMPLETED" => return Ok(batch),
            status @ ("FAILED" | "CANCELLED") => {
                return if options.throw_on_failure {
                    let message = ["the batch ended as ", status].concat();
                    Err(Error::wait(message, batch))
                } else {
                    Ok(batch)
                };
            }
            _ => {}
        }
        client
            .pause(request, interval.max(asked_for(&response)), stop)
            .await?;
        interval = (interval + interval / 2 + 1).min(options.max_interval);
    }
}

/// How long the server wants us to stay away, in milliseconds.
fn asked_for(response: &Response) -> u32 {
    let after = response.header("retry-after");
    let hints = Hints {
        retry_after: after.as_deref(),
        ..Hints::default()
    };
    let wait = server_wait(&hints, js_sys::Date::now(), host::parse_date).unwrap_or_default();
    wait.min(LONGEST_SERVER_WAIT_MS) as u32
}

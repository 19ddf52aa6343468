//! Any events in any order, for any operation.

use crate::core::exchange::Exchange;
use crate::core::hash::hash;
use crate::core::list::List;
use crate::core::log::Level;
use crate::core::operation::{Body, Context, Event, Item, Operation, ReceivedBody, Response};
use crate::core::query::Query;
use crate::core::rate_limiter::RateLimiter;
use crate::core::request::{CREATED_FROM, CREATED_TO, Expects, Request};
use crate::core::retry::RetryHints;
use crate::core::wait::{Wait, WaitPolicy};
use crate::core::watch::{Watch, WatchPolicy};
use crate::core::window::Window;
use crate::core::windows::ConcurrentWindows;
use arbitrary::Arbitrary;
use std::rc::Rc;

/// An operation, and what happens to it.
#[derive(Debug, Arbitrary)]
pub struct Life {
    kind: Kind,
    max_retries: u8,
    max_per_minute: Option<u8>,
    steps: Vec<Step>,
}

#[derive(Debug, Arbitrary)]
enum Kind {
    Call,
    Create,
    List,
    Windows {
        bounds: [f64; 2],
        concurrency: u8,
        is_ordered: bool,
    },
    Wait {
        times: [f64; 2],
        timeout: Option<f64>,
        fails_with_batch: bool,
        creates: bool,
    },
    Watch {
        interval: f64,
        initial: bool,
        least: f64,
    },
}

/// What happens, and when.
#[derive(Debug, Arbitrary)]
struct Step {
    now: f64,
    wall: f64,
    random: f64,
    happens: Happens,
}

#[derive(Debug, Arbitrary)]
enum Happens {
    Poll,
    Valid(u8, ArbitraryBody, Option<String>),
    Error(u8, u16, Option<String>),
    Unexpected(u8),
    CutOff(u8),
    Lost(u8),
    Late(u8),
    Elapsed(u8),
    /// A list goes on by another one, from this cursor.
    Rest(Option<String>),
}

const STATUSES: [&str; 5] = ["PENDING", "COMPLETED", "FAILED", "CANCELLED", ""];

/// A body that holds anything.
#[derive(Clone, Debug, Arbitrary)]
pub struct ArbitraryBody {
    cursor: Option<String>,
    total: Option<f64>,
    items: Vec<(u8, u8, f64)>,
}

/// Lives it.
pub fn live(life: Life) {
    let mut operation = operation(&life);
    let mut limiter = RateLimiter::default();
    if life.max_per_minute.is_some() {
        limiter.count();
    }
    for step in life.steps {
        let mut cx = Context {
            now: step.now,
            wall: step.wall,
            random: step.random,
            level: Level::Debug,
            ..Context::new(&mut limiter)
        };
        if let Happens::Rest(cursor) = &step.happens
            && let Some(rest) = operation.rest(cursor.clone())
        {
            operation = rest;
        }
        let _ = operation.step(&mut cx, event(step.happens));
    }
}

fn operation(life: &Life) -> Box<dyn Operation<ArbitraryBody>> {
    let request = |mut request: Request| {
        request.max_retries = life.max_retries.into();
        request.max_per_minute = life.max_per_minute.map(u32::from);
        Rc::new(request)
    };
    let get = |query, expects| request(Request::get("/api".into(), query, expects));
    let create = || {
        request(Request::post(
            "/api".into(),
            Query::default(),
            Some("{}".into()),
        ))
    };
    match life.kind {
        Kind::Call => Box::new(Exchange::new(get(Query::default(), Expects::Batch))),
        Kind::Create => Box::new(Exchange::new(create())),
        Kind::List => Box::new(List::new(get(Query::default(), Expects::Page))),
        Kind::Windows {
            bounds: [lower, upper],
            concurrency,
            is_ordered,
        } => {
            let mut query = Query::default();
            query.append(CREATED_FROM, ArbitraryBody::iso_time(lower));
            query.append(CREATED_TO, ArbitraryBody::iso_time(upper));
            let bounds = Window { lower, upper };
            let concurrency = usize::from(concurrency % 15 + 2);
            Box::new(ConcurrentWindows::new(
                get(query, Expects::Page),
                bounds,
                concurrency,
                is_ordered,
            ))
        }
        Kind::Wait {
            times: [poll_interval, max_interval],
            timeout,
            fails_with_batch,
            creates,
        } => {
            let policy = WaitPolicy {
                poll_interval,
                max_interval,
                timeout: timeout.unwrap_or(f64::INFINITY),
                fails_with_batch,
            };
            let poll = || get(Query::default(), Expects::PolledBatch);
            Box::new(Wait::new(if creates { create() } else { poll() }, policy))
        }
        Kind::Watch {
            interval,
            initial,
            least,
        } => {
            let policy = WatchPolicy {
                interval,
                initial,
                least,
            };
            Box::new(Watch::new(get(Query::default(), Expects::Page), policy))
        }
    }
}

fn event(happens: Happens) -> Event<ArbitraryBody> {
    let (slot, status, body, hint) = match happens {
        Happens::Poll | Happens::Rest(_) => return Event::Poll,
        Happens::Elapsed(slot) => return Event::Elapsed(slot.into()),
        Happens::Lost(slot) => (slot, 0, ReceivedBody::Lost, None),
        Happens::Late(slot) => (slot, 0, ReceivedBody::TimedOut, None),
        Happens::Valid(slot, body, hint) => (slot, 200, ReceivedBody::Valid(body), hint),
        Happens::Error(slot, status, hint) => (slot, status, ReceivedBody::Unread, hint),
        Happens::Unexpected(slot) => (slot, 200, ReceivedBody::Unexpected(String::new()), None),
        Happens::CutOff(slot) => (slot, 200, ReceivedBody::CutOff, None),
    };
    let hints = RetryHints::read(
        |name| hint.clone().filter(|_| name == "retry-after-ms"),
        |_| f64::NAN,
    );
    Event::Response(
        slot.into(),
        Box::new(Response {
            status,
            hints,
            body,
            origin: (),
        }),
    )
}

impl Body for ArbitraryBody {
    type Origin = ();

    fn next_cursor(&self) -> Option<String> {
        self.cursor.clone()
    }

    fn total_size(&self) -> f64 {
        self.total.unwrap_or(f64::NAN)
    }

    fn id_at(&self, index: u32) -> String {
        self.items
            .get(index as usize)
            .map(|item| item.0.to_string())
            .unwrap_or_default()
    }

    fn items(&self) -> Vec<Item> {
        let item = |(id, status, created): &(u8, u8, f64)| Item {
            id: (*id).into(),
            status: hash(STATUSES[usize::from(status % 5)]),
            created: *created,
        };
        self.items.iter().map(item).collect()
    }

    fn iso_time(ms: f64) -> String {
        ms.to_string()
    }

    fn select(&self, indices: &[u32]) -> Self {
        let items = indices.iter().map(|index| self.items[*index as usize]);
        Self {
            items: items.collect(),
            ..self.clone()
        }
    }
}

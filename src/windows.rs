//! Walking through the windows of a list side by side.

use crate::client::{Client, Request};
use crate::error::Error;
use crate::frontier::{Frontier, Window};
use crate::host;
use crate::pages::{Found, Pages, Walk};
use crate::params::{CREATED_FROM, CREATED_TO};
use crate::source::{Coming, NextChunk, Source};
use crate::transport::Stop;
use js_sys::Array;
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use wasm_bindgen::{JsCast, JsValue};

/// How many pages of a window are kept before their turn has come.
const KEPT: u32 = 8;

/// The items of a list between two times of creation.
///
/// The first page tells in which order the list is, and how dense. What lies behind it is split
/// into windows, of which some are walked at a time. The ends of a window belong to its neighbours
/// as well; what was created just there is handed out once.
pub struct Windows {
    client: Rc<Client>,
    request: Rc<Request>,
    most: usize,
    ordered: bool,
    first: Pages,
    /// What lies behind the first page, unless the list is walked plainly.
    side_by_side: RefCell<Option<SideBySide>>,
    begun: Cell<bool>,
}

struct SideBySide {
    frontier: Frontier,
    /// In the order of the list.
    lanes: Vec<Lane>,
    /// The ids of what was created where two windows meet.
    seen: JsValue,
    descending: bool,
    /// The ends of it all as the server and the caller wrote them, to the microsecond; the first is
    /// taken by the first window.
    start: Option<String>,
    end: String,
}

/// A window, and how far it is walked through.
struct Lane {
    window: Window,
    pages: Rc<Pages>,
    asked: Option<NextPage>,
    /// Pages that have arrived.
    ready: Array,
    failed: Option<Error>,
    items: u32,
}

type NextPage = Pin<Box<dyn Future<Output = Result<Option<Found>, Error>>>>;

impl Windows {
    /// The items of the list that `request` gives.
    pub fn new(
        client: &Rc<Client>,
        request: &Rc<Request>,
        concurrency: u32,
        ordered: bool,
    ) -> Self {
        let walk = Walk::of(client, request);
        Self {
            client: client.clone(),
            request: request.clone(),
            most: concurrency as usize,
            ordered,
            first: Pages::of(walk),
            side_by_side: RefCell::new(None),
            begun: Cell::new(false),
        }
    }

    /// The first page's items; behind them the list goes on in windows, if it can.
    async fn begin(&self, stop: &Stop) -> Result<Option<Array>, Error> {
        let Some(found) = self.first.next(stop, &|| false).await? else {
            return Ok(None);
        };
        let items = host::items(&found.body);
        if found.here.has_next() {
            self.side_by_side.replace(self.split(&found.body, &items));
        }
        Ok(Some(items))
    }

    fn split(&self, page: &JsValue, items: &Array) -> Option<SideBySide> {
        let span = host::span(items)?;
        let (first, at) = (span.get(0).as_f64()?, span.get(1).as_f64()?);
        let descending = at < first;
        let end = self
            .request
            .query
            .get(if descending { CREATED_FROM } else { CREATED_TO })?
            .to_owned();
        let start = Some(span.get(2).as_string()?);
        let total = host::total_size(page).map(|total| total as u32);
        let frontier = Frontier::behind(first, at, host::parse_date(&end), items.length(), total)?;
        let seen: JsValue = js_sys::Set::default().into();
        host::fresh(items, at, at, &seen);
        Some(SideBySide {
            frontier,
            lanes: Vec::new(),
            seen,
            descending,
            start,
            end,
        })
    }

    fn poll(
        &self,
        list: &mut SideBySide,
        stop: &Stop,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Option<Array>, Error>> {
        loop {
            while list.busy() < self.most && list.lanes.len() < 2 * self.most {
                let Some(window) = list.frontier.next() else {
                    break;
                };
                let lane = self.lane(list, window, stop);
                list.lanes.push(lane);
            }
            if !list.advance(stop, cx) {
                break;
            }
        }
        match list.take(if self.ordered { 1 } else { usize::MAX }) {
            Some(outcome) => Poll::Ready(outcome.map(Some)),
            None if list.lanes.is_empty() => Poll::Ready(Ok(None)),
            None => Poll::Pending,
        }
    }

    fn lane(&self, list: &mut SideBySide, window: Window, stop: &Stop) -> Lane {
        let near = list.start.take().unwrap_or_else(|| host::iso(window.near));
        let far = if window.is_last {
            list.end.clone()
        } else {
            host::iso(window.far)
        };
        let (from, to) = if list.descending {
            (far, near)
        } else {
            (near, far)
        };
        let mut query = self.request.query.clone();
        query.set(CREATED_FROM, from);
        query.set(CREATED_TO, to);
        let walk = Walk::new(self.client.clone(), self.request.clone(), query);
        let pages = Rc::new(Pages::of(walk));
        Lane {
            window,
            asked: Some(next_page(&pages, stop)),
            pages,
            ready: Array::new(),
            failed: None,
            items: 0,
        }
    }
}

impl SideBySide {
    fn busy(&self) -> usize {
        let busy = self.lanes.iter().filter(|lane| lane.asked.is_some());
        busy.count()
    }

    /// Takes in what has arrived, and asks for what comes next; whether anything had.
    fn advance(&mut self, stop: &Stop, cx: &mut Context<'_>) -> bool {
        let mut moved = false;
        for (at, lane) in self.lanes.iter_mut().enumerate() {
            if at > 0 && lane.ready.length() >= KEPT {
                continue;
            }
            let Some(asked) = &mut lane.asked else {
                continue;
            };
            let Poll::Ready(found) = asked.as_mut().poll(cx) else {
                continue;
            };
            moved = true;
            lane.asked = None;
            match found {
                Ok(Some(found)) => {
                    let items = host::items(&found.body);
                    lane.items += items.length();
                    lane.ready.push(&items);
                    if found.here.has_next() {
                        lane.asked = Some(next_page(&lane.pages, stop));
                    } else {
                        self.frontier.learn(&lane.window, lane.items);
                    }
                }
                Ok(None) => {}
                Err(error) => lane.failed = Some(error),
            }
        }
        moved
    }

    /// The next items out of the foremost `reach` lanes, or the error that stands there.
    fn take(&mut self, reach: usize) -> Option<Result<Array, Error>> {
        let mut at = 0;
        let mut failed = None;
        while let Some(lane) = self.lanes.get_mut(at).filter(|_| at < reach) {
            if lane.ready.length() > 0 {
                let Window { near, far, .. } = lane.window;
                let items = lane.ready.shift().unchecked_into();
                return Some(Ok(host::fresh(&items, near, far, &self.seen)));
            }
            if lane.failed.is_some() {
                failed = failed.or(Some(at));
            } else if lane.asked.is_none() {
                self.lanes.remove(at);
                continue;
            }
            at += 1;
        }
        self.lanes.get_mut(failed?)?.failed.take().map(Err)
    }
}

impl Source for Windows {
    fn next<'a>(&'a self, stop: &'a Stop, _: Coming<'a>) -> NextChunk<'a> {
        Box::pin(async move {
            if !self.begun.replace(true) {
                return self.begin(stop).await;
            }
            let side_by_side = self.side_by_side.take();
            let Some(mut list) = side_by_side else {
                let found = self.first.next(stop, &|| false).await?;
                return Ok(found.map(|found| host::items(&found.body)));
            };
            let outcome = poll_fn(|cx| self.poll(&mut list, stop, cx)).await;
            self.side_by_side.replace(Some(list));
            outcome
        })
    }
}

fn next_page(pages: &Rc<Pages>, stop: &Stop) -> NextPage {
    let (pages, stop) = (pages.clone(), stop.clone());
    Box::pin(async move { pages.next(&stop, &|| false).await })
}

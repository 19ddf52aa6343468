//! Watching batches: each one that appears or changes its status.

use super::exchange::Exchange;
use super::failure::FailureKind;
use super::hash::hash;
use super::id_map::IdMap;
use super::log::{Level, Record};
use super::operation::{Action, Body, Context, Event, Notice, Operation, Slot};
use super::paginator::Paginator;
use super::request::{CREATED_FROM, Expects, Request, STATUS, is_batch_id};
use super::status::is_terminal;
use std::rc::Rc;

/// How far before the newest batch the next poll begins: a server may list a batch a while after the
/// time that it prints as its creation.
const OVERLAP_MS: f64 = 300_000.0;

/// How close to where polls begin a list may miss a batch: the server may leave out the bound itself, or
/// round what it prints.
const MARGIN_MS: f64 = 1_000.0;

/// How far at most: a batch that is still open after it is polled by itself.
const MAX_LOOKBACK_MS: f64 = 86_400_000.0;

/// How many requests one poll sends for single batches.
const MAX_SINGLE_POLLS: usize = 50;

/// The one slot of a watch.
const SLOT: Slot = 0;

/// How to watch.
#[derive(Clone, Copy, Debug)]
pub struct WatchPolicy {
    /// The pause between two polls, in milliseconds.
    pub interval: f64,
    /// Whether the batches of the first poll are changes.
    pub initial: bool,
    /// The caller's own lower bound, in milliseconds since 1970; not a number without one.
    pub least: f64,
}

/// A watch over the list that a request reads.
///
/// A poll begins where the oldest batch was created that can still change, but at most a day before
/// the newest. Older ones that are still open are polled by themselves, in turn. So neither the
/// work nor the memory grows with the batches that have ended.
pub struct Watch<B: Body> {
    request: Rc<Request>,
    policy: WatchPolicy,
    state: State,
    known: Vec<Known>,
    /// Where in `known` an id is.
    places: IdMap,
    /// Where polls begin, in milliseconds since 1970; infinitely long ago until that is known.
    start: f64,
    /// How far before it requests begin: nothing, until a list is seen to miss a batch that is so close.
    margin: f64,
    /// Batches that were created before it, and have ended, may be forgotten.
    forgotten: f64,
    polls: u32,
    /// Whether a poll has listed all that there was.
    has_listed: bool,
    /// How many requests this poll sent for single batches.
    single_polls: usize,
    /// Whether this poll saw a batch without a time.
    has_timeless: bool,
    /// How many milliseconds to wait for the next poll: the interval, or more if a refusal asks for it.
    pause: f64,
    /// What the caller hears next.
    notices: Vec<Notice<B>>,
    changes: Vec<B>,
}

enum State {
    Listing(Paginator),
    /// Polling the batch at this place by itself.
    Single(Exchange, usize),
    /// The poll is over: the caller is told, one function and one value at a time.
    Reporting,
    /// The caller's function is at work.
    Notifying,
    Sleeping,
}

struct Known {
    key: u64,
    status: u64,
    created: f64,
    /// The last poll that saw it, or requested it by itself.
    poll: u32,
    /// Its id, if it is open.
    open: Option<String>,
}

impl<B: Body> Watch<B> {
    /// A watch that has not begun.
    pub fn new(request: Rc<Request>, policy: WatchPolicy) -> Self {
        Self {
            state: State::Listing(Paginator::new(request.clone())),
            request,
            policy,
            known: Vec::new(),
            places: IdMap::default(),
            start: f64::NEG_INFINITY,
            margin: 0.0,
            forgotten: f64::NEG_INFINITY,
            polls: 1,
            has_listed: false,
            single_polls: 0,
            has_timeless: false,
            pause: policy.interval,
            notices: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// Makes a step of the request that is under way; nothing if there is none any more.
    fn step_request(&mut self, cx: &mut Context<'_>, event: Event<B>) -> Option<Action<B>> {
        let action = match &mut self.state {
            State::Listing(paginator) if paginator.is_busy() || paginator.has_next() => {
                paginator.step(cx, event)
            }
            State::Single(exchange, _) => {
                // It is polled again before long, unless the server is too busy for any of them.
                cx.may_retry =
                    matches!(&event, Event::Response(_, response) if response.status == 429);
                exchange.step(cx, event)
            }
            _ => {
                self.poll_single(cx);
                return None;
            }
        };
        match action {
            Action::Send(..) => {
                let is_single = matches!(self.state, State::Single(..));
                self.single_polls += usize::from(is_single);
                return Some(action);
            }
            Action::Sleep(..) if cx.is_throttled && self.single_polls >= MAX_SINGLE_POLLS => {
                self.finish_poll(cx.wall);
                return None;
            }
            Action::Done(body) => {
                if let Some(body) = body {
                    self.observe(body);
                }
            }
            Action::Fail(failure) => {
                let is_single = matches!(self.state, State::Single(..));
                if !(is_single || failure.is_transient()) {
                    return Some(Action::Fail(failure));
                }
                self.pause = self.pause.max(cx.retry_after_ms);
                // A batch that is gone needs no report: what it was is known.
                if is_single && failure.status == 404 {
                    self.forget_single();
                } else {
                    // One after another, slow answers would hold up the list.
                    if failure.kind == FailureKind::Timeout {
                        self.single_polls = MAX_SINGLE_POLLS;
                    }
                    let outcome = "a poll failed; the watch goes on";
                    cx.log(&Record::new(Level::Warn, &self.request, outcome));
                    self.notices.push(Notice::Error(failure));
                }
                if !is_single {
                    self.state = State::Reporting;
                }
            }
            action => return Some(action),
        }
        if let State::Single(..) = self.state {
            self.poll_single(cx);
        }
        None
    }

    /// The batch that is polled by itself is gone.
    fn forget_single(&mut self) {
        if let State::Single(_, place) = self.state
            && let Some(known) = self.known.get_mut(place)
            // Where the list may just miss it, it is listed again soon.
            && known.created < self.start
        {
            known.open = None;
        }
    }

    /// Takes in a page, or one batch.
    fn observe(&mut self, body: B) {
        let filter = self.request.query.get(STATUS).map(hash);
        let mut changed = Vec::new();
        for (index, item) in (0..).zip(body.items()) {
            let matches = filter.is_none_or(|status| status == item.status);
            let place = self.places.get(item.id).unwrap_or(self.known.len() as u32);
            let is_open = !is_terminal(item.status);
            if place as usize == self.known.len() {
                // The server may list more than was requested.
                let is_forgotten = !is_open && item.created < self.forgotten;
                if !matches || is_forgotten {
                    continue;
                }
                self.places.insert(item.id, place);
                self.known.push(Known {
                    key: item.id,
                    status: 0,
                    created: item.created,
                    poll: 0,
                    open: None,
                });
            }
            let Some(known) = self.known.get_mut(place as usize) else {
                continue;
            };
            if !matches {
                // Not open for this watch any more.
                known.open = None;
                continue;
            }
            self.has_timeless |= item.created.is_nan();
            if known.status != item.status {
                changed.push(index);
            }
            known.status = item.status;
            known.created = item.created;
            known.poll = self.polls;
            if !is_open {
                known.open = None;
            } else if known.open.is_none() {
                known.open = Some(body.id_at(index));
            }
        }
        if (self.policy.initial || self.has_listed) && !changed.is_empty() {
            self.changes.push(body.select(&changed));
        }
    }

    /// The place of the open batch to poll by itself, as the list does not reach it: of those that were polled the
    /// longest ago, the newest.
    fn next_single(&mut self) -> Option<usize> {
        let mut next = None;
        let mut highest = (0, f64::NEG_INFINITY);
        for (place, known) in self.known.iter().enumerate() {
            let is_before = known.created < self.start + MARGIN_MS;
            if known.open.is_none() || known.poll == self.polls || !is_before {
                continue;
            }
            if known.created >= self.start {
                self.margin = MARGIN_MS;
            }
            let rank = (self.polls.wrapping_sub(known.poll), known.created);
            // The path of an id such as `..` is that of something else: only the list tells of it.
            if rank > highest && known.open.as_deref().is_some_and(is_batch_id) {
                highest = rank;
                next = Some(place);
            }
        }
        next
    }

    /// Polls the next batch by itself; without one, the poll is over.
    fn poll_single(&mut self, cx: &Context<'_>) {
        let next = self.next_single();
        let place = next.filter(|_| self.single_polls < MAX_SINGLE_POLLS);
        let known = place.and_then(|place| Some((place, self.known.get_mut(place)?)));
        let Some((place, known)) = known else {
            return self.finish_poll(cx.wall);
        };
        known.poll = self.polls;
        let id = known.open.as_deref().unwrap_or_default();
        let request = self.request.batch(id, Expects::Batch);
        self.state = State::Single(Exchange::new(Rc::new(request)), place);
    }

    /// Narrows the next poll to what may change, and forgets the rest.
    fn finish_poll(&mut self, wall: f64) {
        let (mut newest, mut oldest_open) = (f64::NEG_INFINITY, f64::INFINITY);
        for known in &self.known {
            newest = newest.max(known.created);
            if known.open.is_some() {
                oldest_open = oldest_open.min(known.created);
            }
        }
        // A time in the future must not hide what is created before it.
        newest = newest.min(wall);
        self.has_listed = true;
        let before = self.start;
        let mut start = newest - MAX_LOOKBACK_MS;
        // Of what a filter hides nothing is known: any of it may come to match.
        if self.request.query.get(STATUS).is_none() {
            start = start.max(oldest_open).min(newest - OVERLAP_MS);
        }
        let is_wider = start <= self.policy.least;
        if start.is_finite() && !is_wider && !self.has_timeless {
            self.start = start;
            self.forgotten = self.forgotten.max(start);
        }
        let (start, polls) = (self.start, self.polls);
        self.known.retain(|known| {
            // One list may miss what moves from page to page while it is read.
            let is_current =
                polls.wrapping_sub(known.poll) < 2 || known.created < before + MARGIN_MS;
            // What has no time is listed wherever polls begin.
            let is_listed = known.created >= start || known.created.is_nan();
            is_current && (known.open.is_some() || is_listed)
        });
        self.places = IdMap::default();
        for (place, known) in (0..).zip(&self.known) {
            self.places.insert(known.key, place);
        }
        self.notices.push(Notice::Poll);
        self.state = State::Reporting;
    }

    fn report(&mut self) -> Action<B> {
        if !self.notices.is_empty() {
            self.state = State::Notifying;
            return Action::Notify(SLOT, self.notices.remove(0));
        }
        if !self.changes.is_empty() {
            return Action::Yield(self.changes.remove(0));
        }
        self.state = State::Sleeping;
        Action::Sleep(SLOT, self.pause)
    }

    fn begin_poll(&mut self) {
        self.polls = self.polls.wrapping_add(1);
        self.has_timeless = false;
        self.single_polls = 0;
        self.pause = self.policy.interval;
        let mut query = self.request.query.clone();
        if self.start.is_finite() {
            query.set(CREATED_FROM, B::iso_time(self.start - self.margin));
        }
        self.state = State::Listing(Paginator::new(self.request.with_query(query)));
    }
}

impl<B: Body> Operation<B> for Watch<B> {
    fn step(&mut self, cx: &mut Context<'_>, event: Event<B>) -> Action<B> {
        let mut event = event;
        loop {
            match (&self.state, &event) {
                (State::Reporting, _) => return self.report(),
                (State::Notifying, Event::Elapsed(_)) => self.state = State::Reporting,
                (State::Sleeping, Event::Elapsed(_)) => self.begin_poll(),
                (State::Notifying | State::Sleeping, _) => return Action::Wait,
                (State::Listing(_) | State::Single(..), _) => {
                    let given = std::mem::replace(&mut event, Event::Poll);
                    if let Some(action) = self.step_request(cx, given) {
                        return action;
                    }
                }
            }
        }
    }
}

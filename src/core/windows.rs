//! A list between two times of creation, several windows of time at once.
//!
//! The first page shows in which order the list is, and how dense. Then the whole time between the
//! bounds is split into windows, each a list of its own, and each batch is handed out once. The
//! result is the same as that of the sequential list. Whatever speaks against the assumptions that
//! this needs (the order, the server's bounds, the total) ends in the sequential list, without what
//! was handed out already.

use super::deduplicator::{Deduplicator, Selection};
use super::listed_window::ListedWindow;
use super::operation::{Action, Body, Context, Event, Item, Operation, Slot};
use super::paginator::Paginator;
use super::request::Request;
use super::throttle::Throttle;
use super::window::Window;
use super::window_planner::WindowPlanner;
use std::rc::Rc;

/// A list whose windows are requested concurrently.
pub struct ConcurrentWindows<B: Body> {
    request: Rc<Request>,
    bounds: Window,
    concurrency: usize,
    ordered: bool,
    /// The list itself: its first page, and all of it if it is read sequentially.
    sequential: Paginator,
    phase: Phase,
    planner: Option<WindowPlanner>,
    /// In the order of the list.
    windows: Vec<ListedWindow<B>>,
    /// What was handed out.
    handed_out: Deduplicator,
    /// What was found in a window that it does not belong to.
    strays: Vec<u64>,
    /// How many batches there are in all, if the server says so.
    total: f64,
    throttle: Throttle,
    aborted: Vec<Slot>,
}

#[derive(Clone, Copy, PartialEq)]
enum Phase {
    FirstPage,
    Windows,
    /// Page after page; `recount` ends it once the server counts no more than were handed out.
    Sequential {
        recount: bool,
    },
}

impl<B: Body> ConcurrentWindows<B> {
    /// The list that `request` reads between `bounds`, in milliseconds since 1970.
    pub fn new(request: Rc<Request>, bounds: Window, concurrency: usize, ordered: bool) -> Self {
        Self {
            sequential: Paginator::new(request.clone()),
            request,
            bounds,
            concurrency,
            ordered,
            phase: Phase::FirstPage,
            planner: None,
            windows: Vec::new(),
            handed_out: Deduplicator::new(),
            strays: Vec::new(),
            total: f64::NAN,
            throttle: Throttle::new(concurrency),
            aborted: Vec::new(),
        }
    }

    /// The list itself, page after page.
    fn step_sequential(&mut self, cx: &mut Context<'_>, event: Event<B>) -> Action<B> {
        let mut event = event;
        loop {
            if !self.sequential.is_busy() && !self.sequential.has_next() {
                return Action::Done(None);
            }
            let body = match self.sequential.step(cx, event) {
                Action::Done(Some(body)) => body,
                action => return action,
            };
            if self.phase == Phase::FirstPage {
                self.begin(&body);
            }
            let selection = self.handed_out.select(&body, None, false);
            if self.phase == (Phase::Sequential { recount: true }) {
                self.phase = Phase::Sequential { recount: false };
                // The list may have become shorter since the first count.
                if self.handed_out.len() as f64 >= body.total_size() {
                    self.sequential.end();
                }
            }
            if let Selection::Fresh(chunk) = selection {
                return Action::Yield(chunk);
            }
            event = Event::Poll;
        }
    }

    /// Splits what comes after the first page, if that can be.
    fn begin(&mut self, page: &B) {
        self.phase = Phase::Sequential { recount: false };
        if !self.sequential.has_next() {
            return;
        }
        let items = page.items();
        if let Some(planner) = WindowPlanner::from_first_page(self.bounds, &items) {
            self.phase = Phase::Windows;
            for window in planner.first_windows() {
                self.windows.push(ListedWindow::new(window));
            }
            self.planner = Some(planner);
            self.total = page.total_size();
        }
    }

    fn step_windows(&mut self, cx: &mut Context<'_>, event: Event<B>) -> Action<B> {
        if let Some(action) = self.receive(cx, event) {
            return action;
        }
        loop {
            if self.phase != Phase::Windows {
                return self
                    .next_abort()
                    .unwrap_or_else(|| self.step_sequential(cx, Event::Poll));
            }
            if let Some(action) = self.send_next(cx) {
                return action;
            }
            if let Some(action) = self.hand_out() {
                return action;
            }
        }
    }

    /// Passes an event on to the window whose it is.
    fn receive(&mut self, cx: &mut Context<'_>, event: Event<B>) -> Option<Action<B>> {
        let slot = match event {
            Event::Poll => return None,
            Event::Response(slot, _) | Event::Elapsed(slot) => slot,
        };
        let index = self
            .windows
            .iter()
            .position(|window| window.in_flight == Some(slot))?;
        self.step_window(cx, index, slot, event)
    }

    fn step_window(
        &mut self,
        cx: &mut Context<'_>,
        index: usize,
        slot: Slot,
        event: Event<B>,
    ) -> Option<Action<B>> {
        let window = self.windows.get_mut(index)?;
        let paginator = window.paginator.as_mut()?;
        // Requests that compete with one another slow down; one at a time may fail.
        cx.counts_throttling = false;
        let is_throttled = matches!(&event, Event::Response(_, response) if response.status == 429);
        if is_throttled && self.throttle.refusals >= self.request.max_retries {
            cx.may_retry = false;
        }
        cx.slot = slot;
        cx.is_throttled = false;
        match paginator.step(cx, event) {
            Action::Wait => return None,
            Action::Sleep(..) if cx.is_throttled => {
                // It is sent again when its turn comes and the server allows it.
                window.in_flight = None;
                self.throttle.lower(cx.now, window.sent_at);
            }
            Action::Done(body) => {
                window.in_flight = None;
                self.throttle.raise(self.concurrency);
                if let Some(body) = body {
                    self.buffer(index, body);
                }
            }
            Action::Fail(failure) => {
                window.in_flight = None;
                window.failure = Some(failure);
                self.stop_after_failure(index);
            }
            action => {
                if let Action::Send(..) = action {
                    window.sent_at = cx.now;
                }
                return Some(action);
            }
        }
        None
    }

    /// Takes in a page of a window.
    fn buffer(&mut self, index: usize, body: B) {
        let Some((window, planner)) = self.windows.get_mut(index).zip(self.planner.as_mut()) else {
            return;
        };
        let items = body.items();
        let is_within = |item: &Item| window.window.has_within_margin(item.created);
        if !items.iter().all(is_within) {
            return self.read_sequentially();
        }
        let is_first = window.count == 0;
        window.count += items.len() as u32;
        window.page_size = window.page_size.max(items.len() as u32);
        let strays = items
            .iter()
            .filter(|item| !planner.owns(window.window, item.created));
        self.strays.extend(strays.map(|item| item.id));
        let has_next = window.paginator.as_ref().is_some_and(Paginator::has_next);
        let total = body.total_size();
        if is_first && has_next && planner.should_split(window.window, &items, total) {
            // What arrived is handed out; it is requested again with the rest.
            window.is_given_up = true;
            let rest = ListedWindow::new(window.window);
            window.buffered.push(body);
            self.windows.insert(index + 1, rest);
        } else {
            window.buffered.push(body);
        }
    }

    /// Begins on a window or on the next page of one, if there is room.
    fn send_next(&mut self, cx: &mut Context<'_>) -> Option<Action<B>> {
        loop {
            let busy = self
                .windows
                .iter()
                .filter(|window| window.in_flight.is_some())
                .count();
            if busy >= self.throttle.limit {
                return None;
            }
            let is_free = |slot: &Slot| {
                !self.aborted.contains(slot)
                    && self
                        .windows
                        .iter()
                        .all(|window| window.in_flight != Some(*slot))
            };
            let slot = (0..self.concurrency).find(is_free)?;
            let begun = self
                .windows
                .iter()
                .filter(|window| window.paginator.is_some())
                .count();
            let may_begin = begun < 2 * self.concurrency;
            let index = (0..self.windows.len()).find(|index| {
                let window = self.windows.get(*index);
                window.is_some_and(|window| window.is_idle(*index == 0, may_begin))
            })?;
            self.begin_window(index)?;
            let window = self.windows.get_mut(index)?;
            window.in_flight = Some(slot);
            // Ends a pause after a 429, too.
            if let Some(action) = self.step_window(cx, index, slot, Event::Elapsed(slot)) {
                return Some(action);
            }
        }
    }

    /// Cuts the window at `index` out of the span that it still is, unless it has begun.
    fn begin_window(&mut self, index: usize) -> Option<()> {
        let planner = self.planner.as_ref()?;
        let window = self.windows.get_mut(index)?;
        if window.paginator.is_some() {
            return Some(());
        }
        let (part, rest) = planner.take(window.window);
        let query = planner.query::<B>(part, &self.request.query);
        window.window = part;
        window.paginator = Some(Paginator::new(self.request.with_query(query)));
        if let Some(rest) = rest {
            self.windows.insert(index + 1, ListedWindow::new(rest));
        }
        Some(())
    }

    /// Hands out the next page, in the order of the list if that is wanted. Nothing if something else is to be done
    /// first.
    fn hand_out(&mut self) -> Option<Action<B>> {
        let mut index = 0;
        let mut failed = None;
        let mut has_room = false;
        while let Some(window) = self.windows.get_mut(index) {
            if !window.buffered.is_empty() {
                let (body, window) = (window.buffered.remove(0), window.window);
                let planner = self.planner.as_ref()?;
                let handed_out = &mut self.handed_out;
                match handed_out.select(&body, Some((planner, window)), self.ordered) {
                    Selection::Fresh(chunk) => return Some(Action::Yield(chunk)),
                    Selection::Nothing => {}
                    Selection::Unfit => self.read_sequentially(),
                }
                return None;
            }
            if window.is_complete() {
                if let Some(planner) = self.planner.as_mut().filter(|_| !window.is_given_up) {
                    planner.adapt(window.window, window.count, window.page_size);
                }
                self.windows.remove(index);
                has_room = true;
                continue;
            }
            if window.failure.is_some() && failed.is_none() {
                failed = Some(index);
            }
            if self.ordered {
                break;
            }
            index += 1;
        }
        if let Some(index) = failed {
            let failure = self.windows.get_mut(index)?.failure.take();
            return failure.map(Action::Fail);
        }
        if self.windows.is_empty() {
            self.check_coverage();
            return None;
        }
        // A window that was complete may have made room for another one.
        (!has_room).then(|| self.next_abort().unwrap_or(Action::Wait))
    }

    /// All windows are complete: whether they held all that there is.
    fn check_coverage(&mut self) {
        let has_unowned = self.strays.iter().any(|id| !self.handed_out.has(*id));
        let is_short = (self.handed_out.len() as f64) < self.total;
        self.read_sequentially();
        if has_unowned || is_short {
            self.sequential = Paginator::new(self.request.clone());
            self.phase = Phase::Sequential {
                recount: !has_unowned,
            };
        } else {
            self.sequential.end();
        }
    }

    /// Gives up the windows: the list goes on after its first page, without what was handed out.
    fn read_sequentially(&mut self) {
        self.phase = Phase::Sequential { recount: false };
        self.aborted
            .extend(self.windows.iter().filter_map(|window| window.in_flight));
        self.windows.clear();
    }

    /// Gives up the windows whose batches would come after the failure.
    fn stop_after_failure(&mut self, index: usize) {
        let first = if self.ordered { index } else { 0 };
        for window in self.windows.iter_mut().skip(first) {
            self.aborted.extend(window.in_flight.take());
            window.is_given_up = true;
        }
    }

    fn next_abort(&mut self) -> Option<Action<B>> {
        self.aborted.pop().map(Action::Abort)
    }
}

impl<B: Body> Operation<B> for ConcurrentWindows<B> {
    fn step(&mut self, cx: &mut Context<'_>, event: Event<B>) -> Action<B> {
        if matches!(event, Event::Poll)
            && let Some(abort) = self.next_abort()
        {
            return abort;
        }
        match self.phase {
            Phase::Windows => self.step_windows(cx, event),
            _ => self.step_sequential(cx, event),
        }
    }
}

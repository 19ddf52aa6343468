//! A window of a list that is listed concurrently with others.

use super::failure::Failure;
use super::operation::{Body, Slot};
use super::paginator::Paginator;
use super::window_planner::Window;

/// How many pages of a window are buffered before their turn.
const MAX_BUFFERED_PAGES: usize = 8;

/// A window that is listed, or will be.
pub struct ListedWindow<B: Body> {
    pub window: Window,
    /// Nothing before it has begun.
    pub paginator: Option<Paginator<B>>,
    pub in_flight: Option<Slot>,
    /// When its request was sent.
    pub sent_at: f64,
    pub buffered: Vec<B>,
    pub failure: Option<Box<Failure<B>>>,
    /// How many items arrived, and how many at most at a time.
    pub count: u32,
    pub page_size: u32,
    /// Whether most of it was requested again in narrower windows.
    pub is_split: bool,
}

impl<B: Body> ListedWindow<B> {
    pub fn new(window: Window) -> Self {
        Self {
            window,
            paginator: None,
            in_flight: None,
            sent_at: 0.0,
            buffered: Vec::new(),
            failure: None,
            count: 0,
            page_size: 0,
            is_split: false,
        }
    }

    /// Whether a request may be sent for it: for a page, if its buffer has room or it is the first in
    /// the list, or to begin.
    pub fn is_idle(&self, is_first: bool, may_begin: bool) -> bool {
        let has_room = is_first || self.buffered.len() < MAX_BUFFERED_PAGES;
        let has_next = match &self.paginator {
            Some(paginator) => paginator.is_busy() || paginator.has_next(),
            None => may_begin || is_first,
        };
        self.in_flight.is_none() && self.failure.is_none() && has_room && has_next
    }

    pub fn is_complete(&self) -> bool {
        let ended = |paginator: &Paginator<B>| !paginator.is_busy() && !paginator.has_next();
        self.failure.is_none()
            && self.buffered.is_empty()
            && self.paginator.as_ref().is_some_and(ended)
    }
}

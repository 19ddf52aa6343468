//! A window of a list that is listed concurrently with others.

use super::failure::Failure;
use super::operation::{Body, Slot};
use super::paginator::Paginator;
use super::window::Window;

/// How many pages of a window are buffered before their turn.
const MAX_BUFFERED_PAGES: usize = 8;

/// A window that is listed, or will be.
pub struct ListedWindow<B: Body> {
    pub window: Window,
    /// Nothing before it has begun.
    pub paginator: Option<Paginator>,
    pub in_flight: Option<Slot>,
    /// When its request was sent.
    pub sent_at: f64,
    pub buffered: Vec<B>,
    pub failure: Option<Box<Failure<B>>>,
    /// How many items arrived, and how many at most at a time.
    pub count: u32,
    pub page_size: u32,
    /// Whether no more of it is requested: the list failed, or the rest of it is requested in narrower windows.
    pub is_given_up: bool,
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
            is_given_up: false,
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
        let is_free = self.in_flight.is_none() && self.failure.is_none() && !self.is_given_up;
        is_free && has_room && has_next
    }

    pub fn is_complete(&self) -> bool {
        let ended = |paginator: &Paginator| !paginator.is_busy() && !paginator.has_next();
        self.failure.is_none()
            && self.buffered.is_empty()
            && (self.is_given_up || self.paginator.as_ref().is_some_and(ended))
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::core::failure::FailureKind;
    use crate::core::query::Query;
    use crate::core::request::{Expects, Request};
    use crate::core::simulation::body::ModelBody;
    use std::rc::Rc;

    fn request() -> Rc<Request> {
        Rc::new(Request::get("/".into(), Query::default(), Expects::Page))
    }

    fn window(paginator: Option<Paginator>) -> ListedWindow<ModelBody> {
        let (lower, upper) = (0.0, 1.0);
        ListedWindow {
            paginator,
            ..ListedWindow::new(Window { lower, upper })
        }
    }

    fn fail(window: &mut ListedWindow<ModelBody>) {
        window.failure = Some(Box::new(Failure {
            kind: FailureKind::Timeout,
            status: 0,
            origin: None,
            batch: None,
            message: String::new(),
            request: None,
        }));
    }

    /// Whether a request may be sent: for the first window, for another one, and for another one that may begin.
    fn idle(window: &ListedWindow<ModelBody>) -> [bool; 3] {
        [(true, false), (false, false), (false, true)]
            .map(|(is_first, may_begin)| window.is_idle(is_first, may_begin))
    }

    #[test]
    fn a_window_begins_if_it_is_the_first_or_may() {
        let mut unbegun = window(None);
        assert_eq!(idle(&unbegun), [true, false, true]);
        assert!(!unbegun.is_complete());
        unbegun.in_flight = Some(0);
        assert_eq!(idle(&unbegun), [false; 3]);
    }

    #[test]
    fn a_window_goes_on_while_it_has_pages_and_room_for_them() {
        let mut begun = window(Some(Paginator::new(request())));
        assert_eq!(idle(&begun), [true; 3]);
        assert!(!begun.is_complete());
        for _ in 0..MAX_BUFFERED_PAGES {
            assert_eq!(idle(&begun), [true; 3]);
            begun.buffered.push(ModelBody::page(Vec::new(), None, None));
        }
        // The first of all is wanted next.
        assert_eq!(idle(&begun), [true, false, false]);
        begun.buffered.clear();
        fail(&mut begun);
        assert_eq!(idle(&begun), [false; 3]);
    }

    #[test]
    fn a_window_is_complete_once_its_last_page_was_handed_out() {
        let mut paginator = Paginator::new(request());
        paginator.end();
        let mut ended = window(Some(paginator));
        assert_eq!((idle(&ended), ended.is_complete()), ([false; 3], true));
        ended.buffered.push(ModelBody::page(Vec::new(), None, None));
        assert!(!ended.is_complete());
        ended.buffered.clear();
        fail(&mut ended);
        assert!(!ended.is_complete());
    }

    #[test]
    fn nothing_more_of_a_window_is_requested_once_it_is_given_up() {
        let mut given_up = window(Some(Paginator::new(request())));
        given_up.is_given_up = true;
        assert_eq!(
            (idle(&given_up), given_up.is_complete()),
            ([false; 3], true)
        );
        let page = ModelBody::page(Vec::new(), None, None);
        given_up.buffered.push(page);
        assert!(!given_up.is_complete());
    }
}

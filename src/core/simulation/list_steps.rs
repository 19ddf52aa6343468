//! A list that is stepped by hand, as a caller takes page after page of it.

use super::body::ModelBody;
use super::task::{Outcome, event};
use crate::core::list::List;
use crate::core::operation::{Action, Context, Event, Operation};
use crate::core::query::Query;
use crate::core::rate_limiter::RateLimiter;
use crate::core::request::{Expects, PAGE_TOKEN, Request};
use std::rc::Rc;

/// What a list does next.
#[derive(Debug, PartialEq)]
enum Next {
    /// It hands out the page of this cursor.
    Page(String),
    Done,
    Failed(String),
}

type Pages = Box<dyn Operation<ModelBody>>;

fn list() -> Pages {
    let request = Request::get("/".into(), Query::default(), Expects::Page);
    Box::new(List::new(Rc::new(request)))
}

/// The next page of `list`, which is answered with this next cursor.
fn read(list: &mut Pages, next_cursor: Option<&str>) -> Next {
    let mut limiter = RateLimiter::default();
    let mut cx = Context::new(&mut limiter);
    let request = match list.step(&mut cx, Event::Poll) {
        Action::Send(_, request) => request,
        Action::Done(_) => return Next::Done,
        Action::Fail(failure) => return Next::Failed(failure.message),
        _ => panic!("neither a request nor an end"),
    };
    let body = ModelBody::page(Vec::new(), next_cursor.map(str::to_owned), None);
    let outcome = Outcome {
        fault: None,
        body: Some(body),
    };
    match list.step(&mut cx, event(0, outcome)) {
        Action::Yield(_) => Next::Page(request.query.get(PAGE_TOKEN).unwrap_or_default().into()),
        _ => panic!("no page"),
    }
}

fn page(cursor: &str) -> Next {
    Next::Page(cursor.into())
}

/// The list after its last page, from `cursor` on.
fn rest(list: &Pages, cursor: Option<&str>) -> Pages {
    let cursor = cursor.map(str::to_owned);
    list.rest(cursor).expect("a list has a rest")
}

#[test]
fn a_list_can_be_read_again_from_each_of_its_pages() {
    let mut list = list();
    assert_eq!(read(&mut list, Some("a")), page(""));
    let mut after_first = rest(&list, Some("a"));
    assert_eq!(read(&mut list, Some("b")), page("a"));
    let mut after_second = rest(&list, Some("b"));
    assert_eq!(read(&mut after_first, Some("c")), page("a"));
    assert_eq!(read(&mut after_second, None), page("b"));
    assert_eq!(read(&mut after_second, None), Next::Done);
    assert_eq!(read(&mut after_first, None), page("c"));
    assert_eq!(read(&mut rest(&after_first, None), None), Next::Done);
    assert_eq!(read(&mut list, None), page("b"));
}

#[test]
fn the_rest_of_a_list_remembers_the_cursors_before_it() {
    let mut list = list();
    read(&mut list, Some("a"));
    read(&mut list, Some("b"));
    let mut rest = rest(&list, Some("b"));
    assert_eq!(read(&mut rest, Some("a")), page("b"));
    let message = "next_page_token came back a second time: the list would never end";
    assert_eq!(read(&mut rest, None), Next::Failed(message.into()));
}

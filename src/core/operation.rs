//! The vocabulary between an operation and the shell that drives it.

use super::failure::Failure;
use super::log::{Level, Record};
use super::rate_limiter::RateLimiter;
use super::request::Request;
use super::retry::RetryHints;
use std::rc::Rc;

/// A state machine that lists, reads, creates, cancels, waits for or watches batches.
///
/// The shell calls `step` with [`Event::Poll`] to begin, and again after each [`Action::Send`],
/// [`Action::Sleep`] and [`Action::Notify`], which it only starts: they end with an event of their
/// slot. After [`Action::Wait`] it waits for the next such event. After [`Action::Yield`] it steps
/// again when the caller wants more. After [`Action::Done`] and [`Action::Fail`] it drops the
/// operation and whatever is still under way; that is also how an operation is cancelled.
pub trait Operation<B: Body> {
    /// Takes what happened, and returns what to do now.
    fn step(&mut self, cx: &mut Context<'_>, event: Event<B>) -> Action<B>;

    /// For lists of pages: the same list after the last page that was yielded, from `cursor` on; none is the end.
    fn rest(&self, _cursor: Option<String>) -> Option<Box<dyn Operation<B>>> {
        None
    }
}

/// One of the things that an operation may have under way at the same time: a small number.
pub type Slot = usize;

/// What happened.
pub enum Event<B: Body> {
    /// Nothing new: begin, or go on.
    Poll,
    /// A request was answered, or is over without an answer.
    Response(Slot, Box<Response<B>>),
    /// A sleep is over, or a caller's function has returned.
    Elapsed(Slot),
}

/// What to do now.
pub enum Action<B: Body> {
    /// Send a request.
    Send(Slot, Rc<Request>),
    /// Sleep for so many milliseconds.
    Sleep(Slot, f64),
    /// Call the caller's function, if there is one.
    Notify(Slot, Notice<B>),
    /// Give up what a slot has under way.
    Abort(Slot),
    /// Nothing until an event arrives.
    Wait,
    /// Hand out a value: a page, or a body whose items are handed out.
    Yield(B),
    /// The operation is complete. A call returns its answer; an iteration ends.
    Done(Option<B>),
    /// The operation failed.
    Fail(Box<Failure<B>>),
}

/// What a caller's function is called with.
pub enum Notice<B: Body> {
    /// `onUpdate`: the batch that is waited for.
    Update(B),
    /// `onError`: a transient error that a watch recovers from.
    Error(Box<Failure<B>>),
    /// `onPoll`: a poll of a watch succeeded.
    Poll,
}

/// What a step may use besides its event.
pub struct Context<'a> {
    /// Milliseconds on a clock that never goes back.
    pub now: f64,
    /// Milliseconds since 1970 on the wall clock. It may be wrong: nothing waits by it.
    pub wall: f64,
    /// A random number from 0 to 1, for jitter.
    pub random: f64,
    /// The rate limit of the client and of those that share it.
    pub limiter: &'a mut RateLimiter,
    /// Whether a 429 counts as one of the request's attempts. Concurrent requests that compete with
    /// one another slow down instead.
    pub counts_throttling: bool,
    /// Whether a request may be retried: not if its response is in the caller's hands already.
    pub may_retry: bool,
    /// The slot of the exchange that is stepped.
    pub slot: Slot,
    /// Whether an exchange sleeps because the server answered 429. It may step on earlier, as the rate limiter knows.
    pub is_throttled: bool,
    /// How long the server asks to wait before the next request, in milliseconds, as far as it is waited for.
    pub retry_after_ms: f64,
    /// The level up to which to log.
    pub level: Level,
    /// What logs a record.
    pub logger: &'a dyn Fn(&Record<'_>),
}

impl<'a> Context<'a> {
    /// At the beginning of all time, for an exchange that may be retried.
    pub fn new(limiter: &'a mut RateLimiter) -> Self {
        Self {
            now: 0.0,
            wall: 0.0,
            random: 0.0,
            limiter,
            counts_throttling: true,
            may_retry: true,
            slot: 0,
            is_throttled: false,
            retry_after_ms: 0.0,
            level: Level::Off,
            logger: &|_| {},
        }
    }

    /// Logs a record, unless it is above the level.
    pub fn log(&self, record: &Record<'_>) {
        if record.level <= self.level {
            (self.logger)(record);
        }
    }
}

/// What a request is answered with.
pub struct Response<B: Body> {
    /// The status code; 0 for a redirect that the host hides, as browsers do, and without an answer.
    pub status: u16,
    /// What it says about retrying, for errors and for polls.
    pub hints: RetryHints,
    /// The body.
    pub body: ReceivedBody<B>,
    /// Where it comes from, for errors that quote it.
    pub origin: B::Origin,
}

/// What became of a request, and of the body of a successful response.
pub enum ReceivedBody<B> {
    /// It is what the API promises.
    Valid(B),
    /// It is something else; the text says which field is wrong.
    Unexpected(String),
    /// It is JSON that ends too early.
    CutOff,
    /// It was not read: the response is an error, or the caller reads the body.
    Unread,
    /// There was no complete response in time.
    TimedOut,
    /// The connection failed, or broke off.
    Lost,
}

/// A parsed body, which stays with the host. Its facts are read in a few calls, whatever its size.
pub trait Body: Clone + 'static {
    /// What an error quotes: the exchange with the server.
    type Origin: Clone + 'static;

    /// A page's next cursor, if there is a next page.
    fn next_cursor(&self) -> Option<String>;
    /// A page's total number of items; not a number if it is unknown.
    fn total_size(&self) -> f64;
    /// The id of a batch, or of the item of a page at `index`.
    fn id_at(&self, index: u32) -> String;
    /// What windows and watches need to know of each item of a page, or of the one batch.
    fn items(&self) -> Vec<Item>;
    /// A body with the items at these indices only.
    fn select(&self, indices: &[u32]) -> Self;
    /// Milliseconds since 1970 as an ISO 8601 time in UTC, with milliseconds. What has no common form,
    /// before 1970 or after 9999, becomes the nearest that has one.
    fn iso_time(ms: f64) -> String;
}

/// An item of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    /// The hash of its id.
    pub id: u64,
    /// The hash of its status.
    pub status: u64,
    /// When it was created, in milliseconds since 1970; not a number if that is unknown.
    pub created: f64,
}

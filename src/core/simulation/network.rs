//! What happens to requests between a client and the model server.

use super::random::Random;
use crate::core::retry::RetryHints;

/// How requests fare.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// How long most responses take, in milliseconds, and how many take up to 30 times as long.
    pub latency: f64,
    pub slow: f64,
    /// After how many milliseconds a request times out.
    pub timeout: f64,
    /// How many requests meet one of these faults, from 0 to 1.
    pub faults: f64,
    pub kinds: Vec<Fault>,
    /// The limit that the server sets.
    pub limit: Option<ServerLimit>,
}

/// What can go wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// The connection breaks off.
    Lost,
    /// The response does not arrive in time.
    Late,
    /// The JSON ends too early.
    CutOff,
    /// The body is not what the API promises.
    Unexpected,
    /// An error response.
    Status(u16),
    /// An error response that says whether to retry.
    Hinted(u16, bool),
    /// 429, and when the server wants the next request.
    Throttled(Hint),
}

/// How a 429 says when to retry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hint {
    Nothing,
    Milliseconds(u32),
    Seconds(u32),
    /// As a date so many milliseconds ahead.
    Date(u32),
}

/// So many requests in each span of so many milliseconds; the others are answered with a 429 that
/// says when the next span begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServerLimit {
    pub requests: u32,
    pub span: f64,
}

/// What the server takes for the present time, and how far it is ahead of the client's clock.
const SERVER_DATE: &str = "Fri, 02 Jan 2026 03:04:04 GMT";
const SERVER_AHEAD_MS: f64 = 3_600_000.0;

/// All kinds of fault.
pub const FAULTS: [Fault; 21] = [
    Fault::Lost,
    Fault::Late,
    Fault::CutOff,
    Fault::Unexpected,
    Fault::Status(0),
    Fault::Status(302),
    Fault::Status(400),
    Fault::Status(401),
    Fault::Status(404),
    Fault::Status(408),
    Fault::Status(409),
    Fault::Status(422),
    Fault::Status(500),
    Fault::Status(502),
    Fault::Status(503),
    Fault::Hinted(503, false),
    Fault::Hinted(400, true),
    Fault::Throttled(Hint::Nothing),
    Fault::Throttled(Hint::Milliseconds(700)),
    Fault::Throttled(Hint::Seconds(61)),
    Fault::Throttled(Hint::Date(1_500)),
];

impl Network {
    /// A network in which nothing goes wrong.
    pub const IDEAL: Self = Self {
        latency: 20.0,
        slow: 0.0,
        timeout: 60_000.0,
        faults: 0.0,
        kinds: Vec::new(),
        limit: None,
    };

    /// Any network.
    pub fn any(random: &mut Random) -> Self {
        let mut network = Self {
            latency: random.magnitude(1.0, 2_000.0),
            slow: random.pick(&[0.0, 0.0, 0.05, 0.3]),
            ..Self::IDEAL
        };
        if random.chance(0.4) {
            network.faults = random.pick(&[0.01, 0.05, 0.2, 0.5]);
            network.kinds = (0..random.below(6)).map(|_| random.pick(&FAULTS)).collect();
            // Where all faults are transient, much is survived.
            if random.chance(0.7) {
                network.kinds.retain(Fault::is_transient);
            }
        } else if random.chance(0.15) {
            network.limit = Some(ServerLimit {
                requests: 1 + random.below(6) as u32,
                span: random.magnitude(100.0, 3_000.0),
            });
        }
        if network.kinds.is_empty() {
            network.faults = 0.0;
        }
        network
    }

    /// What happens to the next request.
    pub fn fault(&self, random: &mut Random) -> Option<Fault> {
        let is_faulty = self.faults > 0.0 && !self.kinds.is_empty() && random.chance(self.faults);
        is_faulty.then(|| random.pick(&self.kinds))
    }

    /// How long the next response takes.
    pub fn latency(&self, random: &mut Random) -> f64 {
        let latency = self.latency * random.between(0.5, 1.5);
        let factor = if self.slow > 0.0 && random.chance(self.slow) {
            random.between(1.0, 30.0)
        } else {
            1.0
        };
        (latency * factor).min(self.timeout - 1.0)
    }
}

impl Fault {
    /// The status of the response, if there is one.
    pub fn status(self) -> Option<u16> {
        match self {
            Self::Lost | Self::Late => None,
            Self::CutOff | Self::Unexpected => Some(200),
            Self::Status(status) | Self::Hinted(status, _) => Some(status),
            Self::Throttled(_) => Some(429),
        }
    }

    /// What the response says about retrying.
    pub fn hints(self) -> RetryHints {
        let header = |name: &str| match (self, name) {
            (Self::Hinted(_, should_retry), "x-should-retry") => Some(should_retry.to_string()),
            (Self::Throttled(Hint::Milliseconds(ms)), "retry-after-ms") => Some(ms.to_string()),
            (Self::Throttled(Hint::Seconds(seconds)), "retry-after") => Some(seconds.to_string()),
            (Self::Throttled(Hint::Date(_)), "retry-after") => {
                Some("Fri, 02 Jan 2026 03:04:05 GMT".into())
            }
            (Self::Throttled(Hint::Date(_)), "date") => Some(SERVER_DATE.into()),
            _ => None,
        };
        let ms = match self {
            Self::Throttled(Hint::Date(ms)) => ms.into(),
            _ => f64::NAN,
        };
        let ahead = |date: &str| if date == SERVER_DATE { 0.0 } else { ms };
        RetryHints::read(header, |date| ahead(date) + SERVER_AHEAD_MS)
    }

    /// How long the server wants no request, in milliseconds.
    pub fn pause(self) -> f64 {
        match self {
            Self::Throttled(Hint::Milliseconds(ms) | Hint::Date(ms)) => ms.into(),
            Self::Throttled(Hint::Seconds(seconds)) => f64::from(seconds) * 1_000.0,
            _ => 0.0,
        }
    }

    /// Whether another try may succeed, so that a read is retried.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Lost | Self::Late | Self::CutOff => true,
            Self::Unexpected => false,
            Self::Status(status) => matches!(status, 408 | 409) || *status >= 500,
            Self::Hinted(_, should_retry) => *should_retry,
            Self::Throttled(_) => self.pause() <= 60_000.0,
        }
    }

    /// Whether polls that go on through failures end with it, once it is not retried any more.
    pub fn ends_polls(self) -> bool {
        match self {
            Self::Lost | Self::Late | Self::CutOff => false,
            Self::Unexpected => true,
            Self::Status(status) | Self::Hinted(status, _) => {
                !matches!(status, 408 | 409 | 429 | 500..)
            }
            Self::Throttled(_) => false,
        }
    }

    /// Whether the server surely did not do what it was asked to.
    pub fn is_refusal(self) -> bool {
        matches!(self, Self::Throttled(_) | Self::Hinted(_, true))
    }
}

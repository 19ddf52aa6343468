//! Times as the model server prints them, and as a client reads them.

/// A second in the microseconds that the server stores.
pub const SECOND_US: i64 = 1_000_000;

const DAY_S: i64 = 86_400;

/// How many digits the server prints, and whether it rounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Digits {
    Micros,
    Millis,
    RoundedMillis,
    Seconds,
    RoundedSeconds,
}

/// In which zone the server prints.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Zone {
    Utc,
    /// So many minutes ahead of UTC.
    Offset(i64),
    /// UTC without saying so.
    Unsaid,
}

/// A time, microseconds since 1970, as text.
pub fn print_time(us: i64, digits: Digits, zone: Zone) -> String {
    let us = match digits {
        Digits::RoundedMillis => us + 500,
        Digits::RoundedSeconds => us + SECOND_US / 2,
        _ => us,
    };
    let offset = if let Zone::Offset(minutes) = zone {
        minutes
    } else {
        0
    };
    let seconds = us.div_euclid(SECOND_US) + offset * 60;
    let (days, rest) = (seconds.div_euclid(DAY_S), seconds.rem_euclid(DAY_S));
    let (year, month, day) = civil_from_days(days);
    let mut text = Vec::with_capacity(32);
    for (number, width, after) in [
        (year, 4, b'-'),
        (month, 2, b'-'),
        (day, 2, b'T'),
        (rest / 3_600, 2, b':'),
        (rest / 60 % 60, 2, b':'),
        (rest % 60, 2, b'.'),
    ] {
        push_digits(&mut text, number, width);
        text.push(after);
    }
    let fraction = us.rem_euclid(SECOND_US);
    match digits {
        Digits::Micros => push_digits(&mut text, fraction, 6),
        Digits::Millis | Digits::RoundedMillis => push_digits(&mut text, fraction / 1_000, 3),
        Digits::Seconds | Digits::RoundedSeconds => drop(text.pop()),
    }
    match zone {
        Zone::Utc => text.push(b'Z'),
        Zone::Offset(minutes) => {
            text.push(if minutes < 0 { b'-' } else { b'+' });
            push_digits(&mut text, minutes.abs() / 60, 2);
            text.push(b':');
            push_digits(&mut text, minutes.abs() % 60, 2);
        }
        Zone::Unsaid => {}
    }
    String::from_utf8(text).expect("digits")
}

/// What a client writes for so many milliseconds since 1970; of the years 1970 to 9999, the nearest.
pub fn iso_time(ms: f64) -> String {
    let ms = if ms > 0.0 {
        ms.min(253_402_300_799_999.0)
    } else {
        0.0
    };
    print_time(ms as i64 * 1_000, Digits::Millis, Zone::Utc)
}

/// A printed time in microseconds since 1970. Without a zone it is UTC.
pub fn parse_time(text: &str) -> Option<i64> {
    let (date, time) = text.split_once('T')?;
    let mut date = date.split('-').map(|part| part.parse::<i64>().ok());
    let days = days_from_civil(date.next()??, date.next()??, date.next()??);
    let (clock, zone) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    let offset = match zone.as_bytes() {
        [sign @ (b'+' | b'-'), ..] => {
            let (hours, minutes) = zone[1..].split_once(':')?;
            let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
            if *sign == b'-' { -minutes } else { minutes }
        }
        _ => 0,
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let mut us = 0;
    for index in 0..6 {
        us = us * 10 + i64::from(fraction.as_bytes().get(index).map_or(0, |byte| byte - b'0'));
    }
    let mut clock = clock.split(':').map(|part| part.parse::<i64>().ok());
    let seconds = clock.next()?? * 3_600 + clock.next()?? * 60 + clock.next()??;
    Some((days * DAY_S + seconds - offset * 60) * SECOND_US + us)
}

fn push_digits(text: &mut Vec<u8>, number: i64, width: u32) {
    for place in (0..width).rev() {
        text.push(b'0' + (number / 10_i64.pow(place) % 10) as u8);
    }
}

/// Year, month and day of so many days after 1970-01-01 in the proleptic Gregorian calendar.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let leap_days = day_of_era / 1_460 + day_of_era / 146_096 - day_of_era / 36_524;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    (era * 400 + year_of_era + i64::from(month < 3), month, day)
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month < 3);
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[test]
fn printed_times_are_read_back() {
    for us in [
        0,
        1_767_323_045_678_901,
        -1,
        951_782_400_000_000,
        253_402_200_000_000_000,
        -62_000_000_000_000_000,
    ] {
        for zone in [
            Zone::Utc,
            Zone::Unsaid,
            Zone::Offset(330),
            Zone::Offset(-480),
        ] {
            assert_eq!(parse_time(&print_time(us, Digits::Micros, zone)), Some(us));
            let seconds = us.div_euclid(SECOND_US) * SECOND_US;
            assert_eq!(
                parse_time(&print_time(us, Digits::Seconds, zone)),
                Some(seconds)
            );
        }
    }
    let text = print_time(
        1_767_323_045_678_901,
        Digits::RoundedMillis,
        Zone::Offset(-90),
    );
    assert_eq!(text, "2026-01-02T01:34:05.679-01:30");
}

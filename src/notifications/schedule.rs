//! When somebody is told: at once, with others at the hour, the morning or the week that they chose, and not while they
//! want quiet.

use jiff::ZonedDateTime;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

use crate::model::preferences::{Frequency, Preferences};
use crate::model::time::{HOUR, Timestamp};

/// The hour of the day at which what was gathered is sent.
const MORNING: i8 = 8;

/// When something is told by mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// By a mail of its own, not before this.
    Alone(Timestamp),
    /// In a mail with others.
    Gathered(Timestamp),
}

/// `None`: never by mail. `earliest` is when there is something to tell.
pub fn when(frequency: Frequency, preferences: &Preferences, earliest: Timestamp) -> Option<When> {
    match frequency {
        Frequency::Off => None,
        Frequency::AtOnce => Some(When::Alone(after_quiet_hours(preferences, earliest))),
        Frequency::Hourly | Frequency::Daily | Frequency::Weekly => {
            let slot = next_slot(frequency, preferences, earliest);
            Some(When::Gathered(after_quiet_hours(preferences, slot)))
        }
    }
}

/// The first full hour, morning or Monday morning after `after`; of another frequency `after` itself.
pub fn next_slot(frequency: Frequency, preferences: &Preferences, after: Timestamp) -> Timestamp {
    let zone = preferences.time_zone.zone();
    match frequency {
        Frequency::AtOnce | Frequency::Off => after,
        Frequency::Hourly => Timestamp::from_micros((after.micros().div_euclid(HOUR) + 1) * HOUR),
        Frequency::Daily => morning_after(&zone, after, |_| true),
        Frequency::Weekly => morning_after(&zone, after, |date| date.weekday() == Weekday::Monday),
    }
}

/// The last Monday morning that is not after `at`.
pub fn latest_monday(preferences: &Preferences, at: Timestamp) -> Timestamp {
    let zone = preferences.time_zone.zone();
    let Some(local) = local(&zone, at) else { return at };
    let days = std::iter::successors(Some(local.date()), |date| date.yesterday().ok());
    let mondays =
        days.filter(|date| date.weekday() == Weekday::Monday).filter_map(|date| moment(&zone, date, MORNING, 0));
    mondays.take(3).find(|monday| *monday <= at).unwrap_or(at)
}

fn morning_after(zone: &TimeZone, after: Timestamp, wanted: impl Fn(Date) -> bool) -> Timestamp {
    let Some(local) = local(zone, after) else { return after };
    let days = std::iter::successors(Some(local.date()), |date| date.tomorrow().ok());
    let mornings = days.take(9).filter(|date| wanted(*date)).filter_map(|date| moment(zone, date, MORNING, 0));
    mornings.into_iter().find(|morning| *morning > after).unwrap_or(after)
}

/// `at`, or the end of the quiet hours that it falls into.
pub fn after_quiet_hours(preferences: &Preferences, at: Timestamp) -> Timestamp {
    let Some(quiet) = preferences.quiet_hours else { return at };
    let zone = preferences.time_zone.zone();
    let Some(local) = local(&zone, at) else { return at };
    let minute = i64::from(local.hour()) * 60 + i64::from(local.minute());
    let (from, to) = (i64::from(quiet.from.minutes()), i64::from(quiet.to.minutes()));
    let over_midnight = from > to;
    let is_quiet = if over_midnight { minute >= from || minute < to } else { minute >= from && minute < to };
    if !is_quiet {
        return at;
    }
    let date = if over_midnight && minute >= from { local.date().tomorrow() } else { Ok(local.date()) };
    let hour_and_minute = (i8::try_from(to / 60), i8::try_from(to % 60));
    match (date, hour_and_minute) {
        (Ok(date), (Ok(hour), Ok(minute))) => moment(&zone, date, hour, minute).filter(|end| *end > at).unwrap_or(at),
        _ => at,
    }
}

/// `None` outside the years that there are.
fn local(zone: &TimeZone, at: Timestamp) -> Option<ZonedDateTime> {
    Some(jiff::Timestamp::from_microsecond(at.micros()).ok()?.to_zoned_datetime(zone.clone()))
}

/// Where clocks are put forward over that time, as much later as they are; where it comes twice, the first one.
fn moment(zone: &TimeZone, date: Date, hour: i8, minute: i8) -> Option<Timestamp> {
    let time = Time::new(hour, minute, 0, 0).ok()?;
    let zoned = date.to_datetime(time).to_zoned_datetime(zone.clone()).ok()?;
    Some(Timestamp::from_micros(zoned.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn preferences(zone: &str, quiet: Option<(&str, &str)>) -> Preferences {
        let quiet = quiet.map(|(from, to)| serde_json::json!({"from": from, "to": to}));
        let json = serde_json::json!({"time_zone": zone, "quiet_hours": quiet});
        serde_json::from_value(json).expect("preferences")
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).expect("a time")
    }

    #[test]
    fn what_is_gathered_comes_at_the_readers_hour() {
        let berlin = preferences("Europe/Berlin", None);
        for (frequency, after, expected) in [
            (Frequency::Hourly, "2026-03-10T09:30:00Z", "2026-03-10T10:00:00Z"),
            (Frequency::Hourly, "2026-03-10T10:00:00Z", "2026-03-10T11:00:00Z"),
            (Frequency::Daily, "2026-03-10T06:59:59Z", "2026-03-10T07:00:00Z"),
            (Frequency::Daily, "2026-03-10T07:00:00Z", "2026-03-11T07:00:00Z"),
            // The clocks are put forward on 29 March.
            (Frequency::Daily, "2026-03-28T12:00:00Z", "2026-03-29T06:00:00Z"),
            (Frequency::Weekly, "2026-03-10T12:00:00Z", "2026-03-16T07:00:00Z"),
            (Frequency::Weekly, "2026-03-16T06:00:00Z", "2026-03-16T07:00:00Z"),
        ] {
            assert_eq!(next_slot(frequency, &berlin, at(after)), at(expected), "{frequency:?} after {after}");
        }
        assert_eq!(latest_monday(&berlin, at("2026-03-16T06:59:00Z")), at("2026-03-09T07:00:00Z"));
        assert_eq!(latest_monday(&berlin, at("2026-03-16T07:00:00Z")), at("2026-03-16T07:00:00Z"));
    }

    #[test]
    fn quiet_hours_end_in_the_readers_zone() {
        let night = preferences("America/New_York", Some(("22:00", "07:30")));
        for (time, expected) in [
            ("2026-01-10T03:00:00Z", "2026-01-10T12:30:00Z"),
            ("2026-01-10T12:29:59Z", "2026-01-10T12:30:00Z"),
            ("2026-01-10T12:30:00Z", "2026-01-10T12:30:00Z"),
            ("2026-01-11T02:59:59Z", "2026-01-11T02:59:59Z"),
        ] {
            assert_eq!(after_quiet_hours(&night, at(time)), at(expected), "{time}");
        }
        let noon = preferences("UTC", Some(("12:00", "14:00")));
        assert_eq!(after_quiet_hours(&noon, at("2026-01-10T13:00:00Z")), at("2026-01-10T14:00:00Z"));
        assert_eq!(after_quiet_hours(&noon, at("2026-01-10T14:00:00Z")), at("2026-01-10T14:00:00Z"));
        let none = preferences("UTC", Some(("09:00", "09:00")));
        assert_eq!(after_quiet_hours(&none, at("2026-01-10T09:00:00Z")), at("2026-01-10T09:00:00Z"));
    }

    #[test]
    fn a_frequency_is_a_mail_of_its_own_or_one_with_others() {
        let night = preferences("UTC", Some(("22:00", "07:00")));
        let late = at("2026-01-10T23:00:00Z");
        assert_eq!(when(Frequency::AtOnce, &night, late), Some(When::Alone(at("2026-01-11T07:00:00Z"))));
        assert_eq!(when(Frequency::Hourly, &night, late), Some(When::Gathered(at("2026-01-11T07:00:00Z"))));
        assert_eq!(when(Frequency::Daily, &night, late), Some(When::Gathered(at("2026-01-11T08:00:00Z"))));
        assert_eq!(when(Frequency::Off, &night, late), None);
    }

    proptest! {
        #[test]
        fn nothing_is_told_before_it_happened_or_in_quiet_hours(
            micros in 1_000_000_000_000_000_i64..3_000_000_000_000_000,
            from in 0_u16..1440, to in 0_u16..1440,
            zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Australia/Lord_Howe"]),
            frequency in prop::sample::select(Frequency::ALL.to_vec()),
        ) {
            let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
            let preferences = preferences(zone, Some((&clock(from), &clock(to))));
            let happened = Timestamp::from_micros(micros);
            let told = when(frequency, &preferences, happened);
            prop_assert_eq!(told.is_none(), frequency == Frequency::Off);
            if let Some(When::Alone(at) | When::Gathered(at)) = told {
                prop_assert!(at >= happened);
                prop_assert_eq!(after_quiet_hours(&preferences, at), at, "it is loud then");
                prop_assert!(at.micros() - micros <= 9 * 24 * HOUR);
            }
        }
    }
}

//! The days that are looked at, as the address says them.

use serde::Deserialize;

use crate::http::pages::field::Errors;
use crate::model::time::{DAY, Timestamp};

/// Numbers of days that the page offers.
pub const OFFERED: &[i64] = &[7, 28, 90];
const USUAL_DAYS: i64 = 28;

/// Either so many days up to today, or from one day to another, both included.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    days: String,
    /// As `2026-03-09`.
    pub from: String,
    pub to: String,
}

impl Asked {
    pub const fn offered(&self) -> &'static [i64] {
        OFFERED
    }

    /// Whether these are the days up to today.
    pub fn is(&self, days: &i64) -> bool {
        self.from.is_empty() && self.to.is_empty() && self.days.parse().unwrap_or(USUAL_DAYS) == *days
    }

    /// The beginning of the first day and, if it is over, the end of the last one. Errors: what is no date.
    pub fn period(&self, now: Timestamp) -> Result<(Timestamp, Timestamp), Errors> {
        let mut errors = Errors::default();
        let mut day = |field: &str, text: &str| {
            let parsed = Timestamp::parse(&format!("{text}T00:00:00Z"));
            parsed.map_err(|_| errors.0.push((field.to_owned(), "must be a date such as 2026-03-09".to_owned()))).ok()
        };
        if self.from.is_empty() && self.to.is_empty() {
            let days = self.days.parse().ok().filter(|days| OFFERED.contains(days)).unwrap_or(USUAL_DAYS);
            return Ok((Timestamp::from_micros((now.micros() / DAY - days + 1) * DAY), now));
        }
        let (from, to) = (day("from", &self.from), day("to", &self.to));
        let period = from.zip(to).map(|(from, to)| (from, to.plus(DAY).min(now)));
        period.ok_or(errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_whole_but_for_today() {
        let now = Timestamp::parse("2026-03-09T15:30:00Z").expect("a time");
        let told = |days: &str, from: &str, to: &str| {
            let asked = Asked { days: days.to_owned(), from: from.to_owned(), to: to.to_owned() };
            let text = |(from, to): (Timestamp, Timestamp)| format!("{from} {to}");
            asked.period(now).map(text).map_err(|errors| errors.0.len())
        };
        let week = "2026-03-03T00:00:00.000000Z 2026-03-09T15:30:00.000000Z";
        assert_eq!(told("7", "", "").map(|it| it.len() > 20), Ok(true));
        assert_eq!(told("7", "", "").map(|it| it[..13].to_owned()), Ok(week[..13].to_owned()));
        assert_eq!(told("", "2026-03-01", "2026-03-02").map(|it| it.contains("2026-03-03T00:00:00")), Ok(true));
        assert_eq!(told("", "2026-03-01", "2026-03-30").map(|it| it.contains("2026-03-09T15:30:00")), Ok(true));
        assert_eq!(told("", "yesterday", "").err(), Some(2));
    }
}

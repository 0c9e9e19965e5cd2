//! The words of a page, in the language of whoever reads it. Templates say `{{ w.say("page-skip") }}`.

use std::borrow::Borrow;

use crate::model::locale::Locale;
use crate::model::time::{DAY, MINUTE, Timestamp};
use crate::texts::{self, Args};

/// Says messages of `texts`.
#[derive(Debug, Clone, Copy)]
pub struct Words(pub Locale);

impl Words {
    /// The language's code, for `lang`.
    pub const fn lang(&self) -> &'static str {
        self.0.as_str()
    }

    pub fn say(&self, name: &str) -> String {
        self.with_args(name, &Args::new())
    }

    /// The message of one of our names with underscores: `named("reason", "off_topic")`.
    pub fn named(&self, start: &str, name: &str) -> String {
        self.say(&format!("{start}-{}", name.replace('_', "-")))
    }

    /// A message that chooses its form by `$count`.
    pub fn count(&self, name: &str, count: impl Into<i64>) -> String {
        self.with_args(name, &Args::from_iter([("count", texts::number(count.into()))]))
    }

    /// A message with one variable.
    pub fn with(&self, name: &str, variable: &str, value: &str) -> String {
        self.with_args(name, &Args::from_iter([(variable, value)]))
    }

    /// A message with two variables.
    pub fn with_two(&self, name: &str, one: (&str, &str), other: (&str, &str)) -> String {
        self.with_args(name, &Args::from_iter([one, other]))
    }

    /// The message's name where there is none: a page is shown all the same.
    pub fn with_args(&self, name: &str, args: &Args<'_>) -> String {
        texts::text(self.0, name, args).unwrap_or_else(|| {
            tracing::error!(name, locale = self.0.as_str(), "a message is missing");
            name.to_owned()
        })
    }

    /// "3 hours ago"; the date once a week has passed.
    pub fn ago(&self, then: Timestamp, now: Timestamp) -> String {
        let passed = now.micros().saturating_sub(then.micros());
        match passed {
            ..MINUTE => self.say("time-now"),
            MINUTE.. if passed < 7 * DAY => self.with("time-ago", "age", &self.age(passed / MINUTE)),
            _ => self.date(then),
        }
    }

    /// A time that has passed, in its largest unit, rounded down.
    pub fn age(&self, minutes: i64) -> String {
        match minutes.max(0) {
            minutes @ 0..60 => self.count("age-minutes", minutes),
            minutes @ 60..1440 => self.count("age-hours", minutes / 60),
            minutes => self.count("age-days", minutes / 1440),
        }
    }

    /// "3 March 2026", in UTC.
    pub fn date(&self, at: impl Borrow<Timestamp>) -> String {
        self.dated("date", *at.borrow())
    }

    /// The date and the time, in UTC.
    pub fn moment(&self, at: impl Borrow<Timestamp>) -> String {
        self.dated("moment", *at.borrow())
    }

    fn dated(&self, message: &str, at: Timestamp) -> String {
        let Ok(day) = time::OffsetDateTime::from_unix_timestamp(at.seconds()) else { return at.to_string() };
        let mut args = Args::new();
        args.set("day", texts::number(i64::from(day.day())));
        args.set("month", texts::number(i64::from(u8::from(day.month()))));
        args.set("year", day.year().to_string());
        args.set("time", format!("{:02}:{:02}", day.hour(), day.minute()));
        args.set("zone", "UTC");
        self.with_args(message, &args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_as_people_tell_them() {
        let now = Timestamp::parse("2026-03-09T12:00:00Z").expect("a time");
        for (then, english, german) in [
            ("2026-03-09T11:59:30Z", "just now", "gerade eben"),
            ("2026-03-09T12:00:30Z", "just now", "gerade eben"),
            ("2026-03-09T11:58:00Z", "2 minutes ago", "vor 2 Minuten"),
            ("2026-03-08T11:00:00Z", "a day ago", "vor einem Tag"),
            ("2026-03-01T12:00:00Z", "1 March 2026", "1. März 2026"),
        ] {
            let then = Timestamp::parse(then).expect("a time");
            assert_eq!(Words(Locale::English).ago(then, now).replace("one ", "a "), english);
            assert_eq!(Words(Locale::German).ago(then, now), german);
        }
    }

    /// Names in quotes after `say(` and its like, in all templates.
    #[test]
    fn what_the_templates_say_there_is() {
        let mut folders = vec![std::path::PathBuf::from("src/http/templates")];
        let mut missing = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).expect("a template");
                for call in [".say(\"", ".count(\"", ".with(\"", ".with_two(\""] {
                    for name in text.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                        if !texts::has(name) {
                            missing.push(format!("{}: {name}", path.display()));
                        }
                    }
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }
}

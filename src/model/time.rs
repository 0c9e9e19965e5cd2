//! A moment: UTC microseconds since the Unix epoch, RFC 3339 in JSON.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

pub const SECOND: i64 = 1_000_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// UTC microseconds since the Unix epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, utoipa::ToSchema)]
#[schema(value_type = String, format = DateTime)]
pub struct Timestamp(i64);

impl Timestamp {
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    pub const fn micros(self) -> i64 {
        self.0
    }

    pub const fn millis(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(SECOND)
    }

    /// This moment moved by `micros`, which may be negative; use the constants of this module.
    #[must_use]
    pub const fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// How long after `earlier` this is; zero if it is not after it.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// Errors: not RFC 3339, or outside the years 1970 to 9999.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "must be a time such as 2026-03-01T09:30:00Z (RFC 3339)".to_owned();
        let parsed = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| wrong())?;
        let micros = i64::try_from(parsed.unix_timestamp_nanos().div_euclid(1_000)).map_err(|_| wrong())?;
        if micros < 0 { Err(wrong()) } else { Ok(Self(micros)) }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000)
            .ok()
            .and_then(|moment| moment.format(&Rfc3339).ok());
        f.write_str(text.as_deref().unwrap_or("9999-12-31T23:59:59Z"))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_micros_agree() {
        let moment = Timestamp::parse("2026-11-23T10:11:12.345678Z").expect("a time");
        assert_eq!(moment.to_string(), "2026-11-23T10:11:12.345678Z");
        assert_eq!(Timestamp::parse("2026-11-23T11:11:12.345678+01:00"), Ok(moment));
        assert!(Timestamp::parse("yesterday").is_err());
        assert!(Timestamp::parse("1901-01-01T00:00:00Z").is_err());
    }
}

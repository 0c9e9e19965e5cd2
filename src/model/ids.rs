//! Time-sorted 64-bit ids, a type for each noun; strings in JSON.

use std::fmt;
use std::str::FromStr;
use std::sync::Mutex;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::time::Timestamp;

/// 2000-01-01T00:00:00Z in milliseconds since the Unix epoch. 41 usable bits of milliseconds from here end in 2069,
/// and imported comments of any age still get positive ids.
const EPOCH_MS: i64 = 946_684_800_000;
const RANDOM_BITS: u32 = 22;

/// Hands out ids that are unique in this process and grow with time.
#[derive(Default)]
pub struct IdSource {
    last: Mutex<i64>,
}

impl IdSource {
    /// The next id for `now`: milliseconds since 2000 in the high bits, 22 random bits below. Two ids of one
    /// millisecond continue from the last one, so that a busy process never draws the same twice.
    pub fn next<T: From<i64>>(&self, now: Timestamp) -> T {
        let base = first_id_at(now);
        let random = i64::from(rand::random::<u32>() >> (32 - RANDOM_BITS));
        let mut last = self.last.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let same_millisecond = *last >> RANDOM_BITS >= base >> RANDOM_BITS;
        let id = if same_millisecond { *last + 1 + random % 64 } else { base + random };
        *last = id;
        T::from(id)
    }
}

/// The smallest id that a row made at `at` can have; a boundary for "since" queries on ids.
pub fn first_id_at(at: Timestamp) -> i64 {
    (at.millis() - EPOCH_MS).clamp(0, i64::MAX >> RANDOM_BITS) << RANDOM_BITS
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl From<i64> for $name {
            fn from(value: i64) -> Self {
                Self(value)
            }
        }

        impl From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                let canonical = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
                match text.parse::<i64>() {
                    Ok(value) if canonical => Ok(Self(value)),
                    _ => Err("must be an id: a string of decimal digits".to_owned()),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                id_schema()
            }
        }

        impl utoipa::ToSchema for $name {}
    )+};
}

/// How an id stands in the API description: a string of digits.
fn id_schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
    use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
    Schema::Object(ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[1-9][0-9]{0,18}$")).build()).into()
}

ids! {
    AccountId,
    ApiTokenId,
    AppealId,
    AuthorNoteId,
    /// A time in which a list waited for too long.
    BreachId,
    CannedTextId,
    ClaimId,
    CommentId,
    DecisionId,
    FindingId,
    /// A thread or comment that somebody follows, or does not want to hear of.
    FollowId,
    /// Somebody without an account who left an address on a site.
    GuestId,
    /// A row of the outbox.
    MailId,
    /// A single-use token that was mailed to somebody.
    LinkId,
    /// Something that somebody was told.
    NotificationId,
    /// A question to another server, or what it is told.
    RemoteCheckId,
    ReportId,
    SanctionId,
    SecondLookId,
    SessionId,
    SiteId,
    ThreadId,
    /// A stay on a moderators' list that is over.
    VisitId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_millisecond_differ_and_grow() {
        let source = IdSource::default();
        let now = Timestamp::from_micros(1_790_000_000_000_000);
        let ids: Vec<i64> = (0..10_000).map(|_| source.next(now)).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        let later: i64 = source.next(Timestamp::from_micros(1_790_000_001_000_000));
        assert!(later > ids[9_999]);
    }

    #[test]
    fn an_id_in_json_is_a_canonical_string() {
        let id: CommentId = serde_json::from_str("\"42\"").expect("an id");
        assert_eq!(serde_json::to_string(&id).expect("json"), "\"42\"");
        for bad in ["42", "\"042\"", "\"-1\"", "\"\"", "\"99999999999999999999\"", "\"+4\""] {
            assert!(serde_json::from_str::<CommentId>(bad).is_err(), "{bad} was taken for an id");
        }
    }
}

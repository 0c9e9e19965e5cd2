//! How often somebody is mailed about what, in which language, and when not.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::decision::text_enum;
use super::locale::Locale;
use super::queue::Queue;

text_enum! {
    /// What mails are about, as far as one can choose; mails about the account itself are always sent.
    Topic {
        /// Somebody replied to a comment of one's own.
        Replies = "replies",
        /// Somebody wrote in a thread, or below a comment, that one follows.
        Follows = "follows",
        /// Somebody named one in a comment.
        Mentions = "mentions",
        /// A moderator decided on a comment of one's own.
        Decisions = "decisions",
        /// A moderator decided on a comment that one had reported.
        Reports = "reports",
        /// Comments wait for moderation; for moderators.
        Waiting = "waiting",
        /// A list waits for longer than its site wants; for moderators.
        Targets = "targets",
        /// The week's figures of a site; for moderators.
        Figures = "figures",
    }
}

text_enum! {
    /// How often.
    Frequency {
        AtOnce = "at_once",
        /// Gathered, at the full hour.
        Hourly = "hourly",
        /// Gathered, at 8 in the morning.
        Daily = "daily",
        /// Gathered, on Monday at 8 in the morning.
        Weekly = "weekly",
        Off = "off",
    }
}

text_enum! {
    /// What one wants of a thread or of what stands below a comment.
    FollowState {
        /// To hear of every new comment.
        Following = "following",
        /// To hear of none, nor of replies to oneself.
        Muted = "muted",
    }
}

/// A time of day, as `HH:MM`; minutes since midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, utoipa::ToSchema)]
#[schema(value_type = String, pattern = "^[0-2][0-9]:[0-5][0-9]$")]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// Errors: not a time from 00:00 to 23:59.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "must be a time of day such as 22:30".to_owned();
        let (hours, minutes) = text.split_once(':').ok_or_else(wrong)?;
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(hours) || !digits(minutes) {
            return Err(wrong());
        }
        let (hours, minutes): (u16, u16) = (hours.parse().map_err(|_| wrong())?, minutes.parse().map_err(|_| wrong())?);
        if hours > 23 || minutes > 59 {
            return Err(wrong());
        }
        Ok(Self(hours * 60 + minutes))
    }

    /// Since midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// When no mail is sent but those that somebody waits for; over midnight if `from` is after `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    pub from: TimeOfDay,
    pub to: TimeOfDay,
}

/// A time zone by its IANA name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(value_type = String, pattern = "^[A-Za-z0-9_+/-]+$")]
pub struct ZoneName(String);

impl ZoneName {
    /// Errors: no time zone has that name.
    pub fn parse(text: &str) -> Result<Self, String> {
        match jiff::tz::TimeZone::get(text) {
            // As it is written in the database of zones.
            Ok(zone) => Ok(Self(zone.iana_name().unwrap_or(text).to_owned())),
            Err(_) => Err("must be the name of a time zone such as Europe/Berlin".to_owned()),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names there are.
    pub fn all() -> Vec<String> {
        jiff::tz::db().available().map(|name| name.to_string()).collect()
    }

    /// UTC if the database of zones does not know it any more.
    pub fn zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::get(&self.0).unwrap_or(jiff::tz::TimeZone::UTC)
    }
}

impl Default for ZoneName {
    fn default() -> Self {
        Self("UTC".to_owned())
    }
}

impl<'de> Deserialize<'de> for ZoneName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// Frequencies by list.
type Lists = BTreeMap<Queue, Frequency>;

/// What an account or a guest wants to be told, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Preferences {
    /// Somebody replied to a comment of one's own.
    pub replies: Frequency,
    /// Somebody wrote in a thread, or below a comment, that one follows.
    pub follows: Frequency,
    /// Somebody named one in a comment.
    pub mentions: Frequency,
    /// A moderator decided on a comment of one's own.
    pub decisions: Frequency,
    /// A moderator decided on a comment that one had reported.
    pub reports: Frequency,
    /// Something waits on the lists `pending`, `reported` or `appealed`, for moderators; `at_once` is at most four times
    /// an hour.
    pub waiting: Frequency,
    /// A list waits for longer than its site wants, for moderators.
    pub targets: Frequency,
    /// The week's figures, for moderators: `weekly` or `off`.
    pub figures: Frequency,
    /// Of a site, by its slug: how often one is told that something waits on a list, instead of `waiting`.
    pub sites: BTreeMap<String, Lists>,
    pub quiet_hours: Option<QuietHours>,
    /// In which the quiet hours, the morning and the week are one's own.
    pub time_zone: ZoneName,
    /// `None`: that of the site.
    pub locale: Option<Locale>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            replies: Frequency::AtOnce,
            follows: Frequency::Hourly,
            mentions: Frequency::AtOnce,
            decisions: Frequency::AtOnce,
            reports: Frequency::AtOnce,
            waiting: Frequency::AtOnce,
            targets: Frequency::AtOnce,
            figures: Frequency::Weekly,
            sites: BTreeMap::new(),
            quiet_hours: None,
            time_zone: ZoneName::default(),
            locale: None,
        }
    }
}

impl Preferences {
    pub const fn of(&self, topic: Topic) -> Frequency {
        match topic {
            Topic::Replies => self.replies,
            Topic::Follows => self.follows,
            Topic::Mentions => self.mentions,
            Topic::Decisions => self.decisions,
            Topic::Reports => self.reports,
            Topic::Waiting => self.waiting,
            Topic::Targets => self.targets,
            Topic::Figures => self.figures,
        }
    }

    pub const fn set(&mut self, topic: Topic, frequency: Frequency) {
        match topic {
            Topic::Replies => self.replies = frequency,
            Topic::Follows => self.follows = frequency,
            Topic::Mentions => self.mentions = frequency,
            Topic::Decisions => self.decisions = frequency,
            Topic::Reports => self.reports = frequency,
            Topic::Waiting => self.waiting = frequency,
            Topic::Targets => self.targets = frequency,
            Topic::Figures => self.figures = frequency,
        }
    }

    /// How often a moderator is told that something waits on a list of a site.
    pub fn of_list(&self, site_slug: &str, queue: Queue) -> Frequency {
        let own = self.sites.get(site_slug).and_then(|lists| lists.get(&queue));
        own.copied().unwrap_or(match queue {
            Queue::Pending | Queue::Reported | Queue::Appealed => self.waiting,
            Queue::Unreviewed | Queue::Spam => Frequency::Off,
        })
    }
}

/// `null` and absent are two things.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// A change of [`Preferences`]; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PreferencesUpdate {
    pub replies: Option<Frequency>,
    pub follows: Option<Frequency>,
    pub mentions: Option<Frequency>,
    pub decisions: Option<Frequency>,
    pub reports: Option<Frequency>,
    pub waiting: Option<Frequency>,
    pub targets: Option<Frequency>,
    /// `weekly` or `off`.
    pub figures: Option<Frequency>,
    /// Takes the place of all that was there.
    pub sites: Option<BTreeMap<String, Lists>>,
    /// `null`: there are none.
    #[serde(deserialize_with = "given")]
    pub quiet_hours: Option<Option<QuietHours>>,
    pub time_zone: Option<ZoneName>,
    /// `null`: that of the site.
    #[serde(deserialize_with = "given")]
    pub locale: Option<Option<Locale>>,
}

impl PreferencesUpdate {
    /// Errors: the field that is wrong, and why.
    pub fn apply(self, to: Preferences) -> Result<Preferences, (&'static str, String)> {
        const MOST_SITES: usize = 200;
        if self.figures.is_some_and(|figures| !matches!(figures, Frequency::Weekly | Frequency::Off)) {
            return Err(("figures", "must be weekly or off".to_owned()));
        }
        if self.sites.as_ref().is_some_and(|sites| sites.len() > MOST_SITES) {
            return Err(("sites", format!("must have at most {MOST_SITES} members")));
        }
        Ok(Preferences {
            replies: self.replies.unwrap_or(to.replies),
            follows: self.follows.unwrap_or(to.follows),
            mentions: self.mentions.unwrap_or(to.mentions),
            decisions: self.decisions.unwrap_or(to.decisions),
            reports: self.reports.unwrap_or(to.reports),
            waiting: self.waiting.unwrap_or(to.waiting),
            targets: self.targets.unwrap_or(to.targets),
            figures: self.figures.unwrap_or(to.figures),
            sites: self.sites.unwrap_or(to.sites),
            quiet_hours: self.quiet_hours.unwrap_or(to.quiet_hours),
            time_zone: self.time_zone.unwrap_or(to.time_zone),
            locale: self.locale.unwrap_or(to.locale),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_begin_with_defaults_and_change_by_name() {
        let preferences: Preferences = serde_json::from_str(r#"{"replies": "off"}"#).expect("preferences");
        assert_eq!(preferences, Preferences { replies: Frequency::Off, ..Preferences::default() });
        let update = r#"{"replies": "daily", "quiet_hours": {"from": "22:00", "to": "07:30"},
            "time_zone": "europe/berlin", "locale": "de", "sites": {"news": {"spam": "weekly"}}}"#;
        let update: PreferencesUpdate = serde_json::from_str(update).expect("an update");
        let changed = update.apply(preferences).expect("changed");
        assert_eq!((changed.replies, changed.locale), (Frequency::Daily, Some(Locale::German)));
        assert_eq!(changed.of_list("news", Queue::Spam), Frequency::Weekly);
        assert_eq!(changed.of_list("news", Queue::Pending), Frequency::AtOnce);
        assert_eq!(changed.of_list("other", Queue::Spam), Frequency::Off);
        let kept = serde_json::to_value(&changed).expect("JSON");
        assert_eq!(kept["quiet_hours"]["to"], "07:30");
        assert_eq!(kept["time_zone"], "Europe/Berlin", "as it is written in the database of zones");
        let cleared: PreferencesUpdate = serde_json::from_str(r#"{"quiet_hours": null}"#).expect("an update");
        assert_eq!(cleared.apply(changed).expect("changed").quiet_hours, None);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for text in [
            r#"{"digest": "daily"}"#,
            r#"{"replies": true}"#,
            r#"{"time_zone": "Europe/Atlantis"}"#,
            r#"{"quiet_hours": {"from": "24:00", "to": "07:30"}}"#,
            r#"{"quiet_hours": {"from": "7:30", "to": "08:00"}}"#,
            r#"{"locale": "xx"}"#,
        ] {
            assert!(serde_json::from_str::<PreferencesUpdate>(text).is_err(), "{text}");
        }
        let update: PreferencesUpdate = serde_json::from_str(r#"{"figures": "daily"}"#).expect("an update");
        assert_eq!(update.apply(Preferences::default()).expect_err("refused").0, "figures");
    }

    #[test]
    fn each_topic_is_a_member() {
        let mut preferences = Preferences::default();
        for &topic in Topic::ALL {
            preferences.set(topic, Frequency::Off);
            assert_eq!(preferences.of(topic), Frequency::Off);
            let kept = serde_json::to_value(&preferences).expect("JSON");
            assert_eq!(kept[topic.as_str()], "off");
        }
    }
}

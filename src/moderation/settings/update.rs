//! Changing a site's rules: what is missing stays as it is, what is given has to be within its bounds.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::Rules;
use crate::model::comment::{MAX_BODY_CHARACTERS, is_invisible};
use crate::model::field::FieldErrors;
use crate::model::site::Policy;
use crate::moderation::text::Normalized;

const MAX_WORDS: usize = 2_000;
const MAX_WORD_CHARACTERS: usize = 100;

/// Changes to a site's rules; a missing member keeps its value. The members are those of [`Rules`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RulesUpdate {
    /// Whose comments wait for a moderator.
    pub policy: Option<Policy>,
    /// How many published comments an author needs before `first-time` stops holding, 0 to 100.
    pub first_comments: Option<u32>,
    /// Whether one can comment without an account.
    pub guests: Option<bool>,
    /// Whether a guest has to give an e-mail address.
    pub guest_email_required: Option<bool>,
    /// How long a comment can be.
    pub length: Option<LengthUpdate>,
    /// How many links a comment can have.
    pub links: Option<LinkUpdate>,
    /// Words that comments, names and websites are searched for.
    pub words: Option<WordUpdate>,
    /// How fast one author can comment.
    pub rate: Option<RateUpdate>,
    /// For how many hours the same text is not taken again, 0 to 720.
    pub repeat_window_hours: Option<u32>,
    /// For how many minutes authors can change a comment, 0 to 10080.
    pub edit_window_minutes: Option<u32>,
    /// How many levels of replies are indented, 1 to 10.
    pub depth_shown: Option<u32>,
    /// How many days after it began a thread takes no more comments, 1 to 3650; null: it always does.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<u32>)]
    pub close_after_days: Option<Option<u32>>,
    /// For how many seconds a decision can be undone, and its mails are held back, 0 to 3600.
    pub undo_seconds: Option<u32>,
    /// Whether authors are told the name of who decided on their comments.
    pub name_moderators: Option<bool>,
}

/// How long a comment can be, in characters as readers count them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LengthUpdate {
    /// The fewest visible characters, 1 to 1000.
    pub min: Option<u32>,
    /// The most characters, `min` to 20000.
    pub max: Option<u32>,
}

/// How many links a comment can have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkUpdate {
    /// A comment with more links than this is held, 0 to 100.
    pub hold_over: Option<u32>,
}

/// Whole lists: a list that is given replaces the one before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordUpdate {
    /// A comment with one of these is refused. At most 2000 of 1 to 100 characters each.
    pub banned: Option<Vec<String>>,
    /// A comment with one of these is held. At most 2000 of 1 to 100 characters each.
    pub suspect: Option<Vec<String>>,
}

/// How many comments one author can send.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RateUpdate {
    /// Comments a minute, 1 to 1000.
    pub per_minute: Option<u32>,
    /// Comments an hour, 1 to 10000.
    pub per_hour: Option<u32>,
}

impl RulesUpdate {
    /// The rules after the change; word lists are trimmed and without repetitions.
    ///
    /// Errors: every member that is out of its bounds afterwards.
    pub fn apply(self, current: &Rules) -> Result<Rules, FieldErrors> {
        let mut rules = current.clone();
        set(&mut rules.policy, self.policy);
        set(&mut rules.first_comments, self.first_comments);
        set(&mut rules.guests, self.guests);
        set(&mut rules.guest_email_required, self.guest_email_required);
        let length = self.length.unwrap_or_default();
        set(&mut rules.length.min, length.min);
        set(&mut rules.length.max, length.max);
        set(&mut rules.links.hold_over, self.links.unwrap_or_default().hold_over);
        let words = self.words.unwrap_or_default();
        set(&mut rules.words.banned, words.banned.map(|list| tidy(&list)));
        set(&mut rules.words.suspect, words.suspect.map(|list| tidy(&list)));
        let rate = self.rate.unwrap_or_default();
        set(&mut rules.rate.per_minute, rate.per_minute);
        set(&mut rules.rate.per_hour, rate.per_hour);
        set(&mut rules.repeat_window_hours, self.repeat_window_hours);
        set(&mut rules.edit_window_minutes, self.edit_window_minutes);
        set(&mut rules.depth_shown, self.depth_shown);
        set(&mut rules.close_after_days, self.close_after_days);
        set(&mut rules.undo_seconds, self.undo_seconds);
        set(&mut rules.name_moderators, self.name_moderators);
        check(&rules)?;
        Ok(rules)
    }
}

fn set<T>(member: &mut T, change: Option<T>) {
    if let Some(value) = change {
        *member = value;
    }
}

/// Keeps a null apart from a missing member.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<u32>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// The words trimmed, each once however it is spelled, in their order.
fn tidy(words: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    let trimmed = words.iter().map(|word| word.trim());
    trimmed.filter(|word| seen.insert(Normalized::of(word).text().to_owned())).map(str::to_owned).collect()
}

fn check(rules: &Rules) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    let longest = u32::try_from(MAX_BODY_CHARACTERS).unwrap_or(u32::MAX);
    within(&mut errors, "first_comments", rules.first_comments, 0..=100, "comments");
    within(&mut errors, "length.min", rules.length.min, 1..=1_000, "characters");
    within(&mut errors, "length.max", rules.length.max, rules.length.min.min(longest)..=longest, "characters");
    within(&mut errors, "links.hold_over", rules.links.hold_over, 0..=100, "links");
    check_words(&mut errors, "words.banned", &rules.words.banned);
    check_words(&mut errors, "words.suspect", &rules.words.suspect);
    within(&mut errors, "rate.per_minute", rules.rate.per_minute, 1..=1_000, "comments");
    within(&mut errors, "rate.per_hour", rules.rate.per_hour, 1..=10_000, "comments");
    within(&mut errors, "repeat_window_hours", rules.repeat_window_hours, 0..=720, "hours");
    within(&mut errors, "edit_window_minutes", rules.edit_window_minutes, 0..=10_080, "minutes");
    within(&mut errors, "depth_shown", rules.depth_shown, 1..=10, "levels");
    if let Some(days) = rules.close_after_days {
        within(&mut errors, "close_after_days", days, 1..=3_650, "days, or null for never");
    }
    within(&mut errors, "undo_seconds", rules.undo_seconds, 0..=3_600, "seconds");
    errors.finish()
}

fn within(errors: &mut FieldErrors, field: &str, value: u32, bounds: RangeInclusive<u32>, unit: &str) {
    let message = format!("must be {} to {} {unit}; {value} is not", bounds.start(), bounds.end());
    errors.require(field, bounds.contains(&value), &message);
}

fn check_words(errors: &mut FieldErrors, field: &str, words: &[String]) {
    let count = format!("must have at most {MAX_WORDS} words; these are {}", words.len());
    errors.require(field, words.len() <= MAX_WORDS, &count);
    let visible = words.iter().all(|word| !word.chars().all(is_invisible));
    errors.require(field, visible, "must have no empty words");
    if let Some(word) = words.iter().find(|word| word.chars().count() > MAX_WORD_CHARACTERS) {
        let start: String = word.chars().take(20).collect();
        let message = format!("must have words of at most {MAX_WORD_CHARACTERS} characters; “{start}…” is longer");
        errors.require(field, false, &message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(json: &str) -> RulesUpdate {
        serde_json::from_str(json).expect("an update")
    }

    fn wrong_fields(json: &str) -> Vec<String> {
        let errors = update(json).apply(&Rules::default()).expect_err("an error");
        errors.0.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn an_empty_update_changes_nothing() {
        let rules = Rules { close_after_days: Some(7), depth_shown: 2, ..Rules::default() };
        assert_eq!(update("{}").apply(&rules), Ok(rules.clone()));
        assert_eq!(update(r#"{"length": {}, "words": {}, "rate": {}, "links": {}}"#).apply(&rules), Ok(rules));
    }

    #[test]
    fn given_members_change_and_null_reopens_old_threads() {
        let rules = Rules { close_after_days: Some(7), ..Rules::default() };
        let changed = update(r#"{"policy": "open", "length": {"max": 800}, "close_after_days": null}"#).apply(&rules);
        let mut expected = Rules { policy: Policy::Open, ..Rules::default() };
        expected.length.max = 800;
        assert_eq!(changed, Ok(expected));
    }

    #[test]
    fn unknown_members_are_refused_at_every_level() {
        for json in [r#"{"polcy": "open"}"#, r#"{"length": {"maximum": 3}}"#, r#"{"words": {"bad": []}}"#] {
            assert!(serde_json::from_str::<RulesUpdate>(json).is_err(), "{json} was taken");
        }
    }

    #[test]
    fn every_bound_is_named_at_once() {
        let all = r#"{"first_comments": 101, "length": {"min": 0, "max": 20001}, "links": {"hold_over": 101},
            "rate": {"per_minute": 0, "per_hour": 10001}, "repeat_window_hours": 721, "edit_window_minutes": 10081,
            "depth_shown": 11, "close_after_days": 0, "undo_seconds": 3601}"#;
        let fields = [
            "first_comments",
            "length.min",
            "length.max",
            "links.hold_over",
            "rate.per_minute",
            "rate.per_hour",
            "repeat_window_hours",
            "edit_window_minutes",
            "depth_shown",
            "close_after_days",
            "undo_seconds",
        ];
        assert_eq!(wrong_fields(all), fields);
        assert_eq!(wrong_fields(r#"{"length": {"min": 10, "max": 9}}"#), ["length.max"]);
        assert_eq!(wrong_fields(r#"{"depth_shown": 0}"#), ["depth_shown"]);
    }

    #[test]
    fn word_lists_are_trimmed_and_each_word_is_kept_once() {
        let rules = update(r#"{"words": {"banned": [" Turnip ", "turnip", "cold  ham", "COLD HAM"]}}"#)
            .apply(&Rules::default())
            .expect("rules");
        assert_eq!(rules.words.banned, ["Turnip", "cold  ham"]);
    }

    #[test]
    fn word_lists_have_bounds() {
        assert_eq!(wrong_fields(r#"{"words": {"banned": ["ham", " "]}}"#), ["words.banned"]);
        assert_eq!(wrong_fields(r#"{"words": {"suspect": ["\u200b"]}}"#), ["words.suspect"]);
        let with_words = |suspect: Vec<String>| {
            let words = WordUpdate { banned: None, suspect: Some(suspect) };
            RulesUpdate { words: Some(words), ..RulesUpdate::default() }.apply(&Rules::default())
        };
        assert!(with_words(vec!["é".repeat(100)]).is_ok());
        assert!(with_words(vec!["é".repeat(101)]).is_err());
        assert!(with_words((0..2_000).map(|n| n.to_string()).collect()).is_ok());
        let errors = with_words((0..2_001).map(|n| n.to_string()).collect()).expect_err("too many");
        assert!(errors.to_string().contains("2001"), "{errors}");
    }
}

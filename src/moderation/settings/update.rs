//! Changing a site's rules: what is missing stays as it is, what is given has to be within its bounds.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;
use utoipa::ToSchema;

use super::Rules;
use super::bounds::check;
use crate::model::field::FieldErrors;
use crate::moderation::text::Normalized;
use crate::moderation::words::pattern_of;

/// Changes to a site's rules: any members of [`Rules`], at any depth.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = Rules)]
pub struct RulesUpdate(Map<String, Value>);

impl RulesUpdate {
    /// The rules after the change: a missing member keeps its value, a list that is given replaces the one before.
    /// Lists are trimmed and without repetitions.
    ///
    /// Errors: a member that is unknown or of the wrong type; or every member that is out of its bounds.
    pub fn apply(self, current: &Rules) -> Result<Rules, FieldErrors> {
        let mut merged = serde_json::to_value(current).map_err(|error| FieldErrors::one("", error.to_string()))?;
        merge(&mut merged, Value::Object(self.0));
        let mut rules: Rules = serde_path_to_error::deserialize(merged)
            .map_err(|error| FieldErrors::one(&error.path().to_string(), error.inner().to_string()))?;
        for list in [&mut rules.words.banned, &mut rules.words.suspect] {
            *list = tidy(list);
        }
        for list in [&mut rules.links.allowed, &mut rules.links.denied, &mut rules.public_email_domains] {
            *list = tidy_domains(list);
        }
        check(&rules)?;
        Ok(rules)
    }
}

fn merge(current: &mut Value, change: Value) {
    match (current, change) {
        (Value::Object(members), Value::Object(changes)) => {
            for (name, change) in changes {
                merge(members.entry(name).or_insert(Value::Null), change);
            }
        }
        (current, change) => *current = change,
    }
}

/// Domains as they stand in addresses, each once: lower-case, punycode, without a scheme, path, port or `*.`.
fn tidy_domains(domains: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    domains.iter().map(|domain| domain_of(domain)).filter(|domain| seen.insert(domain.clone())).collect()
}

/// Left as it is when it is no domain: the bounds say so then.
fn domain_of(text: &str) -> String {
    let bare = text.trim().trim_start_matches("*.").trim_end_matches('.');
    let address = if bare.contains("://") { bare.to_owned() } else { format!("http://{bare}") };
    let host = Url::parse(&address).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_else(|| bare.to_owned())
}

/// The words trimmed, each once however it is spelled, in their order.
fn tidy(words: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    let trimmed = words.iter().map(|word| word.trim());
    // In a regular expression case says something: \d and \D.
    let spelled = |word: &str| match pattern_of(word) {
        Some(_) => word.to_owned(),
        None => Normalized::of(word).text().to_owned(),
    };
    trimmed.filter(|word| seen.insert(spelled(word))).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::site::Policy;

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
    fn unknown_members_and_wrong_types_are_named_at_every_level() {
        assert_eq!(wrong_fields(r#"{"polcy": "open"}"#), ["polcy"]);
        assert_eq!(wrong_fields(r#"{"length": {"maximum": 3}}"#), ["length.maximum"]);
        assert_eq!(wrong_fields(r#"{"words": {"banned": "ham"}}"#), ["words.banned"]);
        assert_eq!(wrong_fields(r#"{"checks": {"lnks": {}}}"#), ["checks.lnks"]);
        assert_eq!(wrong_fields(r#"{"checks": {"sanction": {"action": "off"}}}"#), ["checks.sanction"]);
        assert_eq!(wrong_fields(r#"{"trust": {"new": {"waives": ["lnks"]}}}"#), ["trust.new.waives"]);
    }

    #[test]
    fn domains_are_kept_as_they_stand_in_addresses() {
        let json = r#"{"links": {"denied": [" *.Shop.Example", "https://shop.example/x", "bücher.example"]}}"#;
        let rules = update(json).apply(&Rules::default()).expect("rules");
        assert_eq!(rules.links.denied, ["shop.example", "xn--bcher-kva.example"]);
        assert_eq!(wrong_fields(r#"{"links": {"allowed": ["no domain"]}}"#), ["links.allowed"]);
        assert_eq!(wrong_fields(r#"{"languages": ["en", "xx"]}"#), ["languages"]);
    }

    #[test]
    fn every_bound_is_named_at_once() {
        let all = r#"{"first_comments": 101, "length": {"min": 0, "max": 20001}, "links": {"hold_over": 101},
            "rate": {"per_minute": 0, "per_hour": 10001}, "repeat_window_hours": 721, "edit_window_minutes": 10081,
            "depth_shown": 11, "close_after_days": 0, "undo_seconds": 3601,
            "reports": {"hide_at": 1001, "per_hour": 0}, "appeals": {"within_days": 366}}"#;
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
            "reports.hide_at",
            "reports.per_hour",
            "appeals.within_days",
            "undo_seconds",
            "close_after_days",
        ];
        assert_eq!(wrong_fields(all), fields);
        assert_eq!(wrong_fields(r#"{"length": {"min": 10, "max": 9}}"#), ["length.max"]);
        assert_eq!(wrong_fields(r#"{"depth_shown": 0}"#), ["depth_shown"]);
        let desk = r#"{"targets": {"pending": 0, "spam": null}, "second_looks_percent": 101}"#;
        assert_eq!(wrong_fields(desk), ["targets.pending", "second_looks_percent"]);
        assert_eq!(wrong_fields(r#"{"targets": {"pendng": 5}}"#), ["targets.pendng"]);
    }

    #[test]
    fn word_lists_are_trimmed_and_each_word_is_kept_once() {
        let rules = update(r#"{"words": {"banned": [" Turnip ", "turnip", "cold  ham", "COLD HAM"]}}"#)
            .apply(&Rules::default())
            .expect("rules");
        assert_eq!(rules.words.banned, ["Turnip", "cold  ham"]);
    }

    #[test]
    fn entries_that_cannot_be_looked_for_are_refused_by_name() {
        for (entry, list) in
            [("/ham(/", "banned"), ("/x*/", "suspect"), ("*a*", "banned"), (r"/(\w{50}){50}/", "suspect")]
        {
            let json = serde_json::json!({"words": {list: ["turnip", entry]}}).to_string();
            let errors = update(&json).apply(&Rules::default()).expect_err(entry);
            assert_eq!(errors.0[0].field, format!("words.{list}"));
            assert!(errors.0[0].message.contains(entry), "{errors}");
        }
        let entries = r#"{"words": {"banned": ["/\\d{3}/", "/\\D{3}/", "turnip*", "203.0.113.0/24"]}}"#;
        let rules = update(entries).apply(&Rules::default()).expect("rules");
        assert_eq!(rules.words.banned, [r"/\d{3}/", r"/\D{3}/", "turnip*", "203.0.113.0/24"]);
        let many: Vec<String> = (0..101).map(|n| format!("/ham{n}/")).collect();
        let half = |words: &[String]| {
            serde_json::json!({"words": {"banned": words[..50], "suspect": words[50..]}}).to_string()
        };
        assert!(update(&half(&many[..100])).apply(&Rules::default()).is_ok());
        assert_eq!(wrong_fields(&half(&many)), ["words"]);
        assert_eq!(
            wrong_fields(&serde_json::json!({"words": {"banned": [format!("/{}/", "x".repeat(300))]}}).to_string()),
            ["words.banned"]
        );
    }

    #[test]
    fn word_lists_have_bounds() {
        assert_eq!(wrong_fields(r#"{"words": {"banned": ["ham", " "]}}"#), ["words.banned"]);
        assert_eq!(wrong_fields(r#"{"words": {"suspect": ["\u200b"]}}"#), ["words.suspect"]);
        let with_words = |suspect: Vec<String>| {
            update(&serde_json::json!({"words": {"suspect": suspect}}).to_string()).apply(&Rules::default())
        };
        assert!(with_words(vec!["é".repeat(100)]).is_ok());
        assert!(with_words(vec!["é".repeat(101)]).is_err());
        assert!(with_words((0..2_000).map(|n| n.to_string()).collect()).is_ok());
        let errors = with_words((0..2_001).map(|n| n.to_string()).collect()).expect_err("too many");
        assert!(errors.to_string().contains("2001"), "{errors}");
    }
}

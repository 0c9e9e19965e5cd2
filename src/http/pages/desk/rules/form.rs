//! The form: each of the rules as a field, which is called as the rule is in the API (`length.max`). Its words are the messages
//! `rules-length-max` and `rules-length-max-hint`. A new rule is a line of [`GROUPS`].

use serde_json::{Map, Value};

use super::table::Row;
use crate::actions::Error;
use crate::http::pages::desk::office::lines;
use crate::http::pages::field::{Choice, Errors, Field, Input};
use crate::http::pages::words::Words;
use crate::model::site::Policy;
use crate::model::trust::Trust;
use crate::moderation::{Rules, RulesUpdate, phases};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Policy,
    Number,
    /// A number, or nothing.
    Maybe,
    Switch,
    /// One entry a line; how many are seen at first.
    Lines(u8),
}
use Kind::{Lines, Maybe, Number, Switch};

/// The rules that each level has.
macro_rules! level {
    ($level:literal) => {
        [
            (concat!("trust.", $level, ".hold"), Switch),
            (concat!("trust.", $level, ".links_hold_over"), Maybe),
            (concat!("trust.", $level, ".per_hour"), Maybe),
        ]
    };
}

/// Groups of rules, in their order; the level's rules and the targets stand in groups of their own.
const GROUPS: &[(&str, &[(&str, Kind)])] = &[
    (
        "who",
        &[
            ("policy", Kind::Policy),
            ("first_comments", Number),
            ("guests", Switch),
            ("guest_email_required", Switch),
            ("form.required", Switch),
            ("form.min_seconds", Number),
        ],
    ),
    (
        "text",
        &[
            ("length.min", Number),
            ("length.max", Number),
            ("shouting.capitals_percent", Number),
            ("shouting.from_letters", Number),
            ("languages", Lines(2)),
            ("public_email_domains", Lines(2)),
        ],
    ),
    ("words", &[("words.banned", Lines(8)), ("words.suspect", Lines(8))]),
    ("links", &[("links.hold_over", Number), ("links.denied", Lines(4)), ("links.allowed", Lines(4))]),
    (
        "rate",
        &[
            ("rate.per_minute", Number),
            ("rate.per_hour", Number),
            ("slow_mode_seconds", Number),
            ("repeat_window_hours", Number),
            ("near_duplicates.window_hours", Number),
            ("near_duplicates.similar_percent", Number),
            ("near_duplicates.authors", Number),
        ],
    ),
    (
        "trust",
        &[
            ("record.hold_percent", Number),
            ("record.from_comments", Number),
            ("trust.known_after", Number),
            ("trust.trusted_after", Number),
            ("trust.most_rejected_percent", Number),
        ],
    ),
    ("level-new", &level!("new")),
    ("level-known", &level!("known")),
    ("level-trusted", &level!("trusted")),
    (
        "readers",
        &[
            ("reports.guests", Switch),
            ("reports.hide_at", Number),
            ("reports.per_hour", Number),
            ("reports.weigh_record", Switch),
            ("appeals.allowed", Switch),
            ("appeals.within_days", Number),
            ("name_moderators", Switch),
        ],
    ),
    ("thread", &[("edit_window_minutes", Number), ("depth_shown", Number), ("close_after_days", Maybe)]),
    (
        "desk",
        &[
            ("undo_seconds", Number),
            ("second_looks_percent", Number),
            ("targets.pending", Maybe),
            ("targets.reported", Maybe),
            ("targets.unreviewed", Maybe),
            ("targets.appealed", Maybe),
            ("targets.spam", Maybe),
        ],
    ),
];

/// Levels that have rules.
pub const LEVELS: &[Trust] = &[Trust::New, Trust::Known, Trust::Trusted];

/// The field of the checks that do not bind authors of the level.
pub fn waives(level: Trust) -> String {
    format!("trust.{}.waives", level.as_str())
}

pub struct Group {
    /// Its messages are `rules-group-` and this, and the same with `-hint`.
    pub name: &'static str,
    pub fields: Vec<Field>,
}

/// Names and values, as a form brings them.
pub struct Entered(pub Vec<(String, String)>);

impl Entered {
    pub fn of(rules: &Rules) -> Result<Self, Error> {
        let rules = serde_json::to_value(rules)?;
        let mut pairs = Vec::new();
        for (path, kind) in GROUPS.iter().flat_map(|(_, fields)| *fields) {
            let value = path.split('.').try_fold(&rules, |value, member| value.get(member));
            pairs.push(((*path).to_owned(), value.map(|value| text_of(value, *kind)).unwrap_or_default()));
        }
        for check in phases::names() {
            let action = rules.pointer(&format!("/checks/{check}/action")).and_then(Value::as_str);
            pairs.push((format!("checks.{check}.action"), action.unwrap_or_default().to_owned()));
            let on_error = rules.pointer(&format!("/checks/{check}/on_error")).and_then(Value::as_str);
            pairs.push((format!("checks.{check}.on_error"), on_error.unwrap_or_default().to_owned()));
        }
        for level in LEVELS {
            let waived = rules.pointer(&format!("/trust/{}/waives", level.as_str())).and_then(Value::as_array);
            let waived = waived.into_iter().flatten().filter_map(Value::as_str);
            pairs.extend(waived.map(|check| (waives(*level), check.to_owned())));
        }
        Ok(Self(pairs))
    }

    /// Empty if there is none.
    pub fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(of, _)| of == name).map_or("", |(_, value)| value)
    }

    pub fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(of, entered)| of == name && entered == value)
    }

    /// Errors: what is no number.
    pub fn update(&self) -> Result<RulesUpdate, Errors> {
        let mut members = Map::new();
        let mut errors = Errors::default();
        for (path, kind) in GROUPS.iter().flat_map(|(_, fields)| *fields) {
            let text = self.one(path).trim();
            let value = match kind {
                Kind::Policy => Value::from(text),
                Switch => Value::from(text == "yes"),
                Lines(_) => Value::from(lines(self.one(path))),
                Maybe if text.is_empty() => Value::Null,
                Number | Maybe => match text.parse::<u32>() {
                    Ok(number) => Value::from(number),
                    Err(_) => {
                        errors.0.push(((*path).to_owned(), "must be a whole number".to_owned()));
                        continue;
                    }
                },
            };
            set(&mut members, path, value);
        }
        for level in LEVELS {
            let name = waives(*level);
            let waived: Vec<&str> = phases::names().into_iter().filter(|check| self.has(&name, check)).collect();
            set(&mut members, &name, Value::from(waived));
        }
        for check in phases::names().into_iter().filter(|check| !phases::is_of_people(check)) {
            let action = self.one(&format!("checks.{check}.action"));
            let action = if action.is_empty() { Value::Null } else { Value::from(action) };
            set(&mut members, &format!("checks.{check}.action"), action);
            let on_error = self.one(&format!("checks.{check}.on_error"));
            if !on_error.is_empty() {
                set(&mut members, &format!("checks.{check}.on_error"), Value::from(on_error));
            }
        }
        if !errors.0.is_empty() {
            return Err(errors);
        }
        let update = serde_json::from_value(Value::Object(members));
        update.map_err(|error| Errors(vec![(String::new(), error.to_string())]))
    }
}

fn text_of(value: &Value, kind: Kind) -> String {
    match value {
        Value::Bool(on) => if *on { "yes" } else { "" }.to_owned(),
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(entries) if matches!(kind, Lines(_)) => {
            entries.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
        }
        value => value.to_string(),
    }
}

fn set(members: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            members.insert(path.to_owned(), value);
        }
        Some((first, rest)) => {
            let inner = members.entry(first).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}

pub fn groups(w: Words, entered: &Entered, errors: &Errors) -> Vec<Group> {
    let group = |(name, fields): &(&'static str, &[(&'static str, Kind)])| Group {
        name,
        fields: fields.iter().map(|(path, kind)| field(w, path, *kind).filled(entered.one(path), errors)).collect(),
    };
    GROUPS.iter().map(group).collect()
}

fn field(w: Words, path: &'static str, kind: Kind) -> Field {
    let message = message(path);
    let label = match path.strip_prefix("targets.") {
        Some(queue) => w.with("rules-target", "list", &w.say(&format!("queue-{queue}"))),
        None => w.say(&message),
    };
    let hint = w.say(&format!("{message}-hint"));
    let input = match kind {
        Kind::Policy => {
            Input::Choice(Policy::ALL.iter().map(|policy| choice(w, "rules-policy", policy.as_str())).collect())
        }
        Number | Maybe => Input::Number,
        Switch => Input::Switch,
        Lines(rows) => Input::Lines(rows),
    };
    let field = Field::new(path, input, label).hint(hint);
    match kind {
        Number => field.required(),
        Lines(_) if !path.starts_with("words.") => field.plain(),
        _ => field,
    }
}

/// What a rule's words are called.
fn message(path: &str) -> String {
    let level = LEVELS.iter().find_map(|level| path.strip_prefix(&format!("trust.{}.", level.as_str())));
    match level {
        Some(rule) => format!("rules-of-level-{}", rule.replace('_', "-")),
        None if path.starts_with("targets.") => "rules-target".to_owned(),
        None => format!("rules-{}", path.replace(['.', '_'], "-")),
    }
}

pub fn choice(w: Words, start: &str, value: &str) -> Choice {
    Choice { value: value.to_owned(), label: w.say(&format!("{start}-{value}")) }
}

/// The errors of an action under the names that the fields have here.
pub fn as_named(errors: Errors) -> Errors {
    let named = errors.0.into_iter().map(|(field, message)| {
        let field = field.strip_prefix("rules.").unwrap_or(&field);
        // Of both lists together.
        let field = if field == "words" { "words.banned" } else { field };
        (field.to_owned(), message)
    });
    Errors(named.collect())
}

/// (field, label, message) of all that is wrong, in the order of the page.
pub fn wrong(groups: &[Group], checks: &[Row], days: &Field, errors: &Errors) -> Vec<(String, String, String)> {
    let fields = groups.iter().flat_map(|group| &group.fields).chain(checks.iter().map(|row| &row.action));
    let fields = fields.chain(checks.iter().filter_map(|row| row.on_error.as_ref())).chain(std::iter::once(days));
    let shown = |field: &&Field| !field.error.is_empty();
    let mut wrong: Vec<(String, String, String)> =
        fields.filter(shown).map(|it| (format!("f-{}", it.name), it.label.clone(), it.error.clone())).collect();
    if wrong.is_empty() {
        // What belongs to no field is told all the same.
        let named = |(field, message): &(String, String)| (format!("f-{field}"), field.clone(), message.clone());
        wrong.extend(errors.0.iter().map(named));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::queue::Queue;
    use crate::moderation::settings::CheckAction;
    use crate::texts;

    #[test]
    fn every_rule_has_its_words() {
        let mut missing = Vec::new();
        let mut look = |name: String| {
            if !texts::has(&name) {
                missing.push(name);
            }
        };
        for (group, fields) in GROUPS {
            look(format!("rules-group-{group}"));
            look(format!("rules-group-{group}-hint"));
            for (path, _) in *fields {
                look(message(path));
                look(format!("{}-hint", message(path)));
            }
        }
        phases::names().iter().for_each(|check| look(format!("rules-check-{}", check.replace('_', "-"))));
        CheckAction::ALL.iter().for_each(|action| look(format!("rules-action-{}", action.as_str())));
        Policy::ALL.iter().for_each(|policy| look(format!("rules-policy-{}", policy.as_str())));
        Trust::ALL.iter().for_each(|level| look(format!("rules-level-{}", level.as_str())));
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn every_target_of_a_list_can_be_set() {
        let fields: Vec<&str> = GROUPS.iter().flat_map(|(_, fields)| *fields).map(|(path, _)| *path).collect();
        for queue in Queue::ALL {
            assert!(fields.contains(&format!("targets.{}", queue.as_str()).as_str()), "{}", queue.as_str());
        }
    }

    #[test]
    fn the_form_can_say_all_rules_and_leaves_them_as_they_are() {
        let json = r#"{"close_after_days": 9, "words": {"banned": ["ham", "/x y/"]}, "checks": {"links": {"action": "note"}},
            "trust": {"new": {"hold": true, "waives": ["rate", "links"]}}, "targets": {"spam": 5}, "guests": false}"#;
        let update: RulesUpdate = serde_json::from_str(json).expect("an update");
        let rules = update.apply(&Rules::default()).expect("rules");
        let form = Entered::of(&rules).expect("a form");
        let again = form.update().expect("an update").apply(&Rules::default()).expect("rules");
        let told = |rules: &Rules| {
            let mut value = serde_json::to_value(rules).expect("JSON");
            // A check that does as usual may be named or not, and a list without a target too.
            value["checks"] = value["checks"]["links"].clone();
            value["targets"] = value["targets"]["spam"].clone();
            value
        };
        let mut waived = told(&again);
        waived["trust"]["new"]["waives"] = serde_json::json!(["rate", "links"]);
        assert_eq!(waived, told(&rules));
        assert_eq!(again.trust.new.waives.len(), 2);

        // Every rule that is there has a field.
        let all = serde_json::to_value(Rules::default()).expect("JSON");
        let has = |path: &str| form.0.iter().any(|(name, _)| name == path || name.starts_with(&format!("{path}.")));
        for (name, value) in all.as_object().expect("rules") {
            match value.as_object().filter(|_| !["checks", "targets", "trust"].contains(&name.as_str())) {
                Some(members) => members.keys().for_each(|key| assert!(has(&format!("{name}.{key}")), "{name}.{key}")),
                None => assert!(has(name), "{name}"),
            }
        }
    }
}

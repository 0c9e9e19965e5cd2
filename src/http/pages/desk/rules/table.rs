//! The table of checks: what each of them does, and for whom it does not count.

use super::form::{Entered, LEVELS, choice, waives};
use crate::http::pages::field::{Choice, Errors, Field, Input};
use crate::http::pages::words::Words;
use crate::model::checker::Checker;
use crate::model::trust::Trust;
use crate::moderation::phases;
use crate::moderation::settings::{CheckAction, OnError};

/// A check in the table of checks.
pub struct Row {
    pub check: &'static str,
    pub label: String,
    pub action: Field,
    /// Of checks that other servers do.
    pub on_error: Option<Field>,
    /// Of each of [`LEVELS`].
    pub waived: Vec<Waived>,
}

/// Whether authors of a level are free of a check.
pub struct Waived {
    pub name: String,
    pub level: String,
    pub is_free: bool,
}

pub fn check_name(w: Words, check: &str) -> String {
    w.say(&format!("rules-check-{}", check.replace('_', "-")))
}

pub fn level_name(w: Words, level: Trust) -> String {
    w.say(&format!("rules-level-{}", level.as_str()))
}

pub fn rows(w: Words, entered: &Entered, errors: &Errors) -> Vec<Row> {
    let usual = || Choice { value: String::new(), label: w.say("rules-action-usual") };
    let actions = CheckAction::ALL.iter().map(|action| choice(w, "rules-action", action.as_str()));
    let actions: Vec<Choice> = std::iter::once(usual()).chain(actions).collect();
    let row = |check: &'static str| {
        let label = check_name(w, check);
        let name = format!("checks.{check}.action");
        let value = entered.one(&name).to_owned();
        let action = Field::new(name, Input::Choice(actions.clone()), w.with("rules-action-of", "check", &label));
        let mut action = action.filled(&value, errors);
        let of_check = errors.of(&format!("checks.{check}"));
        if action.error.is_empty() {
            action.error = of_check;
        }
        let is_remote = Checker::ALL.iter().any(|checker| checker.as_str() == check);
        let on_error = is_remote.then(|| {
            let name = format!("checks.{check}.on_error");
            let choices = OnError::ALL.iter().map(|it| choice(w, "rules-on-error", it.as_str())).collect();
            let value = entered.one(&name).to_owned();
            Field::new(name, Input::Choice(choices), w.with("rules-on-error-of", "check", &label))
                .filled(&value, errors)
        });
        let waived = LEVELS.iter().map(|level| {
            let name = waives(*level);
            Waived { level: level_name(w, *level), is_free: entered.has(&name, check), name }
        });
        let waived = waived.collect();
        Row { check, label, action, on_error, waived }
    };
    phases::names().into_iter().filter(|check| !phases::is_of_people(check)).map(row).collect()
}

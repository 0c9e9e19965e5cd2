//! What was decided, and why, in words.

use crate::actions::read_log::LoggedDecision;
use crate::http::pages::words::Words;
use crate::model::decision::{ActorKind, LogAction};
use crate::model::priority::Priority;
use crate::model::trust::Record;
use crate::texts::{self, Args};

/// The message of `texts` for a name with underscores.
pub fn named(w: Words, start: &str, name: &str) -> String {
    w.say(&format!("{start}-{}", name.replace('_', "-")))
}

/// Who or what did what: "Ana rejected it".
pub fn did(w: Words, decided: &LoggedDecision) -> String {
    let decision = &decided.logged.decision;
    let who = match (decision.actor, &decided.actor_name) {
        (ActorKind::Pipeline, _) => w.say("desk-the-checks"),
        (ActorKind::Reporters, _) => w.say("desk-the-reports"),
        (ActorKind::Author, _) => w.say("desk-the-author"),
        (ActorKind::Moderator | ActorKind::Purge, Some(name)) if !name.is_empty() => name.clone(),
        (ActorKind::Moderator | ActorKind::Purge, _) => w.say("desk-somebody"),
    };
    let did = named(w, "desk-did", decision.action.as_str());
    let did = match decision.action {
        LogAction::Check => format!("{did}: {}", named(w, "status", decision.to.as_str())),
        _ => did,
    };
    w.with_two("desk-who-did", ("who", &who), ("did", &did))
}

/// What became of an author's comments.
pub fn record(w: Words, record: Record) -> String {
    if record == Record::default() {
        return w.say("desk-record-none");
    }
    let numbers = [("published", record.published), ("rejected", record.rejected), ("spam", record.spam)];
    w.with_args("desk-record", &Args::from_iter(numbers.map(|(name, number)| (name, texts::number(number)))))
}

/// How a priority came about.
pub fn sum(w: Words, priority: Priority) -> String {
    let Priority { severity, reach, age } = priority;
    let numbers = [
        ("severity", i64::from(severity)),
        ("reach", i64::from(reach)),
        ("age", i64::from(age)),
        ("value", priority.value()),
    ];
    w.with_args("desk-sum", &Args::from_iter(numbers.map(|(name, number)| (name, texts::number(number)))))
}

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
    let did = match decision.action {
        LogAction::Check => named(w, "badge", decision.to.as_str()),
        action => named(w, "desk-did", action.as_str()),
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

#[cfg(test)]
mod tests {
    use crate::model::appeal::AppealOutcome;
    use crate::model::comment::Status;
    use crate::model::decision::{Action, LogAction, Reason};
    use crate::model::finding::{Effect, Field};
    use crate::model::queue::Queue;
    use crate::model::report::ReportOutcome;
    use crate::model::sanction::SanctionKind;
    use crate::model::second_look::Verdict;
    use crate::model::trust::Trust;
    use crate::moderation::phases;
    use crate::texts;

    /// The names that pages put together; those in templates are looked for in `words`.
    #[test]
    fn what_is_named_after_its_kind_there_is() {
        fn names<T: Copy>(start: &str, all: &[T], name: fn(T) -> &'static str) -> Vec<String> {
            all.iter().map(|it| format!("{start}-{}", name(*it).replace('_', "-"))).collect()
        }
        let decided: Vec<LogAction> = LogAction::ALL.iter().copied().filter(|it| *it != LogAction::Check).collect();
        let elsewhere: Vec<Field> = Field::ALL.iter().copied().filter(|it| *it != Field::Body).collect();
        let wanted = [
            names("check", &phases::names(), |name| name),
            names("desk-done", Action::ALL, Action::as_str),
            names("desk-did", &decided, LogAction::as_str),
            names("desk-effect", Effect::ALL, Effect::as_str),
            names("desk-field", &elsewhere, Field::as_str),
            names("badge", Status::ALL, Status::as_str),
            names("reason", Reason::ALL, Reason::as_str),
            names("queue", Queue::ALL, Queue::as_str),
            names("desk-trust", Trust::ALL, Trust::as_str),
            names("desk-sanction", SanctionKind::ALL, SanctionKind::as_str),
            names("desk-report", ReportOutcome::ALL, ReportOutcome::as_str),
            names("desk-appeal", AppealOutcome::ALL, AppealOutcome::as_str),
            names("desk-verdict", Verdict::ALL, Verdict::as_str),
            names("desk-kept", super::super::done::KEPT, |name| name),
        ];
        let missing: Vec<String> = wanted.concat().into_iter().filter(|name| !texts::has(name)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

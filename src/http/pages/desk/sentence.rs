//! Rows of the log as sentences.

use crate::actions::read_log::LoggedDecision;
use crate::http::pages::words::Words;
use crate::model::decision::{ActorKind, Decision};

/// Who or what decided.
pub fn who(row: &LoggedDecision, w: Words) -> String {
    match row.logged.decision.actor {
        ActorKind::Pipeline => w.say("log-who-pipeline"),
        ActorKind::Reporters => w.say("log-who-reporters"),
        ActorKind::Author => w.say("log-who-author"),
        ActorKind::Moderator | ActorKind::Purge => row.actor_name.clone().unwrap_or_else(|| w.say("log-former")),
    }
}

/// "Ines rejected a comment by Ada".
pub fn whole(row: &LoggedDecision, author: &str, w: Words) -> String {
    let name = format!("log-{}", row.logged.decision.action.as_str().replace('_', "-"));
    w.with_two(&name, ("who", &who(row, w)), ("author", author))
}

/// "Rejected by Ines: not about the article".
pub fn short(row: &LoggedDecision, w: Words) -> String {
    let what = w.named("did", row.logged.decision.action.as_str());
    let text = w.with_two("did-by", ("what", &what), ("who", &who(row, w)));
    match reason(&row.logged.decision, w) {
        Some(reason) => w.with_two("did-because", ("did", &text), ("reason", &reason)),
        None => text,
    }
}

pub fn reason(decision: &Decision, w: Words) -> Option<String> {
    decision.reason.map(|reason| w.named("reason", reason.as_str()))
}

//! The checks, a file each: what it looks at, what it finds, its tests.
//!
//! A check reads the facts and the rules and adds findings; it decides nothing. All of them run on every comment.

mod address;
mod closed_thread;
mod first_time;
mod form;
mod impersonation;
mod language;
mod length;
mod level;
mod link_domains;
mod links;
mod near_duplicate;
mod personal_details;
mod rate;
mod record;
mod repeat;
#[cfg(test)]
pub(super) mod sample;
mod sanction;
mod sensitive_thread;
mod shouting;
mod slow_mode;
mod word_list;

use super::facts::Facts;
use super::settings::{CheckRule, CompiledRules};
use crate::model::checker::Checker;
use crate::model::decision::Reason;
use crate::model::finding::{Effect, Field, Finding, Span};

/// One check.
pub struct Phase {
    /// The name in findings, in the rules, in the log and in `docs/MODERATION.md`.
    pub name: &'static str,
    pub concerns: Concerns,
    pub run: fn(&Facts<'_>, &CompiledRules, &mut Report),
}

/// Whose comments a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concerns {
    Everybody,
    /// Moderators of the site and administrators are free of it.
    Readers,
    /// Besides, it says nothing about the edit of a comment that stands.
    ReadersNewComments,
}

/// The order changes no verdict, only which of several messages the author reads first.
pub const ORDER: &[Phase] = &[
    closed_thread::PHASE,    // nothing the author could change would help
    sanction::PHASE,         // concerns the author, whatever the text
    form::PHASE,             // no person at all, perhaps
    length::PHASE,           // plain to see and quick to mend
    slow_mode::PHASE,        // mended by waiting a moment
    rate::PHASE,             // mended by waiting longer
    repeat::PHASE,           // before the text itself: it has been judged once
    near_duplicate::PHASE,   // the same, as somebody else said it
    word_list::PHASE,        // what in the text has to go
    link_domains::PHASE,     // so does a link to there
    links::PHASE,            // holds at most, as all that follow
    personal_details::PHASE, // what is nobody else's business
    shouting::PHASE,         // how it is said
    language::PHASE,         // in what language
    impersonation::PHASE,    // under what name
    address::PHASE,          // from what address
    record::PHASE,           // what the author did before
    level::PHASE,            // what the site lets such an author do
    sensitive_thread::PHASE, // what the thread is about
    first_time::PHASE,       // says nothing about this comment: the last thing to mention
];

/// Checks that say what people have decided: no rule gives them another action.
const OF_PEOPLE: &[&str] = &[closed_thread::PHASE.name, sanction::PHASE.name];

/// Whether the check says what people have decided.
pub fn is_of_people(name: &str) -> bool {
    OF_PEOPLE.contains(&name)
}

pub(super) fn is_check(name: &str) -> bool {
    names().contains(&name)
}

/// The names of all checks, in their order; those that other servers do come last.
pub fn names() -> Vec<&'static str> {
    let here = ORDER.iter().map(|phase| phase.name);
    here.chain(Checker::ALL.iter().map(|checker| checker.as_str())).collect()
}

/// What one check found, each finding with the effect that the site gives it.
pub struct Report {
    check: &'static str,
    rule: CheckRule,
    /// The author's level is free of the check.
    waived: bool,
    findings: Vec<Finding>,
}

impl Report {
    pub(super) const fn new(check: &'static str, rule: CheckRule, waived: bool) -> Self {
        Self { check, rule, waived, findings: Vec::new() }
    }

    /// What a finding will do that by itself asks for `natural`.
    fn effect(&self, natural: Effect) -> Effect {
        if self.waived { Effect::Note } else { self.rule.effect(natural) }
    }

    /// A finding about the comment as a whole. `score`: how much it weighs, 0 to 100.
    pub(super) fn add(&mut self, natural: Effect, reason: Reason, score: u8, message: impl Into<String>) {
        self.add_about(None, None, (natural, reason, score), message);
    }

    fn add_about(
        &mut self,
        field: Option<Field>,
        span: Option<Span>,
        (natural, reason, score): (Effect, Reason, u8),
        message: impl Into<String>,
    ) {
        let effect = self.effect(natural);
        let (check, message) = (self.check.to_owned(), message.into());
        self.findings.push(Finding { check, effect, reason, score: score.min(100), message, field, span });
    }

    /// The check could not answer.
    pub(super) fn fail(&mut self) {
        let effect = if self.waived { Effect::Note } else { self.rule.effect_of_error() };
        let message = match effect {
            Effect::Note => "This check could not answer.",
            _ => "This check could not answer, so a moderator looks at the comment before it appears.",
        };
        let (check, message) = (self.check.to_owned(), message.to_owned());
        let finding = Finding { check, effect, reason: Reason::Other, score: 10, message, field: None, span: None };
        self.findings.push(finding);
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_a_name_of_its_own() {
        let mut names = names();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ORDER.len() + Checker::ALL.len());
    }
}

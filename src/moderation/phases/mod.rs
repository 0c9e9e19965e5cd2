//! The checks, a file each: what it looks at, what it finds, its tests.
//!
//! A check reads the facts and the rules and adds findings; it decides nothing. All of them run on every comment.

mod closed_thread;
mod first_time;
mod length;
mod links;
mod rate;
mod repeat;
#[cfg(test)]
pub(super) mod sample;
mod sanction;
mod word_list;

use super::facts::Facts;
use super::settings::CompiledRules;
use crate::model::decision::Reason;
use crate::model::finding::{Effect, Finding};

/// One check.
pub struct Phase {
    /// The name in findings, in the log and in `docs/MODERATION.md`.
    pub name: &'static str,
    pub run: fn(&Facts<'_>, &CompiledRules, &mut Vec<Finding>),
}

/// The order changes no verdict, only which of several messages the author reads first.
pub const ORDER: &[Phase] = &[
    closed_thread::PHASE, // nothing the author could change would help
    sanction::PHASE,      // concerns the author, whatever the text
    length::PHASE,        // plain to see and quick to mend
    rate::PHASE,          // mended by waiting
    repeat::PHASE,        // before the text itself: it has been judged once
    word_list::PHASE,     // what in the text has to go
    links::PHASE,         // holds at most, so after all that refuses
    first_time::PHASE,    // says nothing about this comment: the last thing to mention
];

/// A finding about the comment as a whole.
fn finding(check: &str, effect: Effect, reason: Reason, message: impl Into<String>) -> Finding {
    Finding { check: check.to_owned(), effect, reason, message: message.into(), span: None }
}

/// The finding of a check that failed: nothing is published unseen.
pub(super) fn unanswered(check: &str) -> Finding {
    let message = "This check could not answer, so a moderator looks at the comment before it appears.";
    finding(check, Effect::Hold, Reason::Other, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_a_name_of_its_own() {
        let mut names: Vec<&str> = ORDER.iter().map(|phase| phase.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ORDER.len());
    }
}

//! Nothing new is said in a closed thread, not even by an edit.

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::Effect;
use crate::moderation::facts::{ClosedBecause, Facts};
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "closed_thread", concerns: Concerns::Everybody, run };

fn run(facts: &Facts<'_>, rules: &CompiledRules, report: &mut Report) {
    let Some(because) = facts.thread.closed else { return };
    let message = match (because, rules.rules().close_after_days) {
        (ClosedBecause::Age, Some(days)) => {
            format!("Comments on this page have closed: discussions here end after {days} days.")
        }
        (ClosedBecause::Age, None) => "Comments on this page have closed: the discussion is too old.".to_owned(),
        (ClosedBecause::Staff, _) => "Comments on this page were closed by the editors.".to_owned(),
    };
    report.add(Effect::Refuse, Reason::Other, 10, message);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::phases::sample::{Sample, effects, findings};
    use crate::moderation::settings::Rules;

    #[test]
    fn a_closed_thread_takes_neither_comments_nor_edits() {
        let sample = Sample::new("A thought that came late.");
        let mut facts = sample.facts();
        assert_eq!(effects(&PHASE, &facts), []);
        facts.thread.closed = Some(ClosedBecause::Staff);
        assert_eq!(effects(&PHASE, &facts), [Effect::Refuse]);
        facts.is_edit = true;
        assert_eq!(effects(&PHASE, &facts), [Effect::Refuse]);
    }

    #[test]
    fn the_author_reads_after_how_many_days_a_thread_closes() {
        let sample = Sample::new("A thought that came late.");
        let mut facts = sample.facts();
        facts.thread.closed = Some(ClosedBecause::Age);
        let rules = Rules { close_after_days: Some(14), ..Rules::default() };
        assert!(findings(&PHASE, &facts, rules)[0].message.contains("14 days"));
    }
}

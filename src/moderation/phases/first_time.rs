//! The site's policy: whose comments a person looks at before they appear. Staff are never held.

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::Effect;
use crate::model::site::Policy;
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "first_time", concerns: Concerns::Readers, run };

fn run(facts: &Facts<'_>, rules: &CompiledRules, report: &mut Report) {
    let is_new = facts.author.record.published < i64::from(rules.rules().first_comments);
    let message = match facts.policy {
        Policy::All => "Every comment on this site is looked at by a moderator before it appears.",
        Policy::FirstTime if is_new => "This site looks at an author's first comments before they appear.",
        Policy::FirstTime | Policy::Open => return,
    };
    report.add(Effect::Hold, Reason::Other, 5, message);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::comment::AuthorKind;
    use crate::moderation::phases::sample::{Sample, effects, findings};
    use crate::moderation::settings::Rules;

    #[test]
    fn first_time_holds_until_enough_is_published() {
        let sample = Sample::new("My first words here.");
        let mut facts = sample.facts();
        facts.author.record.published = 0;
        assert_eq!(effects(&PHASE, &facts), [Effect::Hold]);
        facts.is_edit = true;
        assert_eq!(effects(&PHASE, &facts), [Effect::Hold]);
        facts.author.record.published = 1;
        assert_eq!(effects(&PHASE, &facts), []);
        assert_eq!(findings(&PHASE, &facts, Rules { first_comments: 2, ..Rules::default() }).len(), 1);
    }

    #[test]
    fn the_policy_decides_and_staff_are_free() {
        let sample = Sample::new("Some words.");
        let mut facts = sample.facts();
        facts.policy = Policy::All;
        assert_eq!(effects(&PHASE, &facts), [Effect::Hold]);
        facts.policy = Policy::Open;
        facts.author.record.published = 0;
        assert_eq!(effects(&PHASE, &facts), []);
        facts.author.kind = AuthorKind::Staff;
        for policy in Policy::ALL {
            facts.policy = *policy;
            assert_eq!(effects(&PHASE, &facts), []);
        }
    }
}

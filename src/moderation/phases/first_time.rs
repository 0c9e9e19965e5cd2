//! The site's policy: whose comments a person looks at before they appear. Staff are never held.

use super::{Phase, finding};
use crate::model::comment::AuthorKind;
use crate::model::decision::Reason;
use crate::model::finding::{Effect, Finding};
use crate::model::site::Policy;
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "first_time", run };

fn run(facts: &Facts<'_>, rules: &CompiledRules, findings: &mut Vec<Finding>) {
    if facts.author.kind == AuthorKind::Staff {
        return;
    }
    let is_new = facts.author.published < i64::from(rules.rules().first_comments);
    let message = match facts.policy {
        Policy::All => "Every comment on this site is looked at by a moderator before it appears.",
        Policy::FirstTime if is_new => "This site looks at an author's first comments before they appear.",
        Policy::FirstTime | Policy::Open => return,
    };
    findings.push(finding(PHASE.name, Effect::Hold, Reason::Other, message));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::phases::sample::{Sample, effects, findings};
    use crate::moderation::settings::Rules;

    #[test]
    fn first_time_holds_until_enough_is_published() {
        let sample = Sample::new("My first words here.");
        let mut facts = sample.facts();
        facts.author.published = 0;
        assert_eq!(effects(&PHASE, &facts), [Effect::Hold]);
        facts.is_edit = true;
        assert_eq!(effects(&PHASE, &facts), [Effect::Hold]);
        facts.author.published = 1;
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
        facts.author.published = 0;
        assert_eq!(effects(&PHASE, &facts), []);
        facts.author.kind = AuthorKind::Staff;
        for policy in Policy::ALL {
            facts.policy = *policy;
            assert_eq!(effects(&PHASE, &facts), []);
        }
    }
}

//! Measures against the author: a ban refuses, premoderation holds. One that has run out counts for nothing.

use super::{Phase, finding};
use crate::model::decision::Reason;
use crate::model::finding::{Effect, Finding};
use crate::model::sanction::SanctionKind;
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "sanction", run };

fn run(facts: &Facts<'_>, _: &CompiledRules, findings: &mut Vec<Finding>) {
    let Some(sanction) = facts.author.sanction else { return };
    if sanction.until.is_some_and(|until| until <= facts.now) {
        return;
    }
    let until = sanction.until.map_or(String::new(), |until| format!(" until {until}"));
    let (effect, sentence) = match sanction.kind {
        SanctionKind::Premoderate => {
            (Effect::Hold, format!("Your comments are looked at by a moderator before they appear{until}."))
        }
        SanctionKind::Ban => (Effect::Refuse, format!("You cannot comment here{until}.")),
    };
    let why = match sanction.reason.trim() {
        "" => String::new(),
        reason => format!(" The reason given: {reason}"),
    };
    findings.push(finding(PHASE.name, effect, Reason::Other, format!("{sentence}{why}")));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::DAY;
    use crate::moderation::facts::SanctionFacts;
    use crate::moderation::phases::sample::{Sample, effects, findings};
    use crate::moderation::settings::Rules;

    #[test]
    fn a_ban_refuses_with_its_reason_and_premoderation_holds() {
        let sample = Sample::new("I am back.");
        let mut facts = sample.facts();
        let ban = SanctionFacts { kind: SanctionKind::Ban, until: None, reason: "Insults" };
        facts.author.sanction = Some(ban);
        let found = findings(&PHASE, &facts, Rules::default());
        assert_eq!(found[0].effect, Effect::Refuse);
        assert_eq!(found[0].message, "You cannot comment here. The reason given: Insults");
        facts.author.sanction = Some(SanctionFacts { kind: SanctionKind::Premoderate, ..ban });
        assert_eq!(effects(&PHASE, &facts), [Effect::Hold]);
    }

    #[test]
    fn a_measure_ends_at_its_time() {
        let sample = Sample::new("I am back.");
        let mut facts = sample.facts();
        let ban_until = |until| Some(SanctionFacts { kind: SanctionKind::Ban, until: Some(until), reason: "" });
        facts.author.sanction = ban_until(facts.now.plus(DAY));
        assert_eq!(effects(&PHASE, &facts), [Effect::Refuse]);
        facts.author.sanction = ban_until(facts.now);
        assert_eq!(effects(&PHASE, &facts), []);
    }
}

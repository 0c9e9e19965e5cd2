//! Measures against the author: a ban and a suspension refuse, and so does a warning until it is acknowledged;
//! premoderation holds, a mute hides. One that has run out counts for nothing.

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::Effect;
use crate::model::sanction::SanctionKind;
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "sanction", concerns: Concerns::Everybody, run };

fn run(facts: &Facts<'_>, _: &CompiledRules, report: &mut Report) {
    let Some(sanction) = facts.author.sanction else { return };
    if sanction.until.is_some_and(|until| until <= facts.now) {
        return;
    }
    let until = sanction.until.map_or(String::new(), |until| format!(" until {until}"));
    let (effect, sentence) = match sanction.kind {
        SanctionKind::Premoderate => {
            (Effect::Hold, format!("Your comments are looked at by a moderator before they appear{until}."))
        }
        // A warning may ask for the very change, so it does not stand in its way.
        SanctionKind::Warn if facts.is_edit => return,
        SanctionKind::Warn => {
            let sentence = "A moderator has warned you. Acknowledge the warning, and you can comment again.";
            (Effect::Refuse, sentence.to_owned())
        }
        SanctionKind::Mute => {
            (Effect::Mute, format!("The author is muted{until}: only they and the staff see this comment."))
        }
        SanctionKind::Suspend | SanctionKind::Ban => (Effect::Refuse, format!("You cannot comment here{until}.")),
    };
    let why = match sanction.reason.trim() {
        "" => String::new(),
        reason => format!(" The reason given: {reason}"),
    };
    report.add(effect, Reason::Other, 50, format!("{sentence}{why}"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::DAY;
    use crate::moderation::facts::SanctionFacts;
    use crate::moderation::phases::sample::{Sample, effects, findings};
    use crate::moderation::settings::Rules;

    #[test]
    fn each_measure_has_its_effect_and_its_reason() {
        let sample = Sample::new("I am back.");
        let mut facts = sample.facts();
        let ban = SanctionFacts { kind: SanctionKind::Ban, until: None, reason: "Insults" };
        facts.author.sanction = Some(ban);
        let found = findings(&PHASE, &facts, Rules::default());
        assert_eq!(found[0].effect, Effect::Refuse);
        assert_eq!(found[0].message, "You cannot comment here. The reason given: Insults");
        for (kind, effect) in [
            (SanctionKind::Suspend, Effect::Refuse),
            (SanctionKind::Warn, Effect::Refuse),
            (SanctionKind::Premoderate, Effect::Hold),
            (SanctionKind::Mute, Effect::Mute),
        ] {
            facts.author.sanction = Some(SanctionFacts { kind, ..ban });
            assert_eq!(effects(&PHASE, &facts), [effect], "{kind:?}");
        }
    }

    #[test]
    fn a_warning_lets_its_author_mend_what_is_there() {
        let sample = Sample::new("I should not have said that.");
        let mut facts = sample.facts();
        facts.author.sanction = Some(SanctionFacts { kind: SanctionKind::Warn, until: None, reason: "Insults" });
        facts.is_edit = true;
        assert_eq!(effects(&PHASE, &facts), []);
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

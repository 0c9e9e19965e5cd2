//! What the site lets authors do that it does not trust yet: its rules can hold the comments of a whole level.

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::Effect;
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "level", concerns: Concerns::Readers, run };

fn run(facts: &Facts<'_>, rules: &CompiledRules, report: &mut Report) {
    let level = facts.author.level;
    if rules.rules().trust.of(level).is_some_and(|rules| rules.hold) {
        let message = format!("This site looks at the comments of “{}” authors before they appear.", level.as_str());
        report.add(Effect::Hold, Reason::Other, 5, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::trust::Trust;
    use crate::moderation::phases::sample::{Sample, effects, findings};
    use crate::moderation::settings::Rules;

    #[test]
    fn a_held_level_is_held_and_no_other() {
        let sample = Sample::new("Some words.");
        let mut facts = sample.facts();
        assert_eq!(effects(&PHASE, &facts), []);
        let mut rules = Rules::default();
        rules.trust.known.hold = true;
        assert_eq!(findings(&PHASE, &facts, rules.clone()).len(), 1);
        facts.author.level = Trust::Trusted;
        assert!(findings(&PHASE, &facts, rules).is_empty());
    }
}

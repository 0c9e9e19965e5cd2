//! Capitals throughout, or signs repeated: a text that shouts.

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::Effect;
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "shouting", concerns: Concerns::Readers, run };

/// So many exclamation or question marks in a row are one too many.
const MOST_MARKS: usize = 4;

fn run(facts: &Facts<'_>, rules: &CompiledRules, report: &mut Report) {
    let rule = rules.rules().shouting;
    let text = &facts.rendered.text;
    let (mut capitals, mut cased, mut marks, mut most_marks) = (0_u64, 0_u64, 0, 0);
    for c in text.chars() {
        if c.is_uppercase() {
            capitals += 1;
            cased += 1;
        } else if c.is_lowercase() {
            cased += 1;
        }
        marks = if matches!(c, '!' | '?' | '！' | '？') { marks + 1 } else { 0 };
        most_marks = most_marks.max(marks);
    }
    let percent = capitals * 100 / cased.max(1);
    if cased >= u64::from(rule.from_letters) && percent >= u64::from(rule.capitals_percent) {
        report.add(Effect::Hold, Reason::Other, 15, format!("{percent} % of the letters are capitals."));
    }
    if most_marks > MOST_MARKS {
        let message = format!("{most_marks} exclamation or question marks stand in a row.");
        report.add(Effect::Note, Reason::Other, 5, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::phases::sample::{Sample, effects, findings};
    use crate::moderation::settings::Rules;

    #[test]
    fn capitals_throughout_hold_and_many_marks_are_noted() {
        let of = |text: &str| effects(&PHASE, &Sample::new(text).facts());
        assert_eq!(of("THIS IS AN OUTRAGE AND EVERYBODY KNOWS IT"), [Effect::Hold]);
        assert_eq!(of("The NATO and the EU met in Rome, said the BBC."), []);
        assert_eq!(of("OK, YES"), []);
        assert_eq!(of("Really?!?!?"), [Effect::Note]);
        assert_eq!(of("Really?!"), []);
        assert_eq!(of("東京はとても大きい都市ですとても大きい都市です"), []);
    }

    #[test]
    fn the_share_is_the_sites() {
        let sample = Sample::new("THIS IS loud, but NOT SO VERY LOUD");
        let mut rules = Rules::default();
        rules.shouting.capitals_percent = 60;
        assert_eq!(findings(&PHASE, &sample.facts(), rules).len(), 1);
        assert_eq!(effects(&PHASE, &sample.facts()), [Effect::Hold]);
    }
}

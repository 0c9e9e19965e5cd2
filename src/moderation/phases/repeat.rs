//! The same text again: a double click, or advertising. Short ones ("Thanks!") are said by many and only noted.

use unicode_segmentation::UnicodeSegmentation;

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::Effect;
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "repeated_text", concerns: Concerns::ReadersNewComments, run };

/// Shorter texts repeat by chance.
const DISTINCT_FROM_CHARACTERS: usize = 12;

fn run(facts: &Facts<'_>, rules: &CompiledRules, report: &mut Report) {
    if rules.rules().repeat_window_hours == 0 || facts.recent.same_text <= 0 {
        return;
    }
    let is_short =
        facts.rendered.text.graphemes(true).take(DISTINCT_FROM_CHARACTERS).count() < DISTINCT_FROM_CHARACTERS;
    let (effect, message) = if is_short {
        (Effect::Note, "The same short text was sent before.")
    } else {
        (Effect::Refuse, "This text was sent before. If you have something to add to it, write that.")
    };
    report.add(effect, Reason::Duplicate, 30, message);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::comment::AuthorKind;
    use crate::moderation::phases::sample::{Sample, effects, findings};
    use crate::moderation::settings::Rules;

    #[test]
    fn a_repeated_text_is_refused_as_a_duplicate() {
        let sample = Sample::new("Twelve chars");
        let mut facts = sample.facts();
        assert_eq!(effects(&PHASE, &facts), []);
        facts.recent.same_text = 1;
        let found = findings(&PHASE, &facts, Rules::default());
        assert_eq!((found[0].effect, found[0].reason), (Effect::Refuse, Reason::Duplicate));
        assert!(findings(&PHASE, &facts, Rules { repeat_window_hours: 0, ..Rules::default() }).is_empty());
    }

    #[test]
    fn thanks_can_be_said_twice() {
        let sample = Sample::new("**Thanks you!**");
        let mut facts = sample.facts();
        facts.recent.same_text = 5;
        assert_eq!(effects(&PHASE, &facts), [Effect::Note]);
    }

    #[test]
    fn edits_and_staff_may_repeat() {
        let sample = Sample::new("A text that was sent before.");
        let mut facts = sample.facts();
        facts.recent.same_text = 5;
        facts.is_edit = true;
        assert_eq!(effects(&PHASE, &facts), []);
        facts.is_edit = false;
        facts.author.kind = AuthorKind::Staff;
        assert_eq!(effects(&PHASE, &facts), []);
    }
}

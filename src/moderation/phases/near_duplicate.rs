//! Several authors saying nearly the same: a brigade, or advertising from many addresses. Equal texts of one author are
//! the business of `repeated_text`.

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::Effect;
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "near_duplicate", concerns: Concerns::Readers, run };

fn run(facts: &Facts<'_>, rules: &CompiledRules, report: &mut Report) {
    let Some(near) = facts.recent.near else { return };
    let authors = near.others + 1;
    if authors >= i64::from(rules.rules().near_duplicates.authors) {
        let percent = near.percent;
        let message = format!("{authors} authors say nearly the same; up to {percent} % of the text is shared.");
        let score = 20 + u8::try_from(authors.min(10) * 5).unwrap_or(50);
        report.add(Effect::Hold, Reason::Duplicate, score, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::facts::NearFacts;
    use crate::moderation::phases::sample::{Sample, effects, findings};
    use crate::moderation::settings::NearDuplicateRules;
    use crate::moderation::settings::Rules;

    #[test]
    fn enough_authors_of_one_text_hold_it() {
        let sample = Sample::new("The mayor has to go, and everybody knows why.");
        let mut facts = sample.facts();
        assert_eq!(effects(&PHASE, &facts), []);
        facts.recent.near = Some(NearFacts { others: 1, percent: 88 });
        assert_eq!(effects(&PHASE, &facts), [Effect::Hold]);
        facts.is_edit = true;
        assert_eq!(effects(&PHASE, &facts), [Effect::Hold]);
        let near_duplicates = NearDuplicateRules { authors: 3, ..NearDuplicateRules::default() };
        assert!(findings(&PHASE, &facts, Rules { near_duplicates, ..Rules::default() }).is_empty());
    }
}

//! An author of whom much was taken down on this site: what comes next is looked at first.

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::Effect;
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "record", concerns: Concerns::Readers, run };

fn run(facts: &Facts<'_>, rules: &CompiledRules, report: &mut Report) {
    let (rule, record) = (rules.rules().record, facts.author.record);
    let decided = record.published + record.against();
    let percent = record.percent_against();
    if decided >= i64::from(rule.from_comments) && percent >= i64::from(rule.hold_percent) {
        let message =
            format!("Of this author's {decided} comments here, {} were not published ({percent} %).", record.against());
        report.add(Effect::Hold, Reason::Other, u8::try_from(percent / 2).unwrap_or(50), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::trust::Record;
    use crate::moderation::phases::sample::{Sample, effects};

    #[test]
    fn a_bad_record_holds_once_there_is_enough_of_it() {
        let sample = Sample::new("Some words.");
        let of = |published, rejected, spam| {
            let mut facts = sample.facts();
            facts.author.record = Record { published, rejected, spam };
            effects(&PHASE, &facts)
        };
        assert_eq!(of(0, 3, 0), []);
        assert_eq!(of(2, 1, 1), [Effect::Hold]);
        assert_eq!(of(30, 2, 0), []);
    }
}

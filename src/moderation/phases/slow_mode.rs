//! In slow mode an author waits between two comments in one thread.

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::Effect;
use crate::model::time::SECOND;
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "slow_mode", concerns: Concerns::ReadersNewComments, run };

fn run(facts: &Facts<'_>, _: &CompiledRules, report: &mut Report) {
    let Some(last) = facts.recent.last_in_thread else { return };
    let pause = i64::from(facts.thread.slow_mode_seconds) * SECOND;
    let left = last.plus(pause).micros() - facts.now.micros();
    if left > 0 {
        let (pause, left) = (facts.thread.slow_mode_seconds, (left + SECOND - 1) / SECOND);
        let message =
            format!("This discussion takes one comment in {pause} seconds from each author. Wait {left} more.");
        report.add(Effect::Refuse, Reason::Other, 5, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::phases::sample::{Sample, effects, findings};
    use crate::moderation::settings::Rules;

    #[test]
    fn the_next_comment_waits_until_the_pause_is_over() {
        let sample = Sample::new("One more thing.");
        let mut facts = sample.facts();
        facts.thread.slow_mode_seconds = 60;
        assert_eq!(effects(&PHASE, &facts), []);
        facts.recent.last_in_thread = Some(facts.now.plus(-60 * SECOND));
        assert_eq!(effects(&PHASE, &facts), []);
        facts.recent.last_in_thread = Some(facts.now.plus(-59 * SECOND - 1));
        let found = findings(&PHASE, &facts, Rules::default());
        assert!(found[0].message.ends_with("Wait 1 more."), "{}", found[0].message);
        facts.thread.slow_mode_seconds = 0;
        assert_eq!(effects(&PHASE, &facts), []);
    }
}

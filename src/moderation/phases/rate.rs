//! How many comments one author sends in a minute and in an hour. Edits and staff are not counted against it.

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::Effect;
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "rate", concerns: Concerns::ReadersNewComments, run };

fn run(facts: &Facts<'_>, rules: &CompiledRules, report: &mut Report) {
    let rate = rules.rules().rate;
    let level = rules.rules().trust.of(facts.author.level);
    let per_hour = level.and_then(|level| level.per_hour).unwrap_or(rate.per_hour);
    let periods = [
        (facts.recent.last_minute, rate.per_minute, "minute", "Wait a minute"),
        (facts.recent.last_hour, per_hour, "hour", "Wait a while, at most an hour,"),
    ];
    for (sent, limit, period, advice) in periods {
        if sent >= i64::from(limit) {
            let message = format!(
                "You have sent {sent} comments within a {period}, and this site takes {limit}. {advice} and send this one again."
            );
            report.add(Effect::Refuse, Reason::Spam, 30, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::comment::AuthorKind;
    use crate::moderation::facts::RecentFacts;
    use crate::moderation::phases::sample::{Sample, effects};

    #[test]
    fn the_comment_after_the_last_allowed_one_is_refused() {
        let sample = Sample::new("One more thing.");
        let mut facts = sample.facts();
        facts.recent = RecentFacts { last_minute: 3, last_hour: 29, ..RecentFacts::default() };
        assert_eq!(effects(&PHASE, &facts), []);
        facts.recent.last_minute = 4;
        assert_eq!(effects(&PHASE, &facts), [Effect::Refuse]);
        facts.recent.last_hour = 30;
        assert_eq!(effects(&PHASE, &facts), [Effect::Refuse, Effect::Refuse]);
    }

    #[test]
    fn edits_and_staff_are_free() {
        let sample = Sample::new("One more thing.");
        let mut facts = sample.facts();
        facts.recent = RecentFacts { last_minute: 100, last_hour: 100, ..RecentFacts::default() };
        facts.is_edit = true;
        assert_eq!(effects(&PHASE, &facts), []);
        facts.is_edit = false;
        facts.author.kind = AuthorKind::Staff;
        assert_eq!(effects(&PHASE, &facts), []);
    }
}

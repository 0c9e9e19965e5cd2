//! A thread that its staff marked as sensitive: a person looks at every comment, except those of trusted authors.

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::Effect;
use crate::model::trust::Trust;
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "sensitive_thread", concerns: Concerns::Readers, run };

fn run(facts: &Facts<'_>, _: &CompiledRules, report: &mut Report) {
    if facts.thread.sensitive && !matches!(facts.author.level, Trust::Trusted | Trust::Staff) {
        let message = "Comments on this page are looked at by a moderator before they appear.";
        report.add(Effect::Hold, Reason::Other, 10, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::phases::sample::{Sample, effects};

    #[test]
    fn only_trusted_authors_are_published_at_once() {
        let sample = Sample::new("Some words.");
        let mut facts = sample.facts();
        assert_eq!(effects(&PHASE, &facts), []);
        facts.thread.sensitive = true;
        assert_eq!(effects(&PHASE, &facts), [Effect::Hold]);
        facts.author.level = Trust::Trusted;
        assert_eq!(effects(&PHASE, &facts), []);
    }
}

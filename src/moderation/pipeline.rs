//! Runs every check on a comment and weighs what they found.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::facts::Facts;
use super::phases::{ORDER, Phase, unanswered};
use super::settings::CompiledRules;
use crate::model::finding::{Effect, Finding};

/// What becomes of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Publish,
    /// Its author sees it as published, and nobody else but the staff sees it.
    Mute,
    /// It waits for a moderator.
    Hold,
    /// It is not taken.
    Refuse,
}

/// What the checks say of one comment, with everything they found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub outcome: Outcome,
    /// In the order of the phases.
    pub findings: Vec<Finding>,
}

/// Runs all phases, also after one has refused: the author learns of everything at once.
pub fn review(facts: &Facts<'_>, rules: &CompiledRules) -> Verdict {
    let findings = run(ORDER, facts, rules);
    Verdict { outcome: outcome(&findings), findings }
}

fn run(phases: &[Phase], facts: &Facts<'_>, rules: &CompiledRules) -> Vec<Finding> {
    let mut findings = Vec::new();
    for phase in phases {
        // A `Vec` that a panicking phase has pushed to is still whole, and nothing else is changed by a phase.
        let answered = catch_unwind(AssertUnwindSafe(|| (phase.run)(facts, rules, &mut findings)));
        if answered.is_err() {
            findings.push(unanswered(phase.name));
        }
    }
    findings
}

/// The strongest effect wins.
fn outcome(findings: &[Finding]) -> Outcome {
    match findings.iter().map(|finding| finding.effect).max() {
        None | Some(Effect::Note) => Outcome::Publish,
        Some(Effect::Mute) => Outcome::Mute,
        Some(Effect::Hold) => Outcome::Hold,
        Some(Effect::Refuse) => Outcome::Refuse,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::comment::AuthorKind;
    use crate::model::decision::Reason;
    use crate::model::sanction::SanctionKind;
    use crate::moderation::facts::{ClosedBecause, RecentFacts, SanctionFacts};
    use crate::moderation::phases::sample::Sample;
    use crate::moderation::settings::{LinkRules, Rules, WordRules};
    use proptest::prelude::*;

    fn finding(effect: Effect) -> Finding {
        Finding { check: "sample".to_owned(), effect, reason: Reason::Other, message: String::new(), span: None }
    }

    fn any_effect() -> impl Strategy<Value = Effect> {
        prop_oneof![Just(Effect::Note), Just(Effect::Mute), Just(Effect::Hold), Just(Effect::Refuse)]
    }

    proptest! {
        #[test]
        fn the_strongest_effect_wins_in_any_order(effects in prop::collection::vec(any_effect(), 0..8)) {
            let findings: Vec<Finding> = effects.iter().copied().map(finding).collect();
            let expected = if effects.contains(&Effect::Refuse) {
                Outcome::Refuse
            } else if effects.contains(&Effect::Hold) {
                Outcome::Hold
            } else if effects.contains(&Effect::Mute) {
                Outcome::Mute
            } else {
                Outcome::Publish
            };
            prop_assert_eq!(outcome(&findings), expected);
        }

        #[test]
        fn one_more_finding_never_weakens_a_verdict(effects in prop::collection::vec(any_effect(), 0..8), more in any_effect()) {
            let mut findings: Vec<Finding> = effects.into_iter().map(finding).collect();
            let before = outcome(&findings);
            findings.push(finding(more));
            prop_assert!(outcome(&findings) >= before);
        }
    }

    #[test]
    fn a_check_that_panics_holds_the_comment_and_the_others_still_run() {
        let failing = Phase {
            name: "failing",
            run: |_, _, findings| {
                findings.push(finding(Effect::Note));
                panic!("a check that fails");
            },
        };
        let refusing = Phase { name: "refusing", run: |_, _, findings| findings.push(finding(Effect::Refuse)) };
        let sample = Sample::new("Some words.");
        let rules = CompiledRules::new(Rules::default());
        let findings = run(&[failing, refusing], &sample.facts(), &rules);
        let effects: Vec<Effect> = findings.iter().map(|finding| finding.effect).collect();
        assert_eq!(effects, [Effect::Note, Effect::Hold, Effect::Refuse]);
        assert_eq!(findings[1].check, "failing");
        assert_eq!(outcome(&findings[..2]), Outcome::Hold);
    }

    #[test]
    fn a_known_author_in_an_open_thread_is_published() {
        let sample = Sample::new("I was there, and the bridge is still closed: <https://bridge.example>.");
        let verdict = review(&sample.facts(), &CompiledRules::new(Rules::default()));
        assert_eq!(verdict, Verdict { outcome: Outcome::Publish, findings: Vec::new() });
    }

    #[test]
    fn all_checks_speak_even_after_a_refusal() {
        let sample = Sample::new("Buy rutabaga, the best rutabaga, at https://rutabaga.example");
        let mut facts = sample.facts();
        facts.author.published = 0;
        facts.author.sanction = Some(SanctionFacts { kind: SanctionKind::Ban, until: None, reason: "" });
        facts.thread.closed = Some(ClosedBecause::Staff);
        facts.recent = RecentFacts { last_minute: 9, last_hour: 9, same_text: 1 };
        let mut rules = Rules { links: LinkRules { hold_over: 0 }, ..Rules::default() };
        rules.length.max = 10;
        rules.words = WordRules { banned: vec!["rutabaga".to_owned()], suspect: Vec::new() };
        let verdict = review(&facts, &CompiledRules::new(rules));
        let mut checks: Vec<&str> = verdict.findings.iter().map(|finding| finding.check.as_str()).collect();
        checks.dedup();
        assert_eq!(checks, ORDER.iter().map(|phase| phase.name).collect::<Vec<_>>());
        assert_eq!(verdict.outcome, Outcome::Refuse);
    }

    #[test]
    fn staff_are_stopped_only_by_what_concerns_the_thread_the_text_or_a_measure() {
        let sample = Sample::new("See https://a.example https://b.example https://c.example");
        let mut facts = sample.facts();
        facts.author.kind = AuthorKind::Staff;
        facts.author.published = 0;
        facts.recent = RecentFacts { last_minute: 9, last_hour: 99, same_text: 1 };
        let rules = CompiledRules::new(Rules::default());
        assert_eq!(review(&facts, &rules).outcome, Outcome::Publish);
        facts.thread.closed = Some(ClosedBecause::Staff);
        assert_eq!(review(&facts, &rules).outcome, Outcome::Refuse);
    }
}

//! Runs every check on a comment and weighs what they found.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::facts::Facts;
use super::phases::{Concerns, ORDER, Phase, Report};
use super::settings::CompiledRules;
use crate::model::comment::AuthorKind;
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
    phases.iter().flat_map(|phase| ask(phase, facts, rules)).collect()
}

/// What all phases find but those of these names.
pub(super) fn run_but(left_out: &[&str], facts: &Facts<'_>, rules: &CompiledRules) -> Vec<Finding> {
    let asked = ORDER.iter().filter(|phase| !left_out.contains(&phase.name));
    asked.flat_map(|phase| ask(phase, facts, rules)).collect()
}

/// What one check finds, as far as it concerns the author and the site has not turned it off.
pub(super) fn ask(phase: &Phase, facts: &Facts<'_>, rules: &CompiledRules) -> Vec<Finding> {
    let is_staff = facts.author.kind == AuthorKind::Staff;
    let concerned = match phase.concerns {
        Concerns::Everybody => true,
        Concerns::Readers => !is_staff,
        Concerns::ReadersNewComments => !is_staff && !facts.is_edit,
    };
    let rule = rules.check(phase.name);
    if !concerned || rule.is_off() {
        return Vec::new();
    }
    let level = rules.rules().trust.of(facts.author.level);
    let waived = level.is_some_and(|level| level.waives.iter().any(|name| name == phase.name));
    let mut report = Report::new(phase.name, rule, waived);
    // A report that a panicking check has added to is still whole, and a check changes nothing else.
    if catch_unwind(AssertUnwindSafe(|| (phase.run)(facts, rules, &mut report))).is_err() {
        report.fail();
    }
    report.into_findings()
}

/// The strongest effect wins.
pub(super) fn outcome(findings: &[Finding]) -> Outcome {
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
    use crate::model::decision::Reason;
    use crate::model::sanction::SanctionKind;
    use crate::model::trust::{Record, Trust};
    use crate::moderation::facts::{ClosedBecause, FormFacts, NearFacts, RecentFacts, SanctionFacts, ThreadFacts};
    use crate::moderation::phases::sample::Sample;
    use crate::moderation::settings::{CheckAction, CheckRule, LinkRules, OnError, Rules, WordRules};
    use proptest::prelude::*;

    fn finding(effect: Effect) -> Finding {
        let (check, message) = ("sample".to_owned(), String::new());
        Finding { check, effect, reason: Reason::Other, score: 0, message, field: None, span: None }
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
            concerns: Concerns::Everybody,
            run: |_, _, report| {
                report.add(Effect::Note, Reason::Other, 1, "");
                panic!("a check that fails");
            },
        };
        let refusing = Phase {
            name: "refusing",
            concerns: Concerns::Everybody,
            run: |_, _, report| report.add(Effect::Refuse, Reason::Other, 1, ""),
        };
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
        let sample = Sample::new(
            "BUY RUTABAGA, THE BEST RUTABAGA THERE EVER WAS, AND BUY IT NOW, FOR THERE IS NONE LIKE IT. WRITE TO ADA@READER.EXAMPLE: <https://rutabaga.example>",
        );
        let mut facts = sample.facts();
        facts.author.name = "Moderator Max";
        facts.author.email = Some("max@mailinator.com");
        facts.author.record = Record { published: 0, rejected: 9, spam: 0 };
        facts.author.level = Trust::New;
        facts.author.sanction = Some(SanctionFacts { kind: SanctionKind::Ban, until: None, reason: "" });
        let closed = Some(ClosedBecause::Staff);
        facts.thread = ThreadFacts { closed, sensitive: true, slow_mode_seconds: 60 };
        facts.recent = RecentFacts {
            last_minute: 9,
            last_hour: 9,
            same_text: 1,
            last_in_thread: Some(facts.now),
            near: Some(NearFacts { others: 5, percent: 90 }),
        };
        facts.form = Some(FormFacts { trap_filled: true, age_seconds: None });
        let mut rules = Rules { languages: vec!["de".to_owned()], ..Rules::default() };
        rules.links = LinkRules { hold_over: 0, denied: vec!["rutabaga.example".to_owned()], ..LinkRules::default() };
        rules.length.max = 10;
        rules.words = WordRules { banned: vec!["rutabaga".to_owned()], suspect: Vec::new() };
        rules.trust.new.hold = true;
        let verdict = review(&facts, &CompiledRules::new(rules));
        let mut checks: Vec<&str> = verdict.findings.iter().map(|finding| finding.check.as_str()).collect();
        checks.dedup();
        assert_eq!(checks, ORDER.iter().map(|phase| phase.name).collect::<Vec<_>>());
        assert_eq!(verdict.outcome, Outcome::Refuse);
    }

    #[test]
    fn a_site_says_what_a_check_does() {
        let sample = Sample::new("See https://a.example https://b.example https://c.example");
        let effects = |rule: Option<CheckRule>, waives: &[&str]| {
            let mut rules = Rules::default();
            rules.checks.extend(rule.map(|rule| ("links".to_owned(), rule)));
            rules.trust.known.waives = waives.iter().map(|name| (*name).to_owned()).collect();
            let verdict = review(&sample.facts(), &CompiledRules::new(rules));
            verdict.findings.iter().map(|finding| finding.effect).collect::<Vec<_>>()
        };
        let action = |action| Some(CheckRule { action: Some(action), ..CheckRule::default() });
        assert_eq!(effects(None, &[]), [Effect::Hold]);
        assert_eq!(effects(action(CheckAction::Off), &[]), []);
        assert_eq!(effects(action(CheckAction::Note), &[]), [Effect::Note]);
        assert_eq!(effects(action(CheckAction::Reject), &[]), [Effect::Refuse]);
        assert_eq!(effects(action(CheckAction::Reject), &["links"]), [Effect::Note]);
    }

    #[test]
    fn a_site_says_what_a_failing_check_does() {
        let failing = Phase { name: "links", concerns: Concerns::Everybody, run: |_, _, _| panic!("it fails") };
        let sample = Sample::new("Some words.");
        let mut rules = Rules::default();
        rules.checks.insert("links".to_owned(), CheckRule { action: None, on_error: OnError::Note });
        let findings = run(&[failing], &sample.facts(), &CompiledRules::new(rules));
        assert_eq!(findings.iter().map(|finding| finding.effect).collect::<Vec<_>>(), [Effect::Note]);
    }

    #[test]
    fn staff_are_stopped_only_by_what_concerns_the_thread_the_text_or_a_measure() {
        let sample = Sample::new("See https://a.example https://b.example https://c.example");
        let mut facts = sample.facts();
        facts.author.kind = AuthorKind::Staff;
        facts.author.level = Trust::Staff;
        facts.author.record = Record::default();
        facts.recent = RecentFacts { last_minute: 9, last_hour: 99, same_text: 1, ..RecentFacts::default() };
        let rules = CompiledRules::new(Rules::default());
        assert_eq!(review(&facts, &rules).outcome, Outcome::Publish);
        facts.thread.closed = Some(ClosedBecause::Staff);
        assert_eq!(review(&facts, &rules).outcome, Outcome::Refuse);
    }
}

//! What other rules would have done to comments that are there: the checks are run again on what was known when each was
//! posted, under two sets of rules, and the outcomes are compared.
//!
//! `lately` is what the checks ask about the last minutes, hours and days, as a scan through the past goes on; `tally`
//! counts and keeps samples. What a check saw and nobody keeps (a network address, the age of a form) cannot be seen
//! again: what it found then is taken over. A check that looks at such a thing is named in [`SEEN_ONCE`].

mod lately;
mod tally;

use super::facts::Facts;
use super::phases::ORDER;
use super::pipeline::{Verdict, outcome, run_but};
use super::settings::{CheckAction, CompiledRules};
use crate::model::comment::AuthorKind;
use crate::model::finding::{Effect, Finding};
pub use lately::{Lately, Near, Said};
pub use tally::{Agreement, ByDecision, Change, Decided, Report, Sample, Tally, TallyOfCheck};

/// Checks of this program that look at what is not kept. Whatever other servers found is taken over as well.
const SEEN_ONCE: &[&str] = &["form", "sanction"];

/// Whether what a check found when the comment was posted is taken over.
pub fn is_taken_over(check: &str) -> bool {
    SEEN_ONCE.contains(&check) || !runs_here(check)
}

fn runs_here(check: &str) -> bool {
    ORDER.iter().any(|phase| phase.name == check)
}

/// As the checks review a comment; `then` is what those found that cannot look again.
pub fn review_again(facts: &Facts<'_>, rules: &CompiledRules, then: &[Finding]) -> Verdict {
    let mut findings = run_but(SEEN_ONCE, facts, rules);
    findings.extend(then.iter().filter_map(|finding| as_ruled(finding, facts, rules)));
    Verdict { outcome: outcome(&findings), findings }
}

/// The finding with the effect that the rules give it; where they give none, with the one that it had.
fn as_ruled(finding: &Finding, facts: &Facts<'_>, rules: &CompiledRules) -> Option<Finding> {
    let level = rules.rules().trust.of(facts.author.level).filter(|_| facts.author.kind != AuthorKind::Staff);
    let waived = level.is_some_and(|level| level.waives.contains(&finding.check));
    let effect = match rules.check(&finding.check).action {
        Some(CheckAction::Off) => return None,
        _ if waived => Effect::Note,
        Some(CheckAction::Note) => Effect::Note,
        Some(CheckAction::Hold) => Effect::Hold,
        Some(CheckAction::Reject) => Effect::Refuse,
        None => finding.effect,
    };
    Some(Finding { effect, ..finding.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::decision::Reason;
    use crate::moderation::phases::sample::Sample;
    use crate::moderation::pipeline::{Outcome, review};
    use crate::moderation::settings::{CheckRule, Rules};

    fn found(check: &str, effect: Effect) -> Finding {
        let message = "It was seen then.".to_owned();
        let check = check.to_owned();
        Finding { check, effect, reason: Reason::Spam, score: 40, message, field: None, span: None }
    }

    fn with_action(check: &str, action: Option<CheckAction>) -> CompiledRules {
        let mut rules = Rules::default();
        rules.checks.insert(check.to_owned(), CheckRule { action, ..CheckRule::default() });
        CompiledRules::new(rules)
    }

    #[test]
    fn every_check_that_is_taken_over_is_one() {
        assert!(SEEN_ONCE.iter().all(|check| runs_here(check)));
        assert!(is_taken_over("form") && is_taken_over("somebody_elses") && !is_taken_over("links"));
    }

    #[test]
    fn what_cannot_be_seen_again_is_taken_over_with_the_effect_that_the_rules_give_it() {
        let sample = Sample::new("Some words.");
        let of_form = [found("form", Effect::Hold)];
        let outcome_with = |action| review_again(&sample.facts(), &with_action("form", action), &of_form).outcome;
        assert_eq!(outcome_with(None), Outcome::Hold);
        assert_eq!(outcome_with(Some(CheckAction::Off)), Outcome::Publish);
        assert_eq!(outcome_with(Some(CheckAction::Note)), Outcome::Publish);
        assert_eq!(outcome_with(Some(CheckAction::Reject)), Outcome::Refuse);
    }

    #[test]
    fn a_form_that_the_rules_ask_for_is_not_missed_in_the_past() {
        let mut rules = Rules::default();
        rules.form.required = true;
        let rules = CompiledRules::new(rules);
        let sample = Sample::new("Some words.");
        assert_eq!(review(&sample.facts(), &rules).outcome, Outcome::Hold);
        assert_eq!(review_again(&sample.facts(), &rules, &[]).outcome, Outcome::Publish);
    }

    #[test]
    fn the_other_checks_find_what_they_find_in_a_review() {
        let sample =
            Sample::new("SEE https://a.example AND https://b.example AND https://c.example FOR YOURSELF!!!!!!");
        let rules = CompiledRules::new(Rules::default());
        let verdict = review(&sample.facts(), &rules);
        assert!(verdict.findings.len() > 1);
        assert_eq!(review_again(&sample.facts(), &rules, &[]), verdict);
    }
}

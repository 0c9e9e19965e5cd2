//! The form that a comment was typed into: people leave the hidden field empty, and need a moment to write.

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::Effect;
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "form", concerns: Concerns::ReadersNewComments, run };

/// A form that lay open longer than this is handed out anew.
const MOST_SECONDS: i64 = 86_400;

fn run(facts: &Facts<'_>, rules: &CompiledRules, report: &mut Report) {
    let rule = rules.rules().form;
    let Some(form) = facts.form else {
        if rule.required {
            report.add(Effect::Hold, Reason::Spam, 20, "This comment did not come from the site's own form.");
        }
        return;
    };
    if form.trap_filled {
        report.add(
            Effect::Refuse,
            Reason::Spam,
            90,
            "A field that nobody sees was filled in. Leave it empty and send again.",
        );
    }
    match form.age_seconds {
        Some(age) if age < i64::from(rule.min_seconds) => {
            let message = format!("The form came back after {age} seconds, faster than anybody types.");
            report.add(Effect::Hold, Reason::Spam, 40, message);
        }
        Some(age) if age > MOST_SECONDS => {
            report.add(Effect::Note, Reason::Spam, 5, "The form was more than a day old.");
        }
        None if rule.required => {
            report.add(Effect::Hold, Reason::Spam, 20, "The form's token is missing or was not made here.");
        }
        Some(_) | None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::facts::FormFacts;
    use crate::moderation::phases::sample::{Sample, effects, findings};
    use crate::moderation::settings::FormRules;
    use crate::moderation::settings::Rules;

    #[test]
    fn a_filled_trap_refuses_and_haste_holds() {
        let sample = Sample::new("Some words.");
        let mut facts = sample.facts();
        let form = |trap_filled, age_seconds| Some(FormFacts { trap_filled, age_seconds });
        facts.form = form(false, Some(3));
        assert_eq!(effects(&PHASE, &facts), []);
        facts.form = form(false, Some(2));
        assert_eq!(effects(&PHASE, &facts), [Effect::Hold]);
        facts.form = form(false, Some(MOST_SECONDS + 1));
        assert_eq!(effects(&PHASE, &facts), [Effect::Note]);
        facts.form = form(true, Some(30));
        assert_eq!(effects(&PHASE, &facts), [Effect::Refuse]);
    }

    #[test]
    fn only_a_site_that_says_so_needs_its_form() {
        let sample = Sample::new("Some words.");
        let mut facts = sample.facts();
        let form = FormRules { required: true, ..FormRules::default() };
        let required = || Rules { form, ..Rules::default() };
        assert_eq!(effects(&PHASE, &facts), []);
        assert_eq!(findings(&PHASE, &facts, required()).len(), 1);
        facts.form = Some(FormFacts { trap_filled: false, age_seconds: None });
        assert_eq!(effects(&PHASE, &facts), []);
        assert_eq!(findings(&PHASE, &facts, required()).len(), 1);
    }
}

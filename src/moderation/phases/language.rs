//! A language that the site does not expect: its moderators could not read the comment. Short texts are not told apart
//! well and are let through.

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::{Effect, Field};
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "language", concerns: Concerns::Readers, run };

fn run(facts: &Facts<'_>, rules: &CompiledRules, report: &mut Report) {
    let expected = &rules.rules().languages;
    let Some(language) = facts.language else { return };
    if !expected.is_empty() && !expected.iter().any(|code| code == language) {
        let name = isolang::Language::from_639_1(language).map_or(language, |language| language.to_name());
        let message = format!("This seems to be {name}; this site expects: {}.", expected.join(", "));
        report.add_about(Some(Field::Body), None, (Effect::Hold, Reason::OffTopic, 15), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::phases::sample::{Sample, effects, findings};
    use crate::moderation::settings::Rules;

    #[test]
    fn only_a_language_that_is_sure_and_not_expected_holds() {
        let sample = Sample::new("Das ist doch wirklich nicht zu glauben.");
        let mut facts = sample.facts();
        facts.language = Some("de");
        assert_eq!(effects(&PHASE, &facts), []);
        let english = || Rules { languages: vec!["en".to_owned(), "fr".to_owned()], ..Rules::default() };
        let found = findings(&PHASE, &facts, english());
        assert!(found[0].message.contains("German"), "{}", found[0].message);
        facts.language = None;
        assert!(findings(&PHASE, &facts, english()).is_empty());
    }
}

//! Names that speak for the site: with a word such as "moderator" in them, or with the name of the site or its staff.

use std::sync::LazyLock;

use super::{Concerns, Phase, Report};
use crate::model::account::name_skeleton;
use crate::model::decision::Reason;
use crate::model::finding::{Effect, Field};
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "impersonation", concerns: Concerns::Readers, run };

/// Words that only staff have in their names.
const TITLES: &[&str] = &[
    "admin",
    "administrator",
    "editor",
    "moderator",
    "moderation",
    "newsdesk",
    "newsroom",
    "official",
    "redaktion",
    "redacción",
    "rédaction",
    "staff",
    "support",
    "webmaster",
];

/// Each title with what it is compared by.
static TITLE_SKELETONS: LazyLock<Vec<(&str, String)>> =
    LazyLock::new(|| TITLES.iter().map(|title| (*title, name_skeleton(title))).collect());

/// Shorter names stand inside too many others.
const FROM_LETTERS: usize = 5;

fn run(facts: &Facts<'_>, _: &CompiledRules, report: &mut Report) {
    let name = facts.author.name;
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let parts: Vec<String> = parts.map(name_skeleton).collect();
    if let Some((title, _)) = TITLE_SKELETONS.iter().find(|(_, skeleton)| parts.contains(skeleton)) {
        let message = format!("“{title}” in the name reads as if the site itself were speaking.");
        report.add_about(Some(Field::Name), None, (Effect::Hold, Reason::FalseIdentity, 50), message);
    }
    let whole = name_skeleton(name);
    let taken = facts.author.names_taken.iter().map(|taken| (taken, name_skeleton(taken)));
    for (taken, _) in taken.filter(|(_, taken)| taken.chars().count() >= FROM_LETTERS && whole.contains(taken)) {
        let message = format!("The name contains “{taken}”, which belongs to the site or its staff.");
        report.add_about(Some(Field::Name), None, (Effect::Hold, Reason::FalseIdentity, 60), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::phases::sample::{Sample, effects};

    #[test]
    fn a_name_that_speaks_for_the_site_is_held() {
        let sample = Sample::new("Please send me your password.");
        let taken = ["Ines Harbour".to_owned(), "Ann".to_owned()];
        let of = |name: &str| {
            let mut facts = sample.facts();
            facts.author.name = name;
            facts.author.names_taken = &taken;
            effects(&PHASE, &facts)
        };
        assert_eq!(of("Ada Reader"), []);
        assert_eq!(of("Moderator Max"), [Effect::Hold]);
        assert_eq!(of("M0derator_Max"), [Effect::Hold]);
        assert_eq!(of("The real Ines Harb0ur"), [Effect::Hold]);
        assert_eq!(of("Anneliese Modersohn"), []);
    }
}

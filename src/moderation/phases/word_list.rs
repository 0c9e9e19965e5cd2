//! The site's word lists: a banned word refuses, a suspect one holds. Looked for in the comment as typed and as shown,
//! and in the author's name and website.

use std::collections::HashSet;

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::{Effect, Field, Span};
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;
use crate::moderation::text::Normalized;
use crate::moderation::words::WordMatcher;

pub const PHASE: Phase = Phase { name: "word_list", concerns: Concerns::Everybody, run };

/// More would not help author or moderator.
const MAX_FINDINGS: usize = 20;

fn run(facts: &Facts<'_>, rules: &CompiledRules, report: &mut Report) {
    let Some(lists) = rules.word_lists() else {
        report.fail();
        return;
    };
    let texts = Texts::of(facts);
    // Banned words come first: the limit must not let a suspect word push one out.
    let mut found = texts.search(&lists.banned, Effect::Refuse);
    found.extend(texts.search(&lists.suspect, Effect::Hold));
    for hit in found.into_iter().take(MAX_FINDINGS) {
        let message = message(&hit, report.effect(hit.natural));
        let score = if hit.natural == Effect::Refuse { 70 } else { 40 };
        report.add_about(Some(hit.field), hit.span, (hit.natural, Reason::Abuse, score), message);
    }
}

/// A listed word where it was seen.
struct Hit<'l> {
    word: &'l str,
    natural: Effect,
    field: Field,
    span: Option<Span>,
}

struct Texts {
    body: Normalized,
    /// `None` if it is the body again: no markup was used.
    shown: Option<Normalized>,
    name: Normalized,
    website: Option<Normalized>,
}

impl Texts {
    fn of(facts: &Facts<'_>) -> Self {
        let (source, shown) = (facts.body.source(), facts.rendered.text.as_str());
        Self {
            body: Normalized::of(source),
            shown: (source != shown).then(|| Normalized::of(shown)),
            name: Normalized::of(facts.author.name),
            website: facts.author.website.map(Normalized::of),
        }
    }

    fn search<'l>(&self, list: &'l WordMatcher, natural: Effect) -> Vec<Hit<'l>> {
        let hit = |word, field| Hit { word, natural, field, span: None };
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        for place in list.find(&self.body) {
            seen.insert(place.word);
            found.push(Hit { span: self.body.span(place.range), ..hit(place.word, Field::Body) });
        }
        if let Some(shown) = &self.shown {
            let hidden = list.find(shown).into_iter().filter(|place| seen.insert(place.word));
            found.extend(hidden.map(|place| hit(place.word, Field::Body)));
        }
        found.extend(list.find(&self.name).into_iter().map(|place| hit(place.word, Field::Name)));
        let in_website = self.website.iter().flat_map(|website| list.find(website));
        found.extend(in_website.map(|place| hit(place.word, Field::Website)));
        found
    }
}

fn message(hit: &Hit<'_>, effect: Effect) -> String {
    let word = hit.word;
    let place = match hit.field {
        Field::Name => " in your name",
        Field::Website => " in the address of your website",
        Field::Body | Field::Email | Field::Network => "",
    };
    match effect {
        Effect::Refuse => format!("“{word}”{place} is not taken on this site. Put it another way and send it again."),
        Effect::Hold | Effect::Mute | Effect::Note => {
            format!("“{word}”{place} is on this site's list of words that a moderator looks at before they appear.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::Finding;
    use crate::moderation::phases::sample::{Sample, findings};
    use crate::moderation::settings::{Rules, WordRules};

    fn found(facts: &Facts<'_>, banned: &[&str], suspect: &[&str]) -> Vec<Finding> {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let words = WordRules { banned: owned(banned), suspect: owned(suspect) };
        findings(&PHASE, facts, Rules { words, ..Rules::default() })
    }

    #[test]
    fn every_place_of_a_word_is_shown_in_the_source() {
        let text = "A Rutabaga, a turnip\nand a RUTABAGA.";
        let sample = Sample::new(text);
        let found = found(&sample.facts(), &["rutabaga"], &["turnip"]);
        let seen: Vec<_> = found
            .iter()
            .map(|finding| (finding.effect, finding.span.map(|span| &text[span.start..span.end])))
            .collect();
        let (refuse, hold) = (Effect::Refuse, Effect::Hold);
        assert_eq!(seen, [(refuse, Some("Rutabaga")), (refuse, Some("RUTABAGA")), (hold, Some("turnip"))]);
        assert!(found.iter().all(|finding| finding.reason == Reason::Abuse));
    }

    #[test]
    fn markup_does_not_hide_a_word() {
        let sample = Sample::new("A ruta**baga** and r&#117;tabaga");
        let found = found(&sample.facts(), &["rutabaga"], &[]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].span, None);
    }

    #[test]
    fn name_and_website_are_looked_at() {
        let sample = Sample::new("Nothing to see.");
        let mut facts = sample.facts();
        facts.author.name = "Turnip";
        facts.author.website = Some("https://turnip.example/");
        let found = found(&facts, &[], &["turnip"]);
        assert_eq!(found.len(), 2);
        assert!(found[0].message.contains("your name") && found[1].message.contains("your website"));
    }

    #[test]
    fn many_suspect_words_do_not_push_out_a_banned_one() {
        let sample = Sample::new(&format!("{} rutabaga", "turnip ".repeat(100)));
        let found = found(&sample.facts(), &["rutabaga"], &["turnip"]);
        assert_eq!(found.len(), MAX_FINDINGS);
        assert_eq!(found[0].effect, Effect::Refuse);
    }
}

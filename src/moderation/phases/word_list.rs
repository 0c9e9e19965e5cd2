//! The site's word lists: a banned word refuses, a suspect one holds. Looked for in the comment as typed and as shown,
//! in the author's name, e-mail address and website, and in the network address it was sent from.

use std::collections::HashSet;

use super::{Concerns, Phase, Report};
use crate::model::comment::excerpt;
use crate::model::decision::Reason;
use crate::model::finding::{Effect, Field, Span};
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;
use crate::moderation::text::Alphabet;
use crate::moderation::words::{Entry, SearchText, WordMatch, WordMatcher};

pub const PHASE: Phase = Phase { name: "word_list", concerns: Concerns::Everybody, run };

/// More would not help author or moderator.
const MAX_FINDINGS: usize = 20;
/// Characters of the text that a message quotes.
const MAX_QUOTED: usize = 60;

fn run(facts: &Facts<'_>, rules: &CompiledRules, report: &mut Report) {
    let Some(lists) = rules.word_lists() else {
        report.fail();
        return;
    };
    if lists.banned.is_empty() && lists.suspect.is_empty() {
        return;
    }
    let texts = Texts::of(facts, Alphabet::of(facts.language, &rules.rules().languages));
    // Banned words come first: the limit must not let a suspect word push one out.
    let mut found = texts.search(facts, &lists.banned, Effect::Refuse);
    found.extend(texts.search(facts, &lists.suspect, Effect::Hold));
    for hit in found.into_iter().take(MAX_FINDINGS) {
        let message = message(&hit, report.effect(hit.natural));
        let score = if hit.natural == Effect::Refuse { 70 } else { 40 };
        let reason = if hit.field == Field::Network { Reason::Other } else { Reason::Abuse };
        report.add_about(Some(hit.field), hit.span, (hit.natural, reason, score), message);
    }
}

/// A listed word where it was seen.
struct Hit {
    /// What a message calls it; empty for a network, which a message must not tell.
    what: String,
    natural: Effect,
    field: Field,
    span: Option<Span>,
}

/// A text and how it is searched.
struct Text<'a> {
    source: &'a str,
    search: SearchText,
    field: Field,
}

impl<'a> Text<'a> {
    fn of(source: &'a str, field: Field, alphabet: Alphabet<'_>) -> Self {
        Self { source, search: SearchText::of(source, alphabet), field }
    }

    /// What a message calls the match: the listed word, and how it is written here if that is another way.
    fn quoted(&self, found: &WordMatch<'_>) -> String {
        let written = self.source.get(found.span.start..found.span.end).unwrap_or_default();
        let written = excerpt(written, MAX_QUOTED);
        match Entry::parse(found.word) {
            Ok(Entry::Glob(_) | Entry::Pattern(_)) => format!("“{written}”"),
            _ if found.disguised => format!("“{}” (here “{written}”)", found.word),
            _ => format!("“{}”", found.word),
        }
    }
}

struct Texts<'a> {
    body: Text<'a>,
    /// `None` if it is the body again: no markup was used.
    shown: Option<Text<'a>>,
    /// Name, e-mail address and website.
    of_author: Vec<Text<'a>>,
}

impl<'a> Texts<'a> {
    fn of(facts: &Facts<'a>, alphabet: Alphabet<'_>) -> Self {
        let (source, shown) = (facts.body.source(), facts.rendered.text.as_str());
        let author = &facts.author;
        let name = (Some(author.name), Field::Name);
        let of_author = [name, (author.email, Field::Email), (author.website, Field::Website)];
        let of_author = of_author.into_iter().filter_map(|(text, field)| Some(Text::of(text?, field, alphabet)));
        Self {
            body: Text::of(source, Field::Body, alphabet),
            shown: (source != shown).then(|| Text::of(shown, Field::Body, alphabet)),
            of_author: of_author.collect(),
        }
    }

    fn search(&self, facts: &Facts<'_>, list: &WordMatcher, natural: Effect) -> Vec<Hit> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let hit = |text: &Text<'_>, place: &WordMatch<'_>, span| Hit {
            what: text.quoted(place),
            natural,
            field: text.field,
            span,
        };
        for place in list.find(&self.body.search) {
            seen.insert(place.word);
            found.push(hit(&self.body, &place, Some(place.span)));
        }
        if let Some(shown) = &self.shown {
            let hidden = list.find(&shown.search).into_iter().filter(|place| seen.insert(place.word));
            found.extend(hidden.map(|place| hit(shown, &place, None)));
        }
        for text in &self.of_author {
            found.extend(list.find(&text.search).iter().map(|place| hit(text, place, None)));
        }
        if facts.author.network.is_some_and(|address| list.has_address(address)) {
            found.push(Hit { what: String::new(), natural, field: Field::Network, span: None });
        }
        found
    }
}

fn message(hit: &Hit, effect: Effect) -> String {
    let what = &hit.what;
    let place = match hit.field {
        Field::Name => " in your name",
        Field::Email => " in your e-mail address",
        Field::Website => " in the address of your website",
        Field::Body | Field::Network => "",
    };
    match (effect, hit.field) {
        (Effect::Refuse, Field::Network) => "From the network you are in, nothing is taken on this site.".to_owned(),
        (_, Field::Network) => "This site looks at comments from the network you are in before they appear.".to_owned(),
        (Effect::Refuse, _) => {
            format!("{what}{place} is not taken on this site. Put it another way and send it again.")
        }
        (Effect::Hold | Effect::Mute | Effect::Note, _) => {
            format!("{what}{place} is on this site's list of words that a moderator looks at before they appear.")
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
        let text = "A ruta**baga** and r&#117;tabaga";
        let sample = Sample::new(text);
        let found = found(&sample.facts(), &["rutabaga"], &[]);
        let seen: Vec<_> =
            found.iter().filter_map(|finding| finding.span).map(|span| &text[span.start..span.end]).collect();
        assert_eq!(seen, ["ruta**baga", "r&#117;tabaga"]);

        let sample = Sample::new("A ruta[baga](https://field.example)");
        let found = self::found(&sample.facts(), &["rutabaga"], &[]);
        assert_eq!((found.len(), found[0].span), (1, None), "it stands together only where it is shown");
    }

    #[test]
    fn name_address_and_website_are_looked_at() {
        let sample = Sample::new("Nothing to see.");
        let mut facts = sample.facts();
        facts.author.name = "Turn1p";
        facts.author.email = Some("turnip@post.example");
        facts.author.website = Some("https://turnip.example/");
        let found = found(&facts, &[], &["turnip"]);
        let fields: Vec<_> = found.iter().filter_map(|finding| finding.field).collect();
        assert_eq!(fields, [Field::Name, Field::Email, Field::Website]);
        assert!(found[0].message.starts_with("“turnip” (here “Turn1p”) in your name"), "{}", found[0].message);
    }

    #[test]
    fn a_listed_network_is_met_and_not_told() {
        let sample = Sample::new("Nothing to see.");
        let mut facts = sample.facts();
        facts.author.network = Some("203.0.113.7".parse().expect("an address"));
        for entry in ["203.0.113.0/24", "203.0.113.7", "203.0.113.*", r"/^203\.0\.113\.\d+$/"] {
            let found = found(&facts, &[entry], &[]);
            assert_eq!((found.len(), found[0].effect, found[0].field), (1, Effect::Refuse, Some(Field::Network)));
            assert!(!found[0].message.contains("203"), "{}", found[0].message);
        }
        assert!(self::found(&facts, &["203.0.114.0/24", "203.0.113.70", "2001:db8::/32"], &[]).is_empty());
        facts.author.network = Some("::ffff:203.0.113.7".parse().expect("an address"));
        assert_eq!(found(&facts, &[], &["203.0.113.0/24"])[0].effect, Effect::Hold);
    }

    #[test]
    fn letters_of_the_language_are_no_disguise() {
        let sample = Sample::new("Heute ist es schwül.");
        let mut facts = sample.facts();
        facts.language = Some("de");
        assert!(found(&facts, &["schwul"], &[]).is_empty());
        facts.language = Some("en");
        assert_eq!(found(&facts, &["schwul"], &[]).len(), 1);
    }

    #[test]
    fn many_suspect_words_do_not_push_out_a_banned_one() {
        let sample = Sample::new(&format!("{} rutabaga", "turnip ".repeat(100)));
        let found = found(&sample.facts(), &["rutabaga"], &["turnip"]);
        assert_eq!(found.len(), MAX_FINDINGS);
        assert_eq!(found[0].effect, Effect::Refuse);
    }
}

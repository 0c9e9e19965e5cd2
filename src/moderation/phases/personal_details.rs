//! Details by which somebody can be reached or robbed: e-mail addresses, telephone numbers, bank accounts. Whose they are
//! a program cannot tell, so a person looks before everybody can read them.

use std::sync::LazyLock;

use regex::Regex;

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::{Effect, Field, Span};
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "personal_details", concerns: Concerns::Readers, run };

/// More would not help author or moderator.
const MAX_FINDINGS: usize = 5;

/// What a detail looks like, and what it is called.
struct Kind {
    name: &'static str,
    shape: LazyLock<Option<Regex>>,
    is_one: fn(&str) -> bool,
}

static KINDS: [Kind; 3] = [
    Kind {
        name: "an e-mail address",
        shape: LazyLock::new(|| Regex::new(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,24}\b").ok()),
        is_one: |_| true,
    },
    // Before telephone numbers, which its digits could be taken for.
    Kind {
        name: "a bank account",
        shape: LazyLock::new(|| Regex::new(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30}\b").ok()),
        is_one: is_iban,
    },
    Kind {
        name: "a telephone number",
        shape: LazyLock::new(|| Regex::new(r"(?:\+|\b0)[1-9](?:[ ()/.-]{0,3}[0-9]){6,13}\b").ok()),
        is_one: is_telephone,
    },
];

fn run(facts: &Facts<'_>, rules: &CompiledRules, report: &mut Report) {
    let text = facts.body.source();
    let mut found: Vec<(Span, &'static str)> = Vec::new();
    for kind in &KINDS {
        let Some(shape) = kind.shape.as_ref() else { return report.fail() };
        for place in shape.find_iter(text).filter(|place| (kind.is_one)(place.as_str())) {
            let free = found.iter().all(|(span, _)| place.end() <= span.start || place.start() >= span.end);
            if free && !is_public(place.as_str(), &rules.rules().public_email_domains) {
                found.push((Span { start: place.start(), end: place.end() }, kind.name));
            }
        }
    }
    found.sort_unstable_by_key(|(span, _)| span.start);
    for (span, name) in found.into_iter().take(MAX_FINDINGS) {
        let message = format!("This seems to be {name}. A moderator looks before everybody can read it.");
        report.add_about(Some(Field::Body), Some(span), (Effect::Hold, Reason::Other, 45), message);
    }
}

fn is_public(detail: &str, domains: &[String]) -> bool {
    detail.rsplit_once('@').is_some_and(|(_, domain)| domains.iter().any(|it| it.eq_ignore_ascii_case(domain)))
}

/// The check digits of ISO 13616: with the first four characters at the end, and letters as 10 to 35, the remainder by 97
/// is 1.
fn is_iban(text: &str) -> bool {
    let compact: String = text.chars().filter(|c| *c != ' ').collect();
    let Some((head, rest)) = compact.split_at_checked(4) else { return false };
    let digits = rest.chars().chain(head.chars()).map(|c| c.to_digit(36));
    let remainder = digits.into_iter().flatten().fold(0_u32, |remainder, digit| {
        let shift = if digit > 9 { 100 } else { 10 };
        (remainder * shift + digit) % 97
    });
    (15..=34).contains(&compact.len()) && remainder == 1
}

/// As long as ITU-T E.164 has them, and not a date, a time or an amount.
fn is_telephone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let dots = text.chars().filter(|c| *c == '.').count();
    (9..=15).contains(&digits) && (dots == 0 || text.starts_with('+'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::phases::sample::{Sample, findings};
    use crate::moderation::settings::Rules;

    fn seen(text: &str, public: &[&str]) -> Vec<String> {
        let sample = Sample::new(text);
        let public_email_domains = public.iter().map(|domain| (*domain).to_owned()).collect();
        let found = findings(&PHASE, &sample.facts(), Rules { public_email_domains, ..Rules::default() });
        let spans = found.iter().map(|finding| finding.span.expect("a span"));
        spans.map(|span| text[span.start..span.end].to_owned()).collect()
    }

    #[test]
    fn details_are_seen_where_they_stand() {
        let text = "Write to ada@reader.example or call +44 20 7946 0958, he pays from GB82 WEST 1234 5698 7654 32.";
        assert_eq!(seen(text, &[]), ["ada@reader.example", "+44 20 7946 0958", "GB82 WEST 1234 5698 7654 32"]);
        assert_eq!(seen("Ring 030 901820 now, or (0) 5, or 01234.", &[]), ["030 901820"]);
        assert_eq!(seen("Ring 030/9018 2030 now.", &[]), ["030/9018 2030"]);
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "It cost 61,400 euros in 2019 and 1.250.000 in 2024.",
            "On 24.11.2026 at 10:30, and 0.123456789 of it.",
            "ISBN 978-3-16-148410-0, and GB82 WEST 1234 5698 7654 33 is no account.",
            "@ada is right, as in a@b",
        ] {
            assert_eq!(seen(text, &[]), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn the_sites_own_addresses_may_stand() {
        let text = "Letters to desk@courier.example, not to Ada@Reader.example!";
        assert_eq!(seen(text, &["courier.example"]), ["Ada@Reader.example"]);
    }
}

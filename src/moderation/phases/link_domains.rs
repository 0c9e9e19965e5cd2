//! Where links lead: to domains that the site does not want, behind a shortener, to a bare network address, or to a name
//! that looks like another.

use std::collections::BTreeSet;
use std::net::IpAddr;

use unicode_security::MixedScript;

use super::links::host_of;
use super::{Concerns, Phase, Report};
use crate::model::comment::find_addresses;
use crate::model::decision::Reason;
use crate::model::finding::{Effect, Field, Span};
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "link_domains", concerns: Concerns::Everybody, run };

/// Services that hide where a link leads. The list is short on purpose: those that comments really use.
const SHORTENERS: &[&str] = &[
    "adf.ly",
    "bit.ly",
    "bitly.com",
    "buff.ly",
    "clck.ru",
    "cutt.ly",
    "goo.gl",
    "goo.su",
    "is.gd",
    "lnkd.in",
    "ow.ly",
    "rb.gy",
    "rebrand.ly",
    "s.id",
    "shorturl.at",
    "shorte.st",
    "soo.gd",
    "t.co",
    "t.ly",
    "tiny.cc",
    "tinyurl.com",
    "tr.im",
    "v.gd",
    "vk.cc",
    "x.gd",
];

fn run(facts: &Facts<'_>, rules: &CompiledRules, report: &mut Report) {
    let hosts_in_body: BTreeSet<&str> = facts.rendered.links.iter().filter_map(|link| host_of(link)).collect();
    let typed = if hosts_in_body.is_empty() { Vec::new() } else { find_addresses(facts.body.source()) };
    let of_website = facts.author.website.and_then(host_of);
    let hosts = hosts_in_body.into_iter().map(|host| (host, Field::Body));
    for (host, field) in hosts.chain(of_website.map(|host| (host, Field::Website))) {
        let place = typed.iter().filter(|_| field == Field::Body).find(|(_, address)| host_of(address) == Some(host));
        let span = place.map(|(range, _)| Span { start: range.start, end: range.end });
        if let Some(domain) = rules.denied_domain(host) {
            let message = format!("Links to {domain} are not taken on this site.");
            report.add_about(Some(field), span, (Effect::Refuse, Reason::Spam, 60), message);
        }
        if rules.allows_host(host) {
            continue;
        }
        if SHORTENERS.contains(&host.strip_prefix("www.").unwrap_or(host)) {
            let message = format!("{host} hides where the link leads.");
            report.add_about(Some(field), span, (Effect::Hold, Reason::Spam, 30), message);
        }
        if host.parse::<IpAddr>().is_ok() {
            let message = format!("{host} is a bare network address: it does not say whose page the link leads to.");
            report.add_about(Some(field), span, (Effect::Hold, Reason::Spam, 40), message);
        }
        if let Some(shown) = disguised(host) {
            let message = format!("{host} is shown as “{shown}”, which can be taken for another name.");
            report.add_about(Some(field), span, (Effect::Hold, Reason::Spam, 50), message);
        }
    }
}

/// Letters of another script that in small print are Latin ones, as Chromium's rules for names in foreign scripts have them.
const CYRILLIC_AS_LATIN: &str = "асԁеһіјӏорԛѕԝхуъьҽпгѵѡ";
const GREEK_AS_LATIN: &str = "αικνρυωηοτ";
/// Countries in whose domains such a name is probably a word of their language.
const CYRILLIC_COUNTRIES: &[&str] = &["bg", "by", "kg", "kz", "me", "mk", "mn", "rs", "ru", "su", "tj", "ua", "uz"];
const GREEK_COUNTRIES: &[&str] = &["cy", "gr"];

/// How a punycode host is shown, if one of its labels mixes scripts or is of one whose letters all look Latin.
fn disguised(host: &str) -> Option<String> {
    if !host.contains("xn--") {
        return None;
    }
    let (shown, _) = idna::domain_to_unicode(host);
    let country = shown.rsplit('.').next().unwrap_or_default();
    let any_label = |test: &dyn Fn(&str) -> bool| shown.split('.').any(test);
    let disguised = any_label(&|label| !label.is_single_script())
        || (country.is_ascii()
            && !CYRILLIC_COUNTRIES.contains(&country)
            && any_label(&|label| is_all_of(label, CYRILLIC_AS_LATIN)))
        || (country.is_ascii()
            && !GREEK_COUNTRIES.contains(&country)
            && any_label(&|label| is_all_of(label, GREEK_AS_LATIN)));
    disguised.then_some(shown)
}

/// Whether the label has letters and none but those.
fn is_all_of(label: &str, letters: &str) -> bool {
    let mut in_label = label.chars().filter(|c| c.is_alphabetic()).peekable();
    in_label.peek().is_some() && in_label.all(|c| letters.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::Finding;
    use crate::moderation::phases::sample::{Sample, findings};
    use crate::moderation::settings::LinkRules;
    use crate::moderation::settings::Rules;

    fn found(text: &str, links: LinkRules) -> Vec<Finding> {
        findings(&PHASE, &Sample::new(text).facts(), Rules { links, ..Rules::default() })
    }

    fn effects_of(text: &str) -> Vec<Effect> {
        found(text, LinkRules::default()).into_iter().map(|finding| finding.effect).collect()
    }

    #[test]
    fn denied_domains_refuse_and_allowed_ones_are_left_alone() {
        let denied = || LinkRules { denied: vec!["bad.example".to_owned()], ..LinkRules::default() };
        assert_eq!(found("see https://shop.bad.example/x", denied())[0].effect, Effect::Refuse);
        assert!(found("see https://notbad.example/x", denied()).is_empty());
        let allowed = LinkRules { allowed: vec!["bit.ly".to_owned()], ..LinkRules::default() };
        assert!(found("see https://bit.ly/x", allowed).is_empty());
    }

    #[test]
    fn shorteners_and_mixed_scripts_hold() {
        assert_eq!(effects_of("see https://bit.ly/3x and https://www.tinyurl.com/y"), [Effect::Hold; 2]);
        assert_eq!(effects_of("see https://p\u{430}ypal.com/"), [Effect::Hold]);
        assert_eq!(
            effects_of("see https://b\u{fc}cher.example/ and https://\u{43f}\u{440}\u{438}\u{43c}\u{435}\u{440}.com"),
            []
        );
    }

    #[test]
    fn names_that_look_latin_hold_and_real_ones_do_not() {
        // All Cyrillic, and all Greek.
        assert_eq!(effects_of("see https://\u{441}\u{43e}\u{441}\u{43e}\u{430}.com/"), [Effect::Hold]);
        assert_eq!(effects_of("see https://\u{3b1}\u{3c1}\u{3c1}\u{3bf}.com/"), [Effect::Hold]);
        for real in [
            "xn--mnchen-3ya.de",
            "\u{43c}\u{43e}\u{441}\u{43a}\u{432}\u{430}.com",
            "\u{441}\u{43e}\u{441}\u{43d}\u{430}.\u{440}\u{444}",
            "\u{445}\u{43e}\u{440}.ru",
            "\u{3b1}\u{3b8}\u{3ae}\u{3bd}\u{3b1}.gr",
            "\u{6771}\u{4eac}.example",
        ] {
            assert_eq!(effects_of(&format!("see https://{real}/")), [], "{real}");
        }
    }

    #[test]
    fn bare_network_addresses_hold() {
        assert_eq!(effects_of("see http://203.0.113.7:8080/x and http://[2001:db8::7]/"), [Effect::Hold; 2]);
        assert_eq!(effects_of("see http://3405803783/"), [Effect::Hold], "another way to write one");
        let allowed = LinkRules { allowed: vec!["203.0.113.7".to_owned()], ..LinkRules::default() };
        assert!(found("see http://203.0.113.7/", allowed).is_empty());
    }

    #[test]
    fn the_link_is_shown_in_the_source() {
        let text = "Look [here](https://Bit.ly/3x), or see <http://203.0.113.7/>.";
        let found = found(text, LinkRules::default());
        let seen: Vec<_> =
            found.iter().filter_map(|finding| finding.span).map(|span| &text[span.start..span.end]).collect();
        assert_eq!(seen, ["http://203.0.113.7/", "https://Bit.ly/3x"]);
    }

    #[test]
    fn the_website_counts_too() {
        let sample = Sample::new("Hello there.");
        let mut facts = sample.facts();
        facts.author.website = Some("https://bit.ly/me");
        let found = findings(&PHASE, &facts, Rules::default());
        assert_eq!((found[0].effect, found[0].field), (Effect::Hold, Some(Field::Website)));
    }
}

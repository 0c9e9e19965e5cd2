//! Where links lead: to domains that the site does not want, behind a shortener, or to a name that looks like another.

use std::collections::BTreeSet;

use unicode_security::MixedScript;

use super::links::host_of;
use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::{Effect, Field};
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
    let of_website = facts.author.website.and_then(host_of);
    let hosts = hosts_in_body.into_iter().map(|host| (host, Field::Body));
    for (host, field) in hosts.chain(of_website.map(|host| (host, Field::Website))) {
        if let Some(domain) = rules.denied_domain(host) {
            let message = format!("Links to {domain} are not taken on this site.");
            report.add_about(Some(field), None, (Effect::Refuse, Reason::Spam, 60), message);
        }
        if rules.allows_host(host) {
            continue;
        }
        if SHORTENERS.contains(&host.strip_prefix("www.").unwrap_or(host)) {
            let message = format!("{host} hides where the link leads.");
            report.add_about(Some(field), None, (Effect::Hold, Reason::Spam, 30), message);
        }
        if let Some(shown) = disguised(host) {
            let message = format!("{host} is shown as “{shown}”, whose letters are of several scripts.");
            report.add_about(Some(field), None, (Effect::Hold, Reason::Spam, 50), message);
        }
    }
}

/// How a punycode host is shown, if one of its labels mixes scripts.
fn disguised(host: &str) -> Option<String> {
    if !host.contains("xn--") {
        return None;
    }
    let (shown, _) = idna::domain_to_unicode(host);
    let mixed = shown.split('.').any(|label| !label.is_single_script());
    mixed.then_some(shown)
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
    fn the_website_counts_too() {
        let sample = Sample::new("Hello there.");
        let mut facts = sample.facts();
        facts.author.website = Some("https://bit.ly/me");
        let found = findings(&PHASE, &facts, Rules::default());
        assert_eq!((found[0].effect, found[0].field), (Effect::Hold, Some(Field::Website)));
    }
}

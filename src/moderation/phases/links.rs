//! Many links are what advertising has. Those in the author's name and website count as one together.

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::Effect;
use crate::moderation::facts::{AuthorFacts, Facts};
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "links", concerns: Concerns::Readers, run };

fn run(facts: &Facts<'_>, rules: &CompiledRules, report: &mut Report) {
    let level = rules.rules().trust.of(facts.author.level);
    let limit = level.and_then(|level| level.links_hold_over).unwrap_or(rules.rules().links.hold_over);
    let counted = facts.rendered.links.iter().filter(|link| !host_of(link).is_some_and(|host| rules.allows_host(host)));
    let links = counted.count() as u64 + u64::from(author_has_link(&facts.author));
    if links > u64::from(limit) {
        let message = match limit {
            0 => format!("This site looks at comments with links before they appear; this one has {links}."),
            _ => format!(
                "This site looks at comments with more than {limit} links before they appear; this one has {links}."
            ),
        };
        report.add(Effect::Hold, Reason::Spam, 25, message);
    }
}

/// The host of an address in canonical form; of an IPv6 address what stands between its brackets.
pub(super) fn host_of(address: &str) -> Option<&str> {
    let authority = address.split_once("://")?.1.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if let Some((address, _)) = host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return Some(address);
    }
    Some(host.rsplit_once(':').map_or(host, |(host, _)| host))
}

fn author_has_link(author: &AuthorFacts<'_>) -> bool {
    let name = author.name.to_lowercase();
    name.contains("://") || name.contains("www.") || author.website.is_some_and(|website| !website.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::comment::AuthorKind;
    use crate::moderation::phases::sample::{Sample, effects, findings};
    use crate::moderation::settings::{LinkRules, Rules};

    #[test]
    fn more_links_than_allowed_hold_the_comment_as_spam() {
        let two = Sample::new("See https://a.example and [b](https://b.example).");
        assert_eq!(effects(&PHASE, &two.facts()), []);
        let three = Sample::new("https://a.example ![c](https://c.example/c.png) <mailto:d@d.example>");
        let found = findings(&PHASE, &three.facts(), Rules::default());
        assert_eq!((found[0].effect, found[0].reason), (Effect::Hold, Reason::Spam));
        let none_allowed = Rules { links: LinkRules { hold_over: 0, ..LinkRules::default() }, ..Rules::default() };
        assert_eq!(findings(&PHASE, &two.facts(), none_allowed).len(), 1);
    }

    #[test]
    fn name_and_website_count_once() {
        let one = Sample::new("See https://a.example");
        let mut facts = one.facts();
        facts.author.name = "Cheap WWW.a.example";
        facts.author.website = Some("https://a.example");
        assert_eq!(effects(&PHASE, &facts), []);
        let two = Sample::new("See https://a.example and https://b.example");
        let mut facts = two.facts();
        facts.author.website = Some("https://a.example");
        assert_eq!(effects(&PHASE, &facts), [Effect::Hold]);
        facts.author.kind = AuthorKind::Staff;
        assert_eq!(effects(&PHASE, &facts), []);
    }

    #[test]
    fn an_edit_cannot_bring_links_in() {
        let three = Sample::new("https://a.example https://b.example https://c.example");
        let mut facts = three.facts();
        facts.is_edit = true;
        assert_eq!(effects(&PHASE, &facts), [Effect::Hold]);
    }
}

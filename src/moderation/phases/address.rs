//! Where the author can be reached: a mailbox that is thrown away, or a domain that looks like a well-known one.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{Concerns, Phase, Report};
use crate::model::decision::Reason;
use crate::model::finding::{Effect, Field};
use crate::moderation::facts::Facts;
use crate::moderation::settings::CompiledRules;

pub const PHASE: Phase = Phase { name: "address", concerns: Concerns::Readers, run };

/// Where most people have their mailboxes.
const PROVIDERS: &[&str] = &[
    "aol.com",
    "fastmail.com",
    "gmail.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "libero.it",
    "live.com",
    "mail.com",
    "mail.ru",
    "msn.com",
    "orange.fr",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "t-online.de",
    "tutanota.com",
    "wanadoo.fr",
    "web.de",
    "yahoo.co.uk",
    "yahoo.com",
    "yandex.ru",
    "zoho.com",
];

fn run(facts: &Facts<'_>, _: &CompiledRules, report: &mut Report) {
    let Some((_, domain)) = facts.author.email.and_then(|email| email.rsplit_once('@')) else { return };
    let domain = domain.to_ascii_lowercase();
    let domain = domain.as_str();
    if is_disposable(domain) {
        let message = format!("Mailboxes at {domain} are thrown away after use.");
        report.add_about(Some(Field::Email), None, (Effect::Hold, Reason::Spam, 35), message);
    } else if let Some(provider) = looks_like(domain) {
        let message = format!("{domain} looks like {provider}, and is not: a slip, or a disguise.");
        report.add_about(Some(Field::Email), None, (Effect::Note, Reason::FalseIdentity, 15), message);
    }
}

static DISPOSABLE: LazyLock<HashSet<&str>> = LazyLock::new(|| mailchecker::blacklist().into_iter().collect());

/// Some of those services hand out a subdomain each time.
fn is_disposable(domain: &str) -> bool {
    let domains = std::iter::successors(Some(domain), |domain| domain.split_once('.').map(|(_, above)| above));
    domains.into_iter().any(|domain| DISPOSABLE.contains(domain))
}

/// The well-known domain that one slip of the finger leads to.
fn looks_like(domain: &str) -> Option<&'static str> {
    if PROVIDERS.contains(&domain) {
        return None;
    }
    PROVIDERS.iter().copied().filter(|provider| provider.len() > 6).find(|provider| one_slip_apart(provider, domain))
}

/// One character more, fewer, other, or two neighbours exchanged.
fn one_slip_apart(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    match a.len().cmp(&b.len()) {
        std::cmp::Ordering::Less => a == &b[1..],
        std::cmp::Ordering::Greater => &a[1..] == b,
        std::cmp::Ordering::Equal if a.is_empty() => false,
        std::cmp::Ordering::Equal => {
            a[1..] == b[1..] || (a.len() > 1 && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moderation::phases::sample::{Sample, effects};

    #[test]
    fn thrown_away_mailboxes_hold_and_look_alikes_are_noted() {
        let sample = Sample::new("Some words.");
        let of = |email: Option<&str>| {
            let mut facts = sample.facts();
            facts.author.email = email;
            effects(&PHASE, &facts)
        };
        assert_eq!(of(None), []);
        assert_eq!(of(Some("ada@news.example")), []);
        assert_eq!(of(Some("ada@gmail.com")), []);
        assert_eq!(of(Some("ada@mailinator.com")), [Effect::Hold]);
        assert_eq!(of(Some("ada@x1.mailinator.com")), [Effect::Hold]);
        for slip in ["gmxil.com", "iclod.com", "protonmaill.com", "fastmial.com"] {
            assert_eq!(of(Some(&format!("ada@{slip}"))), [Effect::Note], "{slip}");
        }
    }
}

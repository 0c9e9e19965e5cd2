//! A comment that nothing is wrong with, for the checks' tests to change one thing of.

use super::Phase;
use crate::model::comment::AuthorKind;
use crate::model::comment::{Body, Rendered};
use crate::model::finding::{Effect, Finding};
use crate::model::site::Policy;
use crate::model::time::Timestamp;
use crate::moderation::facts::{AuthorFacts, Facts, RecentFacts, ThreadFacts};
use crate::moderation::settings::{CompiledRules, Rules};

pub struct Sample {
    body: Body,
    rendered: Rendered,
}

impl Sample {
    pub fn new(text: &str) -> Self {
        let body = Body::parse(text).expect("a body");
        let rendered = body.render();
        Self { body, rendered }
    }

    /// By an account with three published comments, in an open thread of a site with the policy `first-time`.
    pub fn facts(&self) -> Facts<'_> {
        Facts {
            now: Timestamp::from_micros(1_790_000_000_000_000),
            policy: Policy::FirstTime,
            body: &self.body,
            rendered: &self.rendered,
            author: AuthorFacts {
                kind: AuthorKind::Account,
                name: "Ada Reader",
                email: Some("ada@example.org"),
                website: None,
                published: 3,
                sanction: None,
            },
            thread: ThreadFacts { closed: None },
            recent: RecentFacts { last_minute: 0, last_hour: 0, same_text: 0 },
            is_edit: false,
        }
    }
}

/// What `phase` finds, after checking that it goes under its own name.
pub fn findings(phase: &Phase, facts: &Facts<'_>, rules: Rules) -> Vec<Finding> {
    let mut findings = Vec::new();
    (phase.run)(facts, &CompiledRules::new(rules), &mut findings);
    assert!(findings.iter().all(|finding| finding.check == phase.name));
    findings
}

/// The effects of what `phase` finds under the default rules.
pub fn effects(phase: &Phase, facts: &Facts<'_>) -> Vec<Effect> {
    findings(phase, facts, Rules::default()).into_iter().map(|finding| finding.effect).collect()
}

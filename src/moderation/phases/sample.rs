//! A comment that nothing is wrong with, for the checks' tests to change one thing of.

use super::Phase;
use crate::model::comment::AuthorKind;
use crate::model::comment::{Body, Rendered};
use crate::model::finding::{Effect, Finding};
use crate::model::site::Policy;
use crate::model::time::Timestamp;
use crate::model::trust::{Record, Trust};
use crate::moderation::facts::{AuthorFacts, Facts, RecentFacts, ThreadFacts};
use crate::moderation::pipeline;
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
                network: None,
                names_taken: &[],
                record: Record { published: 3, rejected: 0, spam: 0 },
                level: Trust::Known,
                sanction: None,
            },
            language: Some("en"),
            thread: ThreadFacts::default(),
            recent: RecentFacts::default(),
            form: None,
            is_edit: false,
        }
    }
}

/// What `phase` finds, after checking that it goes under its own name.
pub fn findings(phase: &Phase, facts: &Facts<'_>, rules: Rules) -> Vec<Finding> {
    let findings = pipeline::ask(phase, facts, &CompiledRules::new(rules));
    assert!(findings.iter().all(|finding| finding.check == phase.name));
    findings
}

/// The effects of what `phase` finds under the default rules.
pub fn effects(phase: &Phase, facts: &Facts<'_>) -> Vec<Effect> {
    findings(phase, facts, Rules::default()).into_iter().map(|finding| finding.effect).collect()
}

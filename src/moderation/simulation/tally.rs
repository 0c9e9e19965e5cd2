//! Counts how two sets of rules differ, check by check, and keeps samples.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::comment::excerpt;
use crate::model::decision::text_enum;
use crate::model::finding::{Effect, Finding};
use crate::model::ids::CommentId;
use crate::moderation::phases;
use crate::moderation::pipeline::{Outcome, Verdict};

/// Samples of one check and change.
const SAMPLES: usize = 5;
/// Characters of a sample's text.
const EXCERPT: usize = 140;

text_enum! {
    /// How the changed rules treat a comment other than the present ones.
    Change {
        /// Held; published or refused by the present rules.
        NewlyHeld = "newly_held",
        /// Published; held or refused by the present rules.
        NewlyLetThrough = "newly_let_through",
        /// Refused; published or held by the present rules.
        NewlyRefused = "newly_refused",
    }
}

impl Change {
    fn between(before: Outcome, after: Outcome) -> Option<Self> {
        let published = |outcome: Outcome| outcome < Outcome::Hold;
        match after {
            _ if before == after || published(before) && published(after) => None,
            Outcome::Publish | Outcome::Mute => Some(Self::NewlyLetThrough),
            Outcome::Hold => Some(Self::NewlyHeld),
            Outcome::Refuse => Some(Self::NewlyRefused),
        }
    }
}

text_enum! {
    /// What a moderator decided last about a comment.
    Decided {
        Approved = "approved",
        /// As spam or for another reason.
        Rejected = "rejected",
    }
}

/// Comments by what moderators decided about them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CommentsByDecision)]
pub struct ByDecision {
    pub comments: u64,
    pub approved: u64,
    /// As spam or for another reason.
    pub rejected: u64,
    /// Nobody has decided about them.
    pub undecided: u64,
}

impl ByDecision {
    fn add(&mut self, decided: Option<Decided>) {
        self.comments += 1;
        match decided {
            Some(Decided::Approved) => self.approved += 1,
            Some(Decided::Rejected) => self.rejected += 1,
            None => self.undecided += 1,
        }
    }
}

/// How far a set of rules decides as the moderators did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Held or refused.
    pub stopped: ByDecision,
    pub let_through: ByDecision,
}

impl Agreement {
    fn add(&mut self, outcome: Outcome, decided: Option<Decided>) {
        let of = if outcome >= Outcome::Hold { &mut self.stopped } else { &mut self.let_through };
        of.add(decided);
    }

    /// Of the comments that were decided about, the share that was stopped and rejected, or let through and approved, in
    /// tenths of a percent; `None` when there are none.
    pub fn per_mille(&self) -> Option<u64> {
        let Self { stopped, let_through } = self;
        let decided = stopped.approved + stopped.rejected + let_through.approved + let_through.rejected;
        let agreed = stopped.rejected + let_through.approved;
        (decided > 0).then(|| (agreed * 2_000 + decided) / (2 * decided))
    }
}

/// A comment that the changed rules treat otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SimulationSample)]
pub struct Sample {
    pub change: Change,
    pub comment_id: CommentId,
    /// The beginning of the text that it was posted with.
    pub excerpt: String,
    /// What the check says under the changed rules, or of what is newly let through said under the present ones.
    pub finding: String,
    /// What a moderator decided last about it.
    pub decided: Option<Decided>,
}

/// What the change means for one check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SimulationOfCheck)]
pub struct TallyOfCheck {
    pub check: String,
    /// Comments in which it finds something under the present rules.
    pub found_before: u64,
    /// Comments in which it finds something under the changed rules.
    pub found_after: u64,
    /// Comments in which it finds something, and whose outcome it does not change.
    pub unchanged: u64,
    /// Those that it holds or refuses under the present rules.
    pub stopped_before: ByDecision,
    /// Those that it holds or refuses under the changed rules.
    pub stopped_after: ByDecision,
    pub newly_held: ByDecision,
    pub newly_let_through: ByDecision,
    pub newly_refused: ByDecision,
    /// At most five of each change, the newest.
    pub samples: Vec<Sample>,
}

/// All that was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Comments that were reviewed.
    pub comments: u64,
    pub unchanged: u64,
    pub newly_held: ByDecision,
    pub newly_let_through: ByDecision,
    pub newly_refused: ByDecision,
    pub before: Agreement,
    pub after: Agreement,
    /// Those that find something under either set of rules, in the order in which they run.
    pub checks: Vec<TallyOfCheck>,
}

#[derive(Default)]
pub struct Tally {
    comments: u64,
    changes: Changes,
    unchanged: u64,
    before: Agreement,
    after: Agreement,
    /// In the order in which they first found something.
    checks: Vec<Counts>,
}

#[derive(Default)]
struct Counts {
    check: String,
    found_before: u64,
    found_after: u64,
    unchanged: u64,
    stopped_before: ByDecision,
    stopped_after: ByDecision,
    changes: Changes,
}

#[derive(Default)]
struct Changes([(ByDecision, VecDeque<Sample>); Change::ALL.len()]);

impl Changes {
    fn of(&mut self, change: Change) -> &mut (ByDecision, VecDeque<Sample>) {
        &mut self.0[change as usize]
    }

    fn counted(&self, change: Change) -> ByDecision {
        self.0[change as usize].0
    }
}

impl Tally {
    /// Counts a comment that has been reviewed under the present and under the changed rules.
    pub fn add(
        &mut self,
        (comment, text): (CommentId, &str),
        (before, after): (&Verdict, &Verdict),
        decided: Option<Decided>,
    ) {
        self.comments += 1;
        self.before.add(before.outcome, decided);
        self.after.add(after.outcome, decided);
        let change = Change::between(before.outcome, after.outcome);
        match change {
            Some(change) => self.changes.of(change).0.add(decided),
            None => self.unchanged += 1,
        }
        let mut seen: Vec<&str> = Vec::new();
        for finding in before.findings.iter().chain(&after.findings) {
            if seen.contains(&finding.check.as_str()) {
                continue;
            }
            seen.push(&finding.check);
            let (was, is) = (strongest(before, &finding.check), strongest(after, &finding.check));
            let counts = self.of_check(&finding.check);
            counts.found_before += u64::from(was.is_some());
            counts.found_after += u64::from(is.is_some());
            let stops = |found: Option<&Finding>| found.is_some_and(|found| found.effect >= Effect::Hold);
            if stops(was) {
                counts.stopped_before.add(decided);
            }
            if stops(is) {
                counts.stopped_after.add(decided);
            }
            let caused = change.and_then(|change| Some((change, cause(change, before.outcome, was, is)?)));
            let Some((change, message)) = caused else {
                counts.unchanged += 1;
                continue;
            };
            let (counted, samples) = counts.changes.of(change);
            counted.add(decided);
            if samples.len() == SAMPLES {
                samples.pop_front();
            }
            let (excerpt, finding) = (excerpt(text, EXCERPT), message.to_owned());
            samples.push_back(Sample { change, comment_id: comment, excerpt, finding, decided });
        }
    }

    fn of_check(&mut self, check: &str) -> &mut Counts {
        let at = self.checks.iter().position(|counts| counts.check == check).unwrap_or_else(|| {
            self.checks.push(Counts { check: check.to_owned(), ..Counts::default() });
            self.checks.len() - 1
        });
        &mut self.checks[at]
    }

    pub fn finish(self) -> Report {
        let names = phases::names();
        let place = |check: &str| names.iter().position(|name| *name == check).unwrap_or(names.len());
        let mut checks = self.checks;
        checks.sort_by(|one, other| (place(&one.check), &one.check).cmp(&(place(&other.check), &other.check)));
        Report {
            comments: self.comments,
            unchanged: self.unchanged,
            newly_held: self.changes.counted(Change::NewlyHeld),
            newly_let_through: self.changes.counted(Change::NewlyLetThrough),
            newly_refused: self.changes.counted(Change::NewlyRefused),
            before: self.before,
            after: self.after,
            checks: checks.into_iter().map(TallyOfCheck::from).collect(),
        }
    }
}

impl From<Counts> for TallyOfCheck {
    fn from(counts: Counts) -> Self {
        Self {
            check: counts.check,
            found_before: counts.found_before,
            found_after: counts.found_after,
            unchanged: counts.unchanged,
            stopped_before: counts.stopped_before,
            stopped_after: counts.stopped_after,
            newly_held: counts.changes.counted(Change::NewlyHeld),
            newly_let_through: counts.changes.counted(Change::NewlyLetThrough),
            newly_refused: counts.changes.counted(Change::NewlyRefused),
            samples: counts.changes.0.into_iter().flat_map(|(_, samples)| samples).collect(),
        }
    }
}

/// What the check found that weighs most.
fn strongest<'v>(verdict: &'v Verdict, check: &str) -> Option<&'v Finding> {
    verdict.findings.iter().filter(|finding| finding.check == check).max_by_key(|finding| finding.effect)
}

/// What a check says that has its part in the change: it asks for the new outcome and did not before, or of what is newly
/// let through, asked for the old one and does not any more.
fn cause<'f>(change: Change, before: Outcome, was: Option<&'f Finding>, is: Option<&'f Finding>) -> Option<&'f str> {
    let asks = |found: Option<&'f Finding>, effect| found.filter(|found| found.effect == effect);
    let newly = |effect| asks(is, effect).filter(|_| asks(was, effect).is_none());
    let cause = match change {
        Change::NewlyHeld if before == Outcome::Refuse => asks(was, Effect::Refuse),
        Change::NewlyHeld => newly(Effect::Hold),
        Change::NewlyRefused => newly(Effect::Refuse),
        Change::NewlyLetThrough => asks(was, if before == Outcome::Refuse { Effect::Refuse } else { Effect::Hold }),
    };
    cause.map(|finding| finding.message.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::decision::Reason;

    fn verdict(findings: &[(&str, Effect)]) -> Verdict {
        let findings: Vec<Finding> = findings
            .iter()
            .map(|(check, effect)| Finding {
                check: (*check).to_owned(),
                effect: *effect,
                reason: Reason::Other,
                score: 1,
                message: format!("{check} says {}", effect.as_str()),
                field: None,
                span: None,
            })
            .collect();
        Verdict { outcome: crate::moderation::pipeline::outcome(&findings), findings }
    }

    type Found<'a> = &'a [(&'a str, Effect)];

    fn tally(comments: &[(Found<'_>, Found<'_>, Option<Decided>)]) -> Report {
        let mut tally = Tally::default();
        for (number, (before, after, decided)) in (1..).zip(comments) {
            let text = format!("Comment {number}");
            tally.add((CommentId::from(number), &text), (&verdict(before), &verdict(after)), *decided);
        }
        tally.finish()
    }

    const HOLD: Effect = Effect::Hold;
    const NOTE: Effect = Effect::Note;
    const REFUSE: Effect = Effect::Refuse;

    #[test]
    fn a_check_is_told_of_what_it_changes_and_of_nothing_else() {
        let report = tally(&[
            (&[], &[("links", HOLD)], Some(Decided::Rejected)),
            (&[("shouting", HOLD)], &[("shouting", HOLD), ("links", HOLD)], None),
            (&[("links", NOTE)], &[("links", HOLD), ("shouting", NOTE)], Some(Decided::Approved)),
            (&[("links", HOLD)], &[], None),
            (&[("links", HOLD)], &[("links", REFUSE)], None),
            (&[("links", REFUSE)], &[("shouting", HOLD)], None),
            (&[], &[], None),
        ]);
        assert_eq!((report.comments, report.unchanged), (7, 2));
        let held = ByDecision { comments: 3, approved: 1, rejected: 1, undecided: 1 };
        assert_eq!((report.newly_held, report.newly_let_through.comments), (held, 1));
        assert_eq!(report.newly_refused, ByDecision { comments: 1, undecided: 1, ..ByDecision::default() });
        let [links, shouting] = report.checks.as_slice() else { panic!("two checks") };
        assert_eq!((links.check.as_str(), shouting.check.as_str()), ("links", "shouting"));
        assert_eq!(links.newly_held, ByDecision { comments: 3, ..held }, "held now that it does not refuse, too");
        assert_eq!((links.newly_let_through.comments, links.newly_refused.comments, links.unchanged), (1, 1, 1));
        assert_eq!((links.found_before, links.found_after), (4, 4));
        assert_eq!((links.stopped_before.comments, links.stopped_after.comments), (3, 4));
        assert_eq!((shouting.newly_held.comments, shouting.unchanged), (0, 3), "{shouting:?}");
    }

    #[test]
    fn agreement_is_with_what_was_decided() {
        let report = tally(&[
            (&[("links", HOLD)], &[], Some(Decided::Rejected)),
            (&[("links", HOLD)], &[], Some(Decided::Approved)),
            (&[], &[("links", REFUSE)], Some(Decided::Rejected)),
            (&[], &[], None),
        ]);
        assert_eq!(report.before.stopped, ByDecision { comments: 2, approved: 1, rejected: 1, undecided: 0 });
        assert_eq!(report.before.let_through, ByDecision { comments: 2, approved: 0, rejected: 1, undecided: 1 });
        assert_eq!((report.before.per_mille(), report.after.per_mille()), (Some(333), Some(667)));
        assert_eq!(Agreement::default().per_mille(), None);
    }

    #[test]
    fn the_newest_five_of_each_change_are_samples() {
        let comments: Vec<(Found<'_>, Found<'_>, Option<Decided>)> =
            (0..9).map(|_| ([].as_slice(), [("links", HOLD)].as_slice(), None)).collect();
        let report = tally(&comments);
        let samples = &report.checks[0].samples;
        let ids: Vec<i64> = samples.iter().map(|sample| sample.comment_id.get()).collect();
        assert_eq!(ids, [5, 6, 7, 8, 9]);
        assert_eq!((samples[0].excerpt.as_str(), samples[0].finding.as_str()), ("Comment 5", "links says hold"));
        assert_eq!(samples[0].change, Change::NewlyHeld);
    }
}

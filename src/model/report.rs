//! Reports: what readers have against comments of others, and how much each of them weighs.

use serde::{Deserialize, Serialize};

use super::comment::is_invisible;
use super::decision::{Reason, text_enum};
use super::ids::{AccountId, CommentId, DecisionId, ReportId, SiteId};
use super::time::Timestamp;

text_enum! {
    /// What became of a report.
    ReportOutcome {
        /// A moderator decided against the comment.
        Confirmed = "confirmed",
        /// A moderator has looked, and left the comment standing.
        Dismissed = "dismissed",
        /// The author took the comment back first.
        Moot = "moot",
    }
}

/// Most characters of what a reporter adds.
const DETAIL_CHARACTERS: usize = 1_000;

/// What a reporter adds for the moderator, trimmed; `None` if there is nothing to see in it. Errors: more than 1000
/// characters.
pub fn parse_detail(text: &str) -> Result<Option<String>, String> {
    let detail = text.trim();
    if detail.chars().count() > DETAIL_CHARACTERS {
        return Err(format!("must have at most {DETAIL_CHARACTERS} characters"));
    }
    Ok(Some(detail).filter(|detail| !detail.chars().all(is_invisible)).map(str::to_owned))
}

/// How much a report weighs, in hundredths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weight(i32);

impl Weight {
    /// Of a reporter of whom nothing is known.
    pub const PLAIN: Self = Self(100);
    /// Of the staff, and what reporters who are always right come near to.
    pub const MOST: Self = Self(200);

    pub const fn hundredths(self) -> i32 {
        self.0
    }

    /// As moderators read it: 1.0 is a reporter of whom nothing is known.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl From<i32> for Weight {
    fn from(hundredths: i32) -> Self {
        Self(hundredths)
    }
}

impl std::iter::Sum for Weight {
    fn sum<I: Iterator<Item = Self>>(weights: I) -> Self {
        Self(weights.fold(0, |sum, weight| sum.saturating_add(weight.0)))
    }
}

impl std::fmt::Display for Weight {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

/// What became of a reporter's reports on one site; those that were moot do not count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReporterRecord {
    pub confirmed: i64,
    pub dismissed: i64,
}

impl ReporterRecord {
    /// 1 to begin with, towards 2 for those who are mostly right, towards 0 for those who are mostly wrong.
    pub fn weight(self) -> Weight {
        let Self { confirmed, dismissed } = self;
        let hundredths = 200 * (confirmed + 1) / (confirmed + dismissed + 2);
        Weight(i32::try_from(hundredths).unwrap_or(Weight::MOST.0))
    }

    /// The arithmetic.
    pub fn explain(self) -> String {
        let Self { confirmed, dismissed } = self;
        let weight = self.weight();
        format!(
            "{confirmed} confirmed and {dismissed} dismissed: 2 × ({confirmed} + 1) / ({confirmed} + {dismissed} + 2) = {weight}"
        )
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub id: ReportId,
    pub site_id: SiteId,
    pub comment_id: CommentId,
    /// The text it is about.
    pub text_revision: i32,
    /// Whose it is: the account's id, or the keyed hash of a guest's network, below zero. `None` once that was forgotten.
    pub reporter_key: Option<i64>,
    pub account_id: Option<AccountId>,
    pub reason: Reason,
    /// `None` also once it was forgotten.
    pub detail: Option<String>,
    pub weight: Weight,
    /// How that was worked out when the report came.
    pub weight_because: String,
    /// `None`: nobody has decided yet.
    pub outcome: Option<ReportOutcome>,
    /// The decision that closed it.
    pub decision_id: Option<DecisionId>,
    pub created_at: Timestamp,
    pub closed_at: Option<Timestamp>,
}

/// What weighs most among the reasons of the reports.
pub fn main_reason(reports: &[Report]) -> Option<Reason> {
    let weight_of = |wanted: Reason| -> Weight {
        reports.iter().filter(|report| report.reason == wanted).map(|report| report.weight).sum()
    };
    let given = reports.iter().map(|report| report.reason);
    given.max_by_key(|reason| (weight_of(*reason), std::cmp::Reverse(*reason)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_weight_follows_from_the_record() {
        let weight = |confirmed, dismissed| ReporterRecord { confirmed, dismissed }.weight().to_string();
        assert_eq!(weight(0, 0), "1.00");
        assert_eq!(weight(1, 0), "1.33");
        assert_eq!(weight(0, 1), "0.66");
        assert_eq!(weight(9, 0), "1.81");
        assert_eq!(weight(3, 3), "1.00");
        assert_eq!(weight(0, 38), "0.05");
        let record = ReporterRecord { confirmed: 4, dismissed: 1 };
        assert_eq!(record.explain(), "4 confirmed and 1 dismissed: 2 × (4 + 1) / (4 + 1 + 2) = 1.42");
    }

    #[test]
    fn the_heaviest_reason_is_the_main_one() {
        let report = |reason, weight: i32| Report {
            id: ReportId::from(1),
            site_id: SiteId::from(1),
            comment_id: CommentId::from(1),
            text_revision: 1,
            reporter_key: None,
            account_id: None,
            reason,
            detail: None,
            weight: Weight::from(weight),
            weight_because: String::new(),
            outcome: None,
            decision_id: None,
            created_at: Timestamp::from_micros(0),
            closed_at: None,
        };
        assert_eq!(main_reason(&[]), None);
        let reports = [report(Reason::Abuse, 90), report(Reason::Spam, 60), report(Reason::Spam, 60)];
        assert_eq!(main_reason(&reports), Some(Reason::Spam));
        let even = [report(Reason::Other, 100), report(Reason::Illegal, 100)];
        assert_eq!(main_reason(&even), Some(Reason::Illegal), "the first of the codes");
    }

    #[test]
    fn a_detail_is_short_and_can_be_left_out() {
        assert_eq!(parse_detail(" He lives there. "), Ok(Some("He lives there.".to_owned())));
        assert_eq!(parse_detail(" \u{200b}"), Ok(None));
        assert!(parse_detail(&"ü".repeat(1_000)).is_ok_and(|detail| detail.is_some()));
        assert!(parse_detail(&"ü".repeat(1_001)).is_err());
    }

    proptest! {
        #[test]
        fn being_right_never_weighs_less_nor_being_wrong_more(confirmed in 0_i64..10_000, dismissed in 0_i64..10_000) {
            let weight = |confirmed, dismissed| ReporterRecord { confirmed, dismissed }.weight();
            let present = weight(confirmed, dismissed);
            prop_assert!(Weight::default() <= present && present <= Weight::MOST);
            prop_assert!(weight(confirmed + 1, dismissed) >= present);
            prop_assert!(weight(confirmed, dismissed + 1) <= present);
        }
    }
}

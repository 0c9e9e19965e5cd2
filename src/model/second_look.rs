//! A decision that a second moderator looks at without knowing what the first one decided.

use serde::{Deserialize, Serialize};

use super::decision::{Action, text_enum};
use super::ids::DecisionId;

text_enum! {
    /// What is to become of a comment.
    Verdict {
        Approve = "approve",
        Reject = "reject",
        Spam = "spam",
    }
}

impl Verdict {
    /// `None` for what does not decide what becomes of the comment.
    pub const fn of(action: Action) -> Option<Self> {
        match action {
            Action::Approve => Some(Self::Approve),
            Action::Reject => Some(Self::Reject),
            Action::Spam => Some(Self::Spam),
            Action::Escalate
            | Action::AskEdit
            | Action::Pin
            | Action::Unpin
            | Action::CloseThread
            | Action::ReopenThread => None,
        }
    }

    /// Whether both would show the comment, or neither would.
    pub const fn agrees_with(self, other: Self) -> bool {
        matches!(self, Self::Approve) == matches!(other, Self::Approve)
    }
}

/// Whether the decision is given to a second moderator, for about `percent` of all: the chance is in the random bits of
/// the id, so nobody who decides can tell before.
pub const fn is_drawn(decision: DecisionId, percent: u32) -> bool {
    mixed(decision.get().cast_unsigned()) % 100 < percent as u64
}

/// The finaliser of SplitMix64: every bit of the id moves the result.
const fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// How two sets of verdicts compare: whether the comment is shown or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Agreement {
    pub both_show: i64,
    pub neither_shows: i64,
    /// The first would, the second would not.
    pub first_shows: i64,
    pub second_shows: i64,
}

impl Agreement {
    pub const fn looks(&self) -> i64 {
        self.both_show + self.neither_shows + self.first_shows + self.second_shows
    }

    pub const fn agreed(&self) -> i64 {
        self.both_show + self.neither_shows
    }

    /// Cohen's kappa: how much more they agree than by chance, given how often each of them shows a comment. `None`
    /// where chance alone would agree always, or there are no looks.
    pub fn kappa(&self) -> Option<f64> {
        let looks = self.looks();
        let (first, second) = (self.both_show + self.first_shows, self.both_show + self.second_shows);
        let by_chance = first * second + (looks - first) * (looks - second);
        let beyond = looks * looks - by_chance;
        (beyond != 0).then(|| (self.agreed() * looks - by_chance) as f64 / beyond as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::IdSource;
    use crate::model::time::Timestamp;

    #[test]
    fn about_as_many_are_drawn_as_the_site_wants() {
        let ids = IdSource::default();
        let drawn: Vec<DecisionId> =
            (0..10_000).map(|second| ids.next(Timestamp::from_micros(second * 1_000_000))).collect();
        let share = |percent| drawn.iter().filter(|id| is_drawn(**id, percent)).count();
        assert_eq!((share(0), share(100)), (0, 10_000));
        // Six standard deviations.
        assert!((370..=630).contains(&share(5)), "{}", share(5));
        assert!((4_700..=5_300).contains(&share(50)), "{}", share(50));
    }

    #[test]
    fn kappa_is_what_the_textbook_says() {
        // Cohen's example of two readers of grant proposals, as often cited: 20 yes-yes, 5 and 10 apart, 15 no-no: 0.4.
        let agreement = Agreement { both_show: 20, neither_shows: 15, first_shows: 5, second_shows: 10 };
        assert_eq!((agreement.looks(), agreement.agreed()), (50, 35));
        assert!((agreement.kappa().expect("a number") - 0.4).abs() < 1e-9);
        let always = Agreement { both_show: 7, ..Agreement::default() };
        assert_eq!((always.kappa(), Agreement::default().kappa()), (None, None));
        let never = Agreement { first_shows: 3, second_shows: 3, ..Agreement::default() };
        assert!((never.kappa().expect("a number") + 1.0).abs() < 1e-9);
    }

    #[test]
    fn spam_and_another_reason_agree_that_it_is_not_shown() {
        assert!(Verdict::Spam.agrees_with(Verdict::Reject) && Verdict::Approve.agrees_with(Verdict::Approve));
        assert!(!Verdict::Approve.agrees_with(Verdict::Spam));
    }
}

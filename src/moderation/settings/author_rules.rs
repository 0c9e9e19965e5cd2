//! The rules about who writes, and how fast.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::trust::{Record, Trust};

/// How many comments one author can send; what is over is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RateRules {
    /// Comments a minute. 1 to 1000. Default: 4.
    pub per_minute: u32,
    /// Comments an hour. 1 to 10000. Default: 30.
    pub per_hour: u32,
}

impl Default for RateRules {
    fn default() -> Self {
        Self { per_minute: 4, per_hour: 30 }
    }
}

/// When an author's past on the site holds what comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RecordRules {
    /// At this share of decisions against the author, in percent, comments are held. 1 to 100. Default: 50.
    pub hold_percent: u32,
    /// Not before so many of the author's comments were decided on. 1 to 1000. Default: 4.
    pub from_comments: u32,
}

impl Default for RecordRules {
    fn default() -> Self {
        Self { hold_percent: 50, from_comments: 4 }
    }
}

/// When an author is trusted, and what authors of each level may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TrustRules {
    /// Published comments that make an author `known`. 1 to 10000. Default: 3.
    pub known_after: u32,
    /// Published comments that make an author `trusted`. `known_after` to 100000. Default: 30.
    pub trusted_after: u32,
    /// With a larger share of decisions against the author, in percent, the level is one lower. 0 to 100. Default: 20.
    pub most_rejected_percent: u32,
    pub new: LevelRules,
    pub known: LevelRules,
    pub trusted: LevelRules,
}

impl Default for TrustRules {
    fn default() -> Self {
        let level = LevelRules::default();
        Self {
            known_after: 3,
            trusted_after: 30,
            most_rejected_percent: 20,
            new: level.clone(),
            known: level.clone(),
            trusted: level,
        }
    }
}

impl TrustRules {
    /// The level of an author who is not of the staff.
    pub fn level(&self, record: Record) -> Trust {
        let doubted = record.percent_against() > i64::from(self.most_rejected_percent);
        if record.published >= i64::from(self.trusted_after) {
            if doubted { Trust::Known } else { Trust::Trusted }
        } else if record.published >= i64::from(self.known_after) && !doubted {
            Trust::Known
        } else {
            Trust::New
        }
    }

    /// Why an author of that record has the level that it has.
    pub fn explain(&self, record: Record) -> String {
        let Self { known_after, trusted_after, most_rejected_percent, .. } = self;
        let Record { published, .. } = record;
        let (against, percent) = (record.against(), record.percent_against());
        format!(
            "{published} published and {against} decided against ({percent}%); known from {known_after} published, \
             trusted from {trusted_after}, and a level lower with more than {most_rejected_percent}% decided against"
        )
    }

    /// `None` for staff, whom no level binds.
    pub const fn of(&self, level: Trust) -> Option<&LevelRules> {
        match level {
            Trust::New => Some(&self.new),
            Trust::Known => Some(&self.known),
            Trust::Trusted => Some(&self.trusted),
            Trust::Staff => None,
        }
    }
}

/// What authors of one level may do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LevelRules {
    /// Their comments are held. Default: false.
    pub hold: bool,
    /// Instead of `links.hold_over`. 0 to 100. Default: null, no difference.
    pub links_hold_over: Option<u32>,
    /// Instead of `rate.per_hour`. 1 to 10000. Default: null, no difference.
    pub per_hour: Option<u32>,
    /// Checks whose findings are only noted. Default: none.
    pub waives: Vec<String>,
}

/// What the form tells that a comment was typed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FormRules {
    /// A guest's comment without the form's token is held. Default: false, since other programs have no form.
    pub required: bool,
    /// A form that comes back sooner, in seconds, was not filled in by a person. 0 to 60. Default: 3.
    pub min_seconds: u32,
}

impl Default for FormRules {
    fn default() -> Self {
        Self { required: false, min_seconds: 3 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_follows_from_the_record() {
        let rules = TrustRules::default();
        let level = |published, rejected, spam| rules.level(Record { published, rejected, spam });
        assert_eq!(level(0, 0, 0), Trust::New);
        assert_eq!(level(3, 0, 0), Trust::Known);
        assert_eq!(level(3, 1, 0), Trust::New);
        assert_eq!(level(30, 7, 0), Trust::Trusted);
        assert_eq!(level(30, 4, 4), Trust::Known);
        assert_eq!(level(0, 9, 9), Trust::New);
    }
}

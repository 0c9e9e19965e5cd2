//! The rules about what readers and authors can object to.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who can report comments, and what reports do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReportRules {
    /// Whether one can report without an account. Default: true.
    pub guests: bool,
    /// At this weight, together, open reports take a comment out of the thread until a moderator has looked; 0: never.
    /// 0 to 1000. Default: 3.
    pub hide_at: u32,
    /// How many reports one reporter can send in an hour. 1 to 1000. Default: 10.
    pub per_hour: u32,
    /// Whether reports weigh more or less by how often their reporters were right; if not, each weighs 1. Default: true.
    pub weigh_record: bool,
}

impl Default for ReportRules {
    fn default() -> Self {
        Self { guests: true, hide_at: 3, per_hour: 10, weigh_record: true }
    }
}

/// Whether and for how long authors can appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AppealRules {
    /// Whether authors can appeal against what a moderator decided. Default: true.
    pub allowed: bool,
    /// For how many days after the decision. 1 to 365. Default: 14.
    pub within_days: u32,
}

impl Default for AppealRules {
    fn default() -> Self {
        Self { allowed: true, within_days: 14 }
    }
}

//! Measures against an account, on one site or on all.

use super::decision::text_enum;
use super::ids::{AccountId, SanctionId, SiteId};
use super::time::Timestamp;
use serde::{Deserialize, Serialize};

text_enum! {
    SanctionKind {
        /// Every comment is held for a moderator.
        Premoderate = "premoderate",
        /// No comment is taken.
        Ban = "ban",
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sanction {
    pub id: SanctionId,
    /// `None`: on all sites.
    pub site_id: Option<SiteId>,
    pub account_id: AccountId,
    pub kind: SanctionKind,
    /// What the account's owner is told.
    pub reason: String,
    /// `None`: until lifted.
    pub until: Option<Timestamp>,
    pub created_by: AccountId,
    pub created_at: Timestamp,
    pub lifted_at: Option<Timestamp>,
}

//! Measures against an account, on one site or on all.

use super::comment::is_invisible;
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

/// Most characters of a sanction's reason.
const REASON_CHARACTERS: usize = 500;

/// What the account's owner is told. Errors: nothing to see in it, or more than 500 characters.
pub fn parse_reason(text: &str) -> Result<String, String> {
    let reason = text.trim();
    if reason.chars().all(is_invisible) {
        return Err("must say why: the account's owner is told".to_owned());
    }
    if reason.chars().count() > REASON_CHARACTERS {
        return Err(format!("must have at most {REASON_CHARACTERS} characters"));
    }
    Ok(reason.to_owned())
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

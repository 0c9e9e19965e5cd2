//! Measures against an account, a guest or a network, on one site or on all.

use super::comment::is_invisible;
use super::decision::{Reason, text_enum};
use super::ids::{AccountId, CommentId, SanctionId, SiteId};
use super::time::Timestamp;
use serde::{Deserialize, Serialize};

text_enum! {
    SanctionKind {
        /// No comment is taken until the account's owner has acknowledged it.
        Warn = "warn",
        /// Every comment is held for a moderator.
        Premoderate = "premoderate",
        /// Comments are seen by their author and the staff alone.
        Mute = "mute",
        /// No comment is taken for a while.
        Suspend = "suspend",
        /// No comment is taken.
        Ban = "ban",
    }
}

impl SanctionKind {
    /// Which of several counts: the higher one.
    pub const fn severity(self) -> u8 {
        match self {
            Self::Mute => 0,
            Self::Premoderate => 1,
            Self::Warn => 2,
            Self::Suspend => 3,
            Self::Ban => 4,
        }
    }

    /// It takes neither comments nor votes.
    pub const fn shuts_out(self) -> bool {
        matches!(self, Self::Suspend | Self::Ban)
    }

    /// Errors: a suspension without an end, a warning with one.
    pub fn check_until(self, until: Option<Timestamp>, now: Timestamp) -> Result<(), &'static str> {
        match (self, until) {
            (Self::Warn, Some(_)) => Err("must be left out: a warning ends when it is acknowledged"),
            (Self::Suspend, None) => Err("is needed: a suspension has an end; without one it is a ban"),
            (_, Some(until)) if until <= now => Err("must lie in the future; left out, it holds until it is lifted"),
            _ => Ok(()),
        }
    }
}

text_enum! {
    /// Against whom a measure is.
    Target {
        /// An account, also one that is made later with the same e-mail address.
        Account = "account",
        /// Whoever comments without an account by the same e-mail address, or from the same network without one.
        Guest = "guest",
        /// Everybody who comes from a network but the staff.
        Network = "network",
    }
}

text_enum! {
    /// What becomes of the job that rejects what a sanctioned author had written.
    PurgeState {
        Running = "running",
        Done = "done",
        /// The sanction was lifted first.
        Stopped = "stopped",
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
    pub target: Target,
    pub account_id: Option<AccountId>,
    /// A keyed hash of the e-mail address, or what else recognises a guest; gone once the sanction is over.
    pub author_key: Option<i64>,
    /// A keyed hash of the network; gone once the sanction is over.
    pub network_key: Option<i64>,
    /// By way of which the target was named.
    pub comment_id: Option<CommentId>,
    pub kind: SanctionKind,
    /// What the account's owner is told.
    pub reason: String,
    /// `None`: until lifted.
    pub until: Option<Timestamp>,
    pub created_by: AccountId,
    pub created_at: Timestamp,
    /// Of a warning.
    pub acknowledged_at: Option<Timestamp>,
    pub lifted_at: Option<Timestamp>,
    /// When it had run out, or was acknowledged.
    pub ended_at: Option<Timestamp>,
}

impl Sanction {
    pub fn is_active(&self, now: Timestamp) -> bool {
        self.lifted_at.is_none() && self.ended_at.is_none() && self.until.is_none_or(|until| until > now)
    }
}

/// What its owner has to acknowledge before the next comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    pub id: SanctionId,
    pub reason: String,
}

/// Who is asked about; who has no part of it is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspect {
    /// With the keyed hash of its present e-mail address.
    Account {
        id: AccountId,
        address_key: Option<i64>,
    },
    Guest {
        author_key: i64,
    },
}

/// The job that rejects what a sanctioned author had written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purge {
    pub sanction_id: SanctionId,
    /// `None`: on all sites.
    pub site_id: Option<SiteId>,
    /// Exactly one of the three says whose; the keys are gone once it is over.
    pub account_id: Option<AccountId>,
    pub author_key: Option<i64>,
    pub network_key: Option<i64>,
    /// How far back it goes.
    pub days: i32,
    pub reason: Reason,
    /// What each rejection says.
    pub note: String,
    pub created_by: AccountId,
    pub created_at: Timestamp,
    /// Comments up to this one have been seen to.
    pub after_id: i64,
    /// How many were rejected.
    pub done: i64,
    pub state: PurgeState,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suspension_ends_and_a_warning_waits() {
        let now = Timestamp::from_micros(1_000);
        let (past, future) = (Some(now), Some(now.plus(1)));
        for (kind, until, taken) in [
            (SanctionKind::Suspend, None, false),
            (SanctionKind::Suspend, future, true),
            (SanctionKind::Warn, future, false),
            (SanctionKind::Warn, None, true),
            (SanctionKind::Ban, None, true),
            (SanctionKind::Ban, future, true),
            (SanctionKind::Mute, past, false),
        ] {
            assert_eq!(kind.check_until(until, now).is_ok(), taken, "{kind:?} {until:?}");
        }
    }
}

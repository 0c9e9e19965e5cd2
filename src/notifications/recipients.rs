//! Who is told what: rules over facts that the caller has looked up.

use serde::{Deserialize, Serialize};

use crate::model::comment::Status;
use crate::model::decision::ActorKind;
use crate::model::ids::AccountId;

/// What an author is told about a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owed {
    Published,
    NotPublished,
}

/// The mail a decision owes to the comment's author. Only a moderator's decision does: what the checks decide the
/// author sees at once in the answer. Spam tells nobody, since an answer is what a spammer learns from.
pub fn for_decision(
    before: Option<Status>,
    after: Status,
    by: ActorKind,
    author_has_account: bool,
    author_wants: bool,
) -> Option<Owed> {
    let changed = before.is_some_and(|before| before != after);
    if by != ActorKind::Moderator || !changed || !author_has_account || !author_wants {
        return None;
    }
    match after {
        // To its author it was published all along.
        Status::Published if before == Some(Status::Muted) => None,
        Status::Published => Some(Owed::Published),
        Status::Rejected => Some(Owed::NotPublished),
        Status::Pending | Status::Spam | Status::Deleted | Status::Muted => None,
    }
}

/// Whether a reply owes a mail to the author of the comment it replies to. Guests have no account to tell, and nobody
/// is told of a reply to oneself.
pub fn for_reply(parent_author: Option<AccountId>, replier: Option<AccountId>, wants: bool) -> bool {
    wants && parent_author.is_some() && parent_author != replier
}

/// Which mails an account wants besides those about the account itself, which are always sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Preferences {
    /// Somebody replied to a comment of the account.
    pub replies: bool,
    /// A moderator published or rejected a comment of the account.
    pub decisions: bool,
    /// Comments wait for moderation; for moderators.
    pub waiting: bool,
    /// A moderator has decided on a comment that the account had reported.
    pub reports: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { replies: true, decisions: true, waiting: true, reports: true }
    }
}

/// A change of [`Preferences`]; what is absent stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PreferencesUpdate {
    pub replies: Option<bool>,
    pub decisions: Option<bool>,
    pub waiting: Option<bool>,
    pub reports: Option<bool>,
}

impl PreferencesUpdate {
    #[must_use]
    pub fn apply(self, to: Preferences) -> Preferences {
        Preferences {
            replies: self.replies.unwrap_or(to.replies),
            decisions: self.decisions.unwrap_or(to.decisions),
            waiting: self.waiting.unwrap_or(to.waiting),
            reports: self.reports.unwrap_or(to.reports),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moderators_decision_is_told_and_no_other() {
        use ActorKind::{Author, Moderator, Pipeline};
        use Status::{Deleted, Muted, Pending, Published, Rejected, Spam};
        for (before, after, by, owed) in [
            (Some(Pending), Published, Moderator, Some(Owed::Published)),
            (Some(Rejected), Published, Moderator, Some(Owed::Published)),
            (Some(Spam), Published, Moderator, Some(Owed::Published)),
            (Some(Pending), Rejected, Moderator, Some(Owed::NotPublished)),
            (Some(Published), Rejected, Moderator, Some(Owed::NotPublished)),
            (Some(Pending), Spam, Moderator, None),
            (Some(Published), Spam, Moderator, None),
            (Some(Published), Published, Moderator, None),
            (Some(Rejected), Rejected, Moderator, None),
            (None, Published, Moderator, None),
            (None, Published, Pipeline, None),
            (None, Pending, Pipeline, None),
            (None, Rejected, Pipeline, None),
            (Some(Published), Pending, Pipeline, None),
            (Some(Pending), Published, Pipeline, None),
            (Some(Published), Deleted, Author, None),
            (Some(Muted), Published, Moderator, None),
            (Some(Muted), Rejected, Moderator, Some(Owed::NotPublished)),
            (Some(Published), Rejected, ActorKind::Purge, None),
            (Some(Published), Pending, ActorKind::Reporters, None),
        ] {
            assert_eq!(for_decision(before, after, by, true, true), owed, "{before:?} to {after:?} by {by:?}");
            assert_eq!(for_decision(before, after, by, false, true), None, "a guest");
            assert_eq!(for_decision(before, after, by, true, false), None, "not wanted");
        }
    }

    #[test]
    fn a_reply_is_told_to_somebody_else_who_wants_it() {
        let (ida, otto) = (Some(AccountId::from(1)), Some(AccountId::from(2)));
        for (parent_author, replier, wants, told) in [
            (ida, otto, true, true),
            (ida, None, true, true),
            (ida, otto, false, false),
            (ida, ida, true, false),
            (None, otto, true, false),
            (None, None, true, false),
        ] {
            assert_eq!(for_reply(parent_author, replier, wants), told, "{parent_author:?} {replier:?} {wants}");
        }
    }

    #[test]
    fn preferences_begin_with_everything_and_change_by_name() {
        let preferences: Preferences = serde_json::from_str(r#"{"replies": false}"#).expect("preferences");
        assert_eq!(preferences, Preferences { replies: false, ..Preferences::default() });
        let update: PreferencesUpdate = serde_json::from_str(r#"{"replies": true, "waiting": false}"#).expect("update");
        assert_eq!(update.apply(preferences), Preferences { waiting: false, ..Preferences::default() });
        assert_eq!(PreferencesUpdate::default().apply(preferences), preferences);
        assert!(serde_json::from_str::<Preferences>(r#"{"digest": true}"#).is_err());
        assert!(serde_json::from_str::<PreferencesUpdate>(r#"{"digest": true}"#).is_err());
    }
}

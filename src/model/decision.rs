//! Decisions: who or what changed a comment's status, and why.

use serde::{Deserialize, Serialize};

use super::comment::Status;
use super::ids::{AccountId, CommentId, DecisionId};
use super::time::Timestamp;

// The texts are `tt`: the derive of the schema does not see through a `literal`, and would name the variants.
macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:tt),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
        )]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $text)] $variant),+
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in the database and in JSON.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }

            /// Errors: not one of the names.
            pub fn parse(text: &str) -> Result<Self, String> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|value| value.as_str() == text)
                    .ok_or_else(|| {
                        let names: Vec<&str> = Self::ALL.iter().map(|value| value.as_str()).collect();
                        format!("must be one of: {}", names.join(", "))
                    })
            }
        }
    };
}
pub(crate) use text_enum;

text_enum! {
    /// Why a comment was not published.
    Reason {
        Spam = "spam",
        OffTopic = "off_topic",
        Abuse = "abuse",
        PersonalAttack = "personal_attack",
        Illegal = "illegal",
        Duplicate = "duplicate",
        FalseIdentity = "false_identity",
        Other = "other",
    }
}

text_enum! {
    /// What a moderator can do with a comment.
    Action {
        Approve = "approve",
        Reject = "reject",
        Spam = "spam",
        /// It waits for the administrators.
        Escalate = "escalate",
        /// It waits until its author has changed it.
        AskEdit = "ask_edit",
        /// It stands first in its thread.
        Pin = "pin",
        Unpin = "unpin",
        /// Its thread takes no more comments.
        CloseThread = "close_thread",
        ReopenThread = "reopen_thread",
    }
}

impl Action {
    /// The same in the log.
    pub const fn logged(self) -> LogAction {
        match self {
            Self::Approve => LogAction::Approve,
            Self::Reject => LogAction::Reject,
            Self::Spam => LogAction::Spam,
            Self::Escalate => LogAction::Escalate,
            Self::AskEdit => LogAction::AskEdit,
            Self::Pin => LogAction::Pin,
            Self::Unpin => LogAction::Unpin,
            Self::CloseThread => LogAction::CloseThread,
            Self::ReopenThread => LogAction::ReopenThread,
        }
    }

    /// The status the comment has afterwards; `None`: the one it had.
    pub const fn outcome(self) -> Option<Status> {
        match self {
            Self::Approve => Some(Status::Published),
            Self::Reject => Some(Status::Rejected),
            Self::Spam => Some(Status::Spam),
            Self::Escalate | Self::AskEdit => Some(Status::Pending),
            Self::Pin | Self::Unpin | Self::CloseThread | Self::ReopenThread => None,
        }
    }
}

text_enum! {
    /// Who or what decided.
    ActorKind {
        /// The checks.
        Pipeline = "pipeline",
        /// A moderator or an administrator.
        Moderator = "moderator",
        /// The author: deleting one's own comment.
        Author = "author",
        /// A moderator who took back at once what a sanctioned author had written lately.
        Purge = "purge",
        /// Readers whose reports weigh enough together.
        Reporters = "reporters",
    }
}

text_enum! {
    /// What was done, as the log says it.
    LogAction {
        /// The checks looked at a text.
        Check = "check",
        Approve = "approve",
        Reject = "reject",
        Spam = "spam",
        Escalate = "escalate",
        AskEdit = "ask_edit",
        /// The staff changed its text.
        Edit = "edit",
        /// It was taken out of the thread until a moderator has looked.
        Hide = "hide",
        Pin = "pin",
        Unpin = "unpin",
        CloseThread = "close_thread",
        ReopenThread = "reopen_thread",
        /// A decision was taken back.
        Undo = "undo",
        /// The comment is gone for good.
        Delete = "delete",
    }
}

impl LogAction {
    /// Whether it is for the author to know: what became of the text and why, not how the staff share their work.
    pub const fn concerns_author(self) -> bool {
        match self {
            Self::Check
            | Self::Approve
            | Self::Reject
            | Self::Spam
            | Self::AskEdit
            | Self::Edit
            | Self::Hide
            | Self::Delete => true,
            Self::Escalate | Self::Pin | Self::Unpin | Self::CloseThread | Self::ReopenThread | Self::Undo => false,
        }
    }
}

/// One row of the log of decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub id: DecisionId,
    pub comment_id: CommentId,
    /// The revision that was judged.
    pub revision: i32,
    pub actor: ActorKind,
    /// The account behind `actor`, unless it was the pipeline or a guest, or the account is gone.
    pub actor_id: Option<AccountId>,
    pub action: LogAction,
    /// `None` for the first decision on a comment.
    pub from: Option<Status>,
    pub to: Status,
    pub reason: Option<Reason>,
    /// What the author is told. `None` also when it was forgotten with the comment.
    pub note: Option<String>,
    /// JSON: what the comment was before, for whoever undoes this.
    pub former: Option<String>,
    /// The decision that this one took back.
    pub undoes: Option<DecisionId>,
    pub created_at: Timestamp,
}

/// A decision at its place in the site's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    pub decision: Decision,
    /// From 1 on, without gaps.
    pub sequence: i64,
    /// SHA-256 of this row and the hash of the one before.
    pub hash: String,
}

#[cfg(test)]
mod tests {
    use utoipa::PartialSchema;

    use super::*;

    #[test]
    fn the_description_of_the_api_spells_names_as_json_does() {
        let schema = serde_json::to_value(Reason::schema()).expect("JSON");
        let names: Vec<&str> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
        assert_eq!(schema["enum"], serde_json::json!(names));
    }
}

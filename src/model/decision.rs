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
    }
}

impl Action {
    /// The status the comment has afterwards.
    pub const fn outcome(self) -> Status {
        match self {
            Self::Approve => Status::Published,
            Self::Reject => Status::Rejected,
            Self::Spam => Status::Spam,
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
    /// `None` for the first decision on a comment.
    pub from: Option<Status>,
    pub to: Status,
    pub reason: Option<Reason>,
    /// What the author is told.
    pub note: Option<String>,
    pub created_at: Timestamp,
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

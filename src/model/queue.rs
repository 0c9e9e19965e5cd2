//! The lists that moderators work through.

use serde::{Deserialize, Serialize};

use super::comment::Status;
use super::decision::text_enum;

text_enum! {
    /// Why a comment is on a moderator's list.
    Queue {
        /// It is held until somebody decides.
        Pending = "pending",
        /// It was taken for advertising; mistakes are found here.
        Spam = "spam",
        /// The checks let it through and nobody has looked since.
        Unreviewed = "unreviewed",
    }
}

text_enum! {
    /// What a moderator did about a comment that still waits.
    Mark {
        /// It was left to the administrators.
        Escalated = "escalated",
        /// Its author is to change it first.
        EditAsked = "edit_asked",
    }
}

impl Queue {
    /// The status of everything on the list.
    pub const fn status(self) -> Status {
        match self {
            Self::Pending => Status::Pending,
            Self::Spam => Status::Spam,
            Self::Unreviewed => Status::Published,
        }
    }
}

//! What a check saw in a comment.

use serde::{Deserialize, Serialize};

use super::decision::{Reason, text_enum};

text_enum! {
    /// What a finding asks for; the strongest of a comment's findings wins.
    Effect {
        /// Kept for the moderator, changes nothing.
        Note = "note",
        /// Published for its author alone, who is not told.
        Mute = "mute",
        /// A person has to look before it is published.
        Hold = "hold",
        /// Not taken; the author is told why at once.
        Refuse = "refuse",
    }
}

/// The part of the comment's source that a finding is about: byte offsets, start included, end not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

/// One observation of one check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Finding {
    /// The check's name: `word_list`, `links`, ...
    pub check: String,
    pub effect: Effect,
    /// The reason code it would be rejected under.
    pub reason: Reason,
    /// A sentence for the author and the moderator.
    pub message: String,
    /// Where in the source it was seen, if at one place.
    pub span: Option<Span>,
}

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

text_enum! {
    /// What of a comment a finding is about.
    Field {
        Body = "body",
        Name = "name",
        Email = "email",
        Website = "website",
        /// The network address it was sent from.
        Network = "network",
    }
}

/// One observation of one check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Finding {
    /// The check's name: `word_list`, `links`, ...
    pub check: String,
    pub effect: Effect,
    /// The reason code it would be rejected under.
    pub reason: Reason,
    /// How much it weighs, 0 to 100: for the order of the queues.
    pub score: u8,
    /// A sentence for the author and the moderator.
    pub message: String,
    /// What it is about; null: the comment as a whole, its place or its author's past.
    pub field: Option<Field>,
    /// Where in the source it was seen, if at one place of the body.
    pub span: Option<Span>,
}

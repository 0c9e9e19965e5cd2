//! How far a site trusts an author, from what became of the author's comments there.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::decision::text_enum;

text_enum! {
    /// How far a site trusts an author.
    Trust {
        /// Little is published yet, or too much was taken down.
        New = "new",
        Known = "known",
        Trusted = "trusted",
        /// Moderators of the site and administrators.
        Staff = "staff",
    }
}

/// What became of an author's comments on one site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Record {
    pub published: i64,
    /// Taken down or not published by a moderator, spam not counted.
    pub rejected: i64,
    pub spam: i64,
}

impl Record {
    /// How many were decided against.
    pub const fn against(&self) -> i64 {
        self.rejected + self.spam
    }

    /// The share decided against among all that were decided, in whole percent; 0 when there is nothing.
    pub const fn percent_against(&self) -> i64 {
        let decided = self.published + self.against();
        if decided == 0 { 0 } else { self.against() * 100 / decided }
    }
}

//! The lists that moderators work through.

use serde::{Deserialize, Serialize};

use super::decision::text_enum;

text_enum! {
    /// Why a comment is on a moderator's list. It may be on several.
    Queue {
        /// It is held until somebody decides.
        Pending = "pending",
        /// Readers have reported it, and nobody has looked at that.
        Reported = "reported",
        /// It is published, and nobody of the staff has looked at its present text.
        Unreviewed = "unreviewed",
        /// Its author asks for another look at what was decided.
        Appealed = "appealed",
        /// It was taken for advertising; mistakes are found here.
        Spam = "spam",
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

text_enum! {
    /// In which order a list is read.
    QueueSort {
        /// The largest priority first; of the same priority what was written first.
        Priority = "priority",
        /// What came onto the list first.
        Oldest = "oldest",
        /// What came onto it last.
        Newest = "newest",
    }
}

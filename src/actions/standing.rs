//! What others than the staff say of a comment, as far as it puts the comment on a moderators' list.

use super::Result;
use crate::store::Conn;
use crate::store::comments::Comment;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// Reports of readers that nobody has looked at.
    pub open_reports: i64,
    /// Its author asks for another look.
    pub appealed: bool,
}

/// The one place that is to be told of a further reason to look at a comment.
pub(super) fn standing_of(_tx: &mut Conn, _comment: &Comment) -> Result<Standing> {
    Ok(Standing::default())
}

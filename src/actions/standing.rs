//! What others than the staff say of a comment, as far as it puts the comment on a moderators' list.

use super::Result;
use crate::model::report::Weight;
use crate::store::comments::Comment;
use crate::store::{Conn, appeals, reports};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// Reports of readers that nobody has looked at.
    pub open_reports: usize,
    /// What these weigh together.
    pub report_weight: Weight,
    /// Its author asks for another look.
    pub appealed: bool,
}

/// The one place that is to be told of a further reason to look at a comment.
pub(super) fn standing_of(tx: &mut Conn, comment: &Comment) -> Result<Standing> {
    let weights = reports::open_weights(tx, comment.site_id, comment.id)?;
    Ok(Standing {
        open_reports: weights.len(),
        report_weight: weights.into_iter().sum(),
        appealed: appeals::is_open(tx, comment.site_id, comment.id)?,
    })
}

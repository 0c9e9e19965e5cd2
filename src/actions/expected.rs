//! What a client believes it changes: the revisions it has read.

use super::{Error, Result};

/// The revisions that a change may be made to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// The client did not say.
    Anything,
    OneOf(Vec<i32>),
}

impl Expected {
    /// Errors: `Stale` when the thing has moved on.
    pub(super) fn check(&self, revision: i32) -> Result<()> {
        match self {
            Self::OneOf(revisions) if !revisions.contains(&revision) => Err(Error::Stale),
            Self::Anything | Self::OneOf(_) => Ok(()),
        }
    }

    /// The error when somebody was faster between reading the thing and writing it.
    pub(super) const fn overtaken(&self) -> Error {
        match self {
            Self::Anything => Error::Conflict("somebody changed it at the same moment; look again and repeat"),
            Self::OneOf(_) => Error::Stale,
        }
    }
}

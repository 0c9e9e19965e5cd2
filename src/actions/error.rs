//! Why an action was not done.

use crate::model::field::FieldErrors;
use crate::model::finding::Finding;
use crate::model::sanction::Warning;
use crate::store::StoreError;
use crate::store::claims::Named;

#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    #[error("{0}")]
    Invalid(FieldErrors),
    #[error("not signed in: the address and password, or the token, are not good")]
    Unauthenticated,
    #[error("this account may not do that")]
    Forbidden,
    /// As `Forbidden`, with the reason.
    #[error("{0}")]
    Barred(&'static str),
    /// The same is done too often; with the time after which it may be again.
    #[error("{0}")]
    TooMany(&'static str, std::time::Duration),
    /// The noun that is not there.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    #[error("{0}")]
    Conflict(&'static str),
    /// A comment is not at the revision any more that the moderator looked at.
    #[error("the comment was changed or decided on meanwhile; look at it again")]
    Overtaken,
    /// Somebody else of the staff works on the comment.
    #[error("{} works on this comment until {}; to decide all the same, say so with `override`", .0.1, .0.0.until)]
    Claimed(Box<Named>),
    /// It is not at the revision any more that the client expects.
    #[error("it was changed since you read it; look at it again")]
    Stale,
    /// The same request is being answered at this moment.
    #[error("the same Idempotency-Key is in use at this moment; repeat the request later")]
    Repeated,
    /// Warnings that its author has not acknowledged stand in the comment's way; with what the checks found.
    #[error("a warning waits for you: acknowledge it, and you can comment again")]
    Warned(Vec<Warning>, Vec<Finding>),
    /// The checks did not take the comment.
    #[error("the comment was not taken")]
    Refused(Vec<Finding>),
    #[error("too much to do at the moment")]
    Busy,
    /// For the log only.
    #[error("{0}")]
    Internal(String),
}

pub type Result<T> = std::result::Result<T, Error>;

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::Busy,
            StoreError::Unavailable(reason) => {
                tracing::error!(reason, "the database is not available");
                Self::Busy
            }
            StoreError::Taken(_) => Self::Conflict("somebody was faster; look again and repeat"),
            StoreError::Internal(text) => Self::Internal(text),
        }
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

impl From<crate::auth::password::Busy> for Error {
    fn from(_: crate::auth::password::Busy) -> Self {
        Self::Busy
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(format!("stored JSON: {error}"))
    }
}

//! Requests that a client may repeat: with the same `Idempotency-Key` only the first one acts, and the others get its
//! answer. The answer is kept in the transaction that it tells of, so there is never one without the other.

use super::{Error, Result, Shared, Viewer};
use crate::model::field::FieldErrors;
use crate::model::time::Timestamp;
use crate::store::idempotency::{self, StoredAnswer};
use crate::store::{Conn, StoreError};

/// A rendered answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// One request that says of itself how to recognise it.
#[derive(Debug, Clone)]
pub struct Once {
    /// Who asks; two clients may have drawn the same key.
    pub scope: String,
    pub key: String,
    /// Keyed hash of the whole request.
    pub fingerprint: String,
}

impl Once {
    /// The answer of the first such request. Errors: `Invalid` when the key was used for something else.
    pub async fn answered(&self, svc: &Shared) -> Result<Option<Answer>> {
        let (scope, key) = (self.scope.clone(), self.key.clone());
        let stored = svc.store.read::<_, Error, _>(move |conn| Ok(idempotency::find(conn, &scope, &key)?)).await?;
        stored.map(|stored| self.same(stored)).transpose()
    }

    fn same(&self, stored: StoredAnswer) -> Result<Answer> {
        if stored.fingerprint != self.fingerprint {
            return Err(FieldErrors::one("Idempotency-Key", "was used for another request; draw a new one").into());
        }
        let status = u16::try_from(stored.status).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Answer { status, body: stored.body })
    }
}

/// Who asks, as [`Once::scope`] names them.
pub fn scope_of(viewer: Option<&Viewer>) -> String {
    viewer.map_or_else(|| "anyone".to_owned(), |viewer| format!("account:{}", viewer.id()))
}

/// Renders what an action made into the answer that is kept.
pub type Render<T> = fn(&T) -> Result<Answer>;

/// Handed to an action that makes something, which calls `keep` at the end of its transaction.
pub struct Recorder<T>(Option<(Once, Render<T>)>);

impl<T> Recorder<T> {
    pub fn new(once: Option<Once>, render: Render<T>) -> Self {
        Self(once.map(|once| (once, render)))
    }

    /// For callers that do not repeat themselves: the command line.
    pub const fn none() -> Self {
        Self(None)
    }

    /// Errors: `Repeated` when the same request is being answered at this moment.
    pub(super) fn keep(&self, tx: &mut Conn, made: &T, now: Timestamp) -> Result<()> {
        let Some((once, render)) = &self.0 else { return Ok(()) };
        if idempotency::find(tx, &once.scope, &once.key)?.is_some() {
            return Err(Error::Repeated);
        }
        let answer = render(made)?;
        let stored =
            StoredAnswer { fingerprint: once.fingerprint.clone(), status: i32::from(answer.status), body: answer.body };
        match idempotency::insert(tx, &once.scope, &once.key, &stored, now) {
            Err(StoreError::Taken(_)) => Err(Error::Repeated),
            inserted => Ok(inserted?),
        }
    }
}

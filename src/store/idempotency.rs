//! Answers to requests that carried an `Idempotency-Key`, kept so that a repeat gets the same one.

use diesel::prelude::*;

use super::schema::idempotency_keys;
use super::{Conn, Result};
use crate::model::time::Timestamp;

#[derive(Debug, Clone, Queryable)]
pub struct StoredAnswer {
    /// Hash of the request the key was first used for.
    pub fingerprint: String,
    pub status: i32,
    pub body: String,
}

pub fn find(conn: &mut Conn, scope: &str, key: &str) -> Result<Option<StoredAnswer>> {
    let found = idempotency_keys::table.find((scope, key)).select((
        idempotency_keys::fingerprint,
        idempotency_keys::status,
        idempotency_keys::body,
    ));
    Ok(found.first(conn).optional()?)
}

/// Errors: `Taken(IdempotencyKey)` when the same key is being used at this moment.
pub fn insert(tx: &mut Conn, scope: &str, key: &str, answer: &StoredAnswer, now: Timestamp) -> Result<()> {
    diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::scope.eq(scope),
            idempotency_keys::idempotency_key.eq(key),
            idempotency_keys::fingerprint.eq(&answer.fingerprint),
            idempotency_keys::status.eq(answer.status),
            idempotency_keys::body.eq(&answer.body),
            idempotency_keys::created_at.eq(now.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

/// Forgets the answers to one client.
pub fn forget(tx: &mut Conn, scope: &str) -> Result<()> {
    diesel::delete(idempotency_keys::table.filter(idempotency_keys::scope.eq(scope))).execute(tx)?;
    Ok(())
}

pub fn purge(tx: &mut Conn, before: Timestamp) -> Result<usize> {
    let old = idempotency_keys::table.filter(idempotency_keys::created_at.lt(before.micros()));
    Ok(diesel::delete(old).execute(tx)?)
}

//! Signed links that work once, and did.

use diesel::prelude::*;

use super::db::on_backend;
use super::schema::spent_links;
use super::{Conn, Result};
use crate::model::time::Timestamp;

/// False if the link was used before.
pub fn spend(tx: &mut Conn, token_hash: &str, expires_at: Timestamp) -> Result<bool> {
    let row = (spent_links::token_hash.eq(token_hash), spent_links::expires_at.eq(expires_at.micros()));
    let spent = on_backend!(tx, conn => diesel::insert_into(spent_links::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(conn))?;
    Ok(spent == 1)
}

pub fn is_spent(conn: &mut Conn, token_hash: &str) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(spent_links::table.find(token_hash))).get_result(conn)?)
}

pub fn purge(tx: &mut Conn, expired_before: Timestamp) -> Result<usize> {
    Ok(diesel::delete(spent_links::table.filter(spent_links::expires_at.lt(expired_before.micros()))).execute(tx)?)
}

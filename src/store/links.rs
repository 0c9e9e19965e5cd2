//! Single-use links that were mailed. The token itself is never kept: it is signed over the row's id.

use diesel::prelude::*;

use super::schema::links;
use super::{Conn, Result};
use crate::model::account::LinkPurpose;
use crate::model::ids::{AccountId, LinkId, first_id_at};
use crate::model::time::Timestamp;

#[derive(Debug, Clone, Queryable)]
pub struct Link {
    pub id: LinkId,
    pub purpose: LinkPurpose,
    pub account_id: Option<AccountId>,
    pub email_canonical: String,
    /// JSON: what happens when it is used, by purpose.
    pub payload: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

pub fn insert(tx: &mut Conn, link: &Link) -> Result<()> {
    diesel::insert_into(links::table)
        .values((
            links::id.eq(link.id.get()),
            links::purpose.eq(link.purpose.as_str()),
            links::account_id.eq(link.account_id.map(AccountId::get)),
            links::email_canonical.eq(&link.email_canonical),
            links::payload.eq(&link.payload),
            links::created_at.eq(link.created_at.micros()),
            links::expires_at.eq(link.expires_at.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

/// Uses the link up and returns it; `None` if it is unknown, used or expired.
pub fn spend(tx: &mut Conn, id: LinkId, purpose: LinkPurpose, now: Timestamp) -> Result<Option<Link>> {
    let usable = links::table
        .find(id.get())
        .filter(links::purpose.eq(purpose.as_str()))
        .filter(links::used_at.is_null())
        .filter(links::expires_at.gt(now.micros()));
    if diesel::update(usable).set(links::used_at.eq(now.micros())).execute(tx)? == 0 {
        return Ok(None);
    }
    Ok(links::table.find(id.get()).first(tx).optional()?)
}

/// Makes the account's unused links of one purpose useless.
pub fn cancel(tx: &mut Conn, account: AccountId, purpose: LinkPurpose, now: Timestamp) -> Result<()> {
    let open = links::table
        .filter(links::account_id.eq(account.get()))
        .filter(links::purpose.eq(purpose.as_str()))
        .filter(links::used_at.is_null());
    diesel::update(open).set(links::used_at.eq(now.micros())).execute(tx)?;
    Ok(())
}

/// How many links were sent to the address since `since`, of all purposes.
pub fn sent_since(conn: &mut Conn, email_canonical: &str, since: Timestamp) -> Result<i64> {
    let sent = links::table.filter(links::email_canonical.eq(email_canonical)).filter(links::id.ge(first_id_at(since)));
    Ok(sent.count().get_result(conn)?)
}

/// How many links of the purpose the account asked for since `since`.
pub fn asked_since(conn: &mut Conn, account: AccountId, purpose: LinkPurpose, since: Timestamp) -> Result<i64> {
    let asked = links::table
        .filter(links::account_id.eq(account.get()))
        .filter(links::purpose.eq(purpose.as_str()))
        .filter(links::id.ge(first_id_at(since)));
    Ok(asked.count().get_result(conn)?)
}

/// Whether the account has a link of the purpose that can still be used.
pub fn is_open(conn: &mut Conn, account: AccountId, purpose: LinkPurpose, now: Timestamp) -> Result<bool> {
    let open = links::table
        .filter(links::account_id.eq(account.get()))
        .filter(links::purpose.eq(purpose.as_str()))
        .filter(links::used_at.is_null())
        .filter(links::expires_at.gt(now.micros()));
    let count: i64 = open.count().get_result(conn)?;
    Ok(count > 0)
}

pub fn purge(tx: &mut Conn, expired_before: Timestamp) -> Result<usize> {
    Ok(diesel::delete(links::table.filter(links::expires_at.lt(expired_before.micros()))).execute(tx)?)
}

/// The link, if it can still be used.
pub fn open(conn: &mut Conn, id: LinkId, purpose: LinkPurpose, now: Timestamp) -> Result<Option<Link>> {
    let usable = links::table
        .find(id.get())
        .filter(links::purpose.eq(purpose.as_str()))
        .filter(links::used_at.is_null())
        .filter(links::expires_at.gt(now.micros()));
    Ok(usable.first(conn).optional()?)
}

//! Sessions and the refresh tokens that keep them going; only hashes of tokens are kept.

use diesel::prelude::*;

use super::accounts::{self, Account};
use super::schema::{accounts as accounts_table, refresh_tokens, sessions};
use super::{Conn, Result};
use crate::model::ids::{AccountId, SessionId};
use crate::model::page::Cursor;
use crate::model::time::Timestamp;

/// A row of `sessions`.
#[derive(Debug, Clone, Queryable)]
pub struct Session {
    pub id: SessionId,
    pub account_id: AccountId,
    pub user_agent: Option<String>,
    pub created_at: Timestamp,
    pub last_used_at: Timestamp,
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

/// A refresh token as it was found.
#[derive(Debug, Clone, Queryable)]
pub struct RefreshToken {
    pub session_id: SessionId,
    pub used_at: Option<Timestamp>,
}

pub fn insert(tx: &mut Conn, session: &Session) -> Result<()> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(session.id.get()),
            sessions::account_id.eq(session.account_id.get()),
            sessions::user_agent.eq(session.user_agent.as_deref()),
            sessions::created_at.eq(session.created_at.micros()),
            sessions::last_used_at.eq(session.last_used_at.micros()),
            sessions::expires_at.eq(session.expires_at.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

pub fn add_refresh_token(tx: &mut Conn, session: SessionId, hash: &str, now: Timestamp) -> Result<()> {
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::token_hash.eq(hash),
            refresh_tokens::session_id.eq(session.get()),
            refresh_tokens::issued_at.eq(now.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

pub fn find_refresh_token(conn: &mut Conn, hash: &str) -> Result<Option<RefreshToken>> {
    let found = refresh_tokens::table.find(hash).select((refresh_tokens::session_id, refresh_tokens::used_at));
    Ok(found.first(conn).optional()?)
}

/// Spends the token; false if it was spent already.
pub fn spend_refresh_token(tx: &mut Conn, hash: &str, now: Timestamp) -> Result<bool> {
    let unused = refresh_tokens::table.find(hash).filter(refresh_tokens::used_at.is_null());
    Ok(diesel::update(unused).set(refresh_tokens::used_at.eq(now.micros())).execute(tx)? == 1)
}

/// The session and its account, if both may act now.
pub fn live(conn: &mut Conn, id: SessionId, now: Timestamp) -> Result<Option<(Session, Account)>> {
    let found = sessions::table
        .inner_join(accounts_table::table.on(accounts_table::id.eq(sessions::account_id)))
        .filter(sessions::id.eq(id.get()))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now.micros()))
        .filter(accounts_table::deleted_at.is_null())
        .select((sessions::all_columns, accounts::COLUMNS));
    Ok(found.first(conn).optional()?)
}

/// The account's sessions that can still be used, newest first.
pub fn of_account(
    conn: &mut Conn,
    account: AccountId,
    now: Timestamp,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Session>> {
    let found = sessions::table
        .filter(sessions::account_id.eq(account.get()))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now.micros()))
        .filter(sessions::id.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .order(sessions::id.desc())
        .limit(limit);
    Ok(found.load(conn)?)
}

/// As what the account was signed in, of sessions that are kept, the latest first.
pub fn user_agents(conn: &mut Conn, account: AccountId, limit: i64) -> Result<Vec<Option<String>>> {
    let found = sessions::table
        .filter(sessions::account_id.eq(account.get()))
        .order(sessions::id.desc())
        .limit(limit)
        .select(sessions::user_agent);
    Ok(found.load(conn)?)
}

pub fn touch(tx: &mut Conn, id: SessionId, now: Timestamp, expires_at: Timestamp) -> Result<()> {
    diesel::update(sessions::table.find(id.get()))
        .set((sessions::last_used_at.eq(now.micros()), sessions::expires_at.eq(expires_at.micros())))
        .execute(tx)?;
    Ok(())
}

/// Ends one session of the account; false if there is none to end.
pub fn revoke(tx: &mut Conn, account: AccountId, id: SessionId, now: Timestamp) -> Result<bool> {
    let live = sessions::table
        .find(id.get())
        .filter(sessions::account_id.eq(account.get()))
        .filter(sessions::revoked_at.is_null());
    Ok(diesel::update(live).set(sessions::revoked_at.eq(now.micros())).execute(tx)? == 1)
}

/// Ends a session whoever's it is: for a refresh token that was used twice.
pub fn revoke_family(tx: &mut Conn, id: SessionId, now: Timestamp) -> Result<()> {
    let live = sessions::table.find(id.get()).filter(sessions::revoked_at.is_null());
    diesel::update(live).set(sessions::revoked_at.eq(now.micros())).execute(tx)?;
    Ok(())
}

/// Ends every session of the account but `except`.
pub fn revoke_all(tx: &mut Conn, account: AccountId, except: Option<SessionId>, now: Timestamp) -> Result<()> {
    let live = sessions::table
        .filter(sessions::account_id.eq(account.get()))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::id.ne(except.map_or(0, SessionId::get)));
    diesel::update(live).set(sessions::revoked_at.eq(now.micros())).execute(tx)?;
    Ok(())
}

/// Removes sessions, and their tokens, that ended before `before`.
pub fn purge(tx: &mut Conn, before: Timestamp) -> Result<usize> {
    let ended = sessions::table
        .filter(sessions::expires_at.lt(before.micros()).or(sessions::revoked_at.lt(before.micros())))
        .select(sessions::id);
    let gone: Vec<i64> = ended.limit(500).load(tx)?;
    diesel::delete(refresh_tokens::table.filter(refresh_tokens::session_id.eq_any(&gone))).execute(tx)?;
    Ok(diesel::delete(sessions::table.filter(sessions::id.eq_any(&gone))).execute(tx)?)
}

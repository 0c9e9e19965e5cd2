//! API tokens: for programs that act as an account, within scopes.

use diesel::prelude::*;

use super::accounts::{self, Account};
use super::schema::{accounts as accounts_table, api_tokens};
use super::{Conn, Result};
use crate::model::ids::{AccountId, ApiTokenId};
use crate::model::time::Timestamp;

#[derive(Debug, Clone, Queryable)]
pub struct ApiToken {
    pub id: ApiTokenId,
    pub account_id: AccountId,
    pub name: String,
    /// Scope names, separated by spaces.
    pub scopes: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

const COLUMNS: (
    api_tokens::id,
    api_tokens::account_id,
    api_tokens::name,
    api_tokens::scopes,
    api_tokens::created_at,
    api_tokens::expires_at,
    api_tokens::last_used_at,
) = (
    api_tokens::id,
    api_tokens::account_id,
    api_tokens::name,
    api_tokens::scopes,
    api_tokens::created_at,
    api_tokens::expires_at,
    api_tokens::last_used_at,
);

pub fn insert(tx: &mut Conn, token: &ApiToken, hash: &str) -> Result<()> {
    diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::id.eq(token.id.get()),
            api_tokens::account_id.eq(token.account_id.get()),
            api_tokens::name.eq(&token.name),
            api_tokens::token_hash.eq(hash),
            api_tokens::scopes.eq(&token.scopes),
            api_tokens::created_at.eq(token.created_at.micros()),
            api_tokens::expires_at.eq(token.expires_at.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

/// The token with this hash and its account, if both may act now.
pub fn live(conn: &mut Conn, hash: &str, now: Timestamp) -> Result<Option<(ApiToken, Account)>> {
    let found = api_tokens::table
        .inner_join(accounts_table::table.on(accounts_table::id.eq(api_tokens::account_id)))
        .filter(api_tokens::token_hash.eq(hash))
        .filter(api_tokens::revoked_at.is_null())
        .filter(api_tokens::expires_at.gt(now.micros()))
        .filter(accounts_table::deleted_at.is_null())
        .select((COLUMNS, accounts::COLUMNS));
    Ok(found.first(conn).optional()?)
}

/// The account's tokens that can still be used, newest first.
pub fn of_account(conn: &mut Conn, account: AccountId, now: Timestamp) -> Result<Vec<ApiToken>> {
    let found = api_tokens::table
        .filter(api_tokens::account_id.eq(account.get()))
        .filter(api_tokens::revoked_at.is_null())
        .filter(api_tokens::expires_at.gt(now.micros()))
        .order(api_tokens::id.desc())
        .select(COLUMNS);
    Ok(found.load(conn)?)
}

/// Notes that the token was used, unless somebody noted a use since `noted_since`.
pub fn touch(tx: &mut Conn, id: ApiTokenId, now: Timestamp, noted_since: Timestamp) -> Result<()> {
    let unnoted = api_tokens::table
        .find(id.get())
        .filter(api_tokens::last_used_at.is_null().or(api_tokens::last_used_at.le(noted_since.micros())));
    diesel::update(unnoted).set(api_tokens::last_used_at.eq(now.micros())).execute(tx)?;
    Ok(())
}

/// False if the account has no such token.
pub fn revoke(tx: &mut Conn, account: AccountId, id: ApiTokenId, now: Timestamp) -> Result<bool> {
    let live = api_tokens::table
        .find(id.get())
        .filter(api_tokens::account_id.eq(account.get()))
        .filter(api_tokens::revoked_at.is_null());
    Ok(diesel::update(live).set(api_tokens::revoked_at.eq(now.micros())).execute(tx)? == 1)
}

/// Ends every token of the account: whoever resets a password has lost control of it.
pub fn revoke_all(tx: &mut Conn, account: AccountId, now: Timestamp) -> Result<()> {
    let live =
        api_tokens::table.filter(api_tokens::account_id.eq(account.get())).filter(api_tokens::revoked_at.is_null());
    diesel::update(live).set(api_tokens::revoked_at.eq(now.micros())).execute(tx)?;
    Ok(())
}

//! Accounts: who can sign in, and as what.

use diesel::prelude::*;

use super::db::on_backend;
use super::schema::{accounts, api_tokens, comments, links, moderators, outbox, votes};
use super::{Conn, Result};
use crate::model::account::{DisplayName, EmailAddress, Role};
use crate::model::comment::Status;
use crate::model::ids::{AccountId, SiteId, ThreadId};
use crate::model::mail::MailState;
use crate::model::time::Timestamp;

/// A row of `accounts`.
#[derive(Debug, Clone, Queryable)]
pub struct Account {
    pub id: AccountId,
    /// `None` once the account is deleted.
    pub email: Option<String>,
    pub display_name: String,
    /// A PHC string; `None` once the account is deleted.
    pub password_hash: Option<String>,
    pub role: Role,
    /// JSON, see `model::preferences::Preferences`.
    pub preferences: String,
    pub created_at: Timestamp,
    pub deleted_at: Option<Timestamp>,
}

/// The columns of `Account`, in its order.
pub(super) const COLUMNS: (
    accounts::id,
    accounts::email,
    accounts::display_name,
    accounts::password_hash,
    accounts::role,
    accounts::preferences,
    accounts::created_at,
    accounts::deleted_at,
) = (
    accounts::id,
    accounts::email,
    accounts::display_name,
    accounts::password_hash,
    accounts::role,
    accounts::preferences,
    accounts::created_at,
    accounts::deleted_at,
);

pub struct NewAccount<'a> {
    pub id: AccountId,
    pub email: &'a EmailAddress,
    pub display_name: &'a str,
    pub password_hash: &'a str,
    pub role: Role,
    pub now: Timestamp,
}

/// Errors: `Taken(AccountEmail)`.
pub fn insert(tx: &mut Conn, new: &NewAccount<'_>) -> Result<()> {
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(new.id.get()),
            accounts::email.eq(new.email.as_str()),
            accounts::email_canonical.eq(new.email.canonical()),
            accounts::display_name.eq(new.display_name),
            accounts::password_hash.eq(new.password_hash),
            accounts::role.eq(new.role.as_str()),
            accounts::preferences.eq("{}"),
            accounts::created_at.eq(new.now.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

/// Whether there is any, be it a deleted one.
pub fn exist(conn: &mut Conn) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(accounts::table.select(accounts::id))).get_result(conn)?)
}

/// Whether anybody is a moderator or an administrator.
pub fn staff_exist(conn: &mut Conn) -> Result<bool> {
    let staff = accounts::table.filter(accounts::role.ne(Role::Reader.as_str())).select(accounts::id);
    Ok(diesel::select(diesel::dsl::exists(staff)).get_result(conn)?)
}

pub fn find(conn: &mut Conn, id: AccountId) -> Result<Option<Account>> {
    Ok(accounts::table.find(id.get()).select(COLUMNS).first(conn).optional()?)
}

pub fn find_by_email(conn: &mut Conn, email: &EmailAddress) -> Result<Option<Account>> {
    find_by_canonical_email(conn, &email.canonical())
}

pub fn find_by_canonical_email(conn: &mut Conn, canonical: &str) -> Result<Option<Account>> {
    let found = accounts::table.filter(accounts::email_canonical.eq(canonical)).select(COLUMNS);
    Ok(found.first(conn).optional()?)
}

pub fn set_password(tx: &mut Conn, id: AccountId, hash: &str) -> Result<()> {
    diesel::update(accounts::table.find(id.get())).set(accounts::password_hash.eq(hash)).execute(tx)?;
    Ok(())
}

pub fn rename(tx: &mut Conn, id: AccountId, name: &DisplayName) -> Result<()> {
    diesel::update(accounts::table.find(id.get())).set(accounts::display_name.eq(name.as_str())).execute(tx)?;
    Ok(())
}

/// Errors: `Taken(AccountEmail)`.
pub fn set_email(tx: &mut Conn, id: AccountId, email: &EmailAddress) -> Result<()> {
    diesel::update(accounts::table.find(id.get()))
        .set((accounts::email.eq(email.as_str()), accounts::email_canonical.eq(email.canonical())))
        .execute(tx)?;
    Ok(())
}

pub fn set_preferences(tx: &mut Conn, id: AccountId, json: &str) -> Result<()> {
    diesel::update(accounts::table.find(id.get())).set(accounts::preferences.eq(json)).execute(tx)?;
    Ok(())
}

/// (account, name) of those accounts that are not deleted.
pub fn names(conn: &mut Conn, ids: &[AccountId]) -> Result<Vec<(AccountId, String)>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    let found = accounts::table
        .filter(accounts::id.eq_any(ids))
        .filter(accounts::deleted_at.is_null())
        .select((accounts::id, accounts::display_name));
    Ok(found.load(conn)?)
}

/// Names that an ordinary reader may not take or imitate: those of moderators and administrators.
pub fn staff_names(conn: &mut Conn) -> Result<Vec<String>> {
    staff_names_beside(conn, None)
}

/// As `staff_names`, without the account's own.
pub fn staff_names_beside(conn: &mut Conn, own: Option<AccountId>) -> Result<Vec<String>> {
    let moderating = moderators::table.select(moderators::account_id);
    let staff = accounts::table
        .filter(accounts::role.eq(Role::Administrator.as_str()).or(accounts::id.eq_any(moderating)))
        .filter(accounts::deleted_at.is_null())
        .filter(accounts::id.ne(own.map_or(0, AccountId::get)))
        .select(accounts::display_name);
    Ok(on_backend!(conn, conn => staff.load(conn))?)
}

/// The administrators' accounts.
pub fn administrators(conn: &mut Conn) -> Result<Vec<Account>> {
    let found = accounts::table
        .filter(accounts::role.eq(Role::Administrator.as_str()))
        .filter(accounts::deleted_at.is_null())
        .select(COLUMNS);
    Ok(found.load(conn)?)
}

/// How many administrators there are. Their rows are kept to this transaction, so that no two of them can leave at the
/// same moment.
pub fn hold_administrators(tx: &mut Conn) -> Result<usize> {
    let administrators =
        accounts::table.filter(accounts::role.eq(Role::Administrator.as_str())).filter(accounts::deleted_at.is_null());
    Ok(diesel::update(administrators).set(accounts::role.eq(Role::Administrator.as_str())).execute(tx)?)
}

/// The moderators of a site.
pub fn moderators_of(conn: &mut Conn, site: SiteId) -> Result<Vec<Account>> {
    let found = moderators::table
        .inner_join(accounts::table.on(accounts::id.eq(moderators::account_id)))
        .filter(moderators::site_id.eq(site.get()))
        .filter(accounts::deleted_at.is_null())
        .order(accounts::id)
        .select(COLUMNS);
    Ok(found.load(conn)?)
}

/// Those who wrote what stands in the thread, who wrote last first.
pub fn who_wrote_in(conn: &mut Conn, site: SiteId, thread: ThreadId, limit: i64) -> Result<Vec<Account>> {
    let latest: Vec<Option<i64>> = comments::table
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::thread_id.eq(thread.get()))
        .filter(comments::status.eq(Status::Published.as_str()))
        .filter(comments::account_id.is_not_null())
        .group_by(comments::account_id)
        .order(diesel::dsl::max(comments::id).desc())
        .limit(limit)
        .select(comments::account_id)
        .load(conn)?;
    let ids: Vec<i64> = latest.into_iter().flatten().collect();
    let found = accounts::table
        .filter(accounts::id.eq_any(ids))
        .filter(accounts::deleted_at.is_null())
        .order(accounts::id)
        .select(COLUMNS);
    Ok(found.load(conn)?)
}

/// Takes everything personal from the account; the row stays so that the thread keeps its shape. Its votes go too:
/// the caller has taken them out of the scores.
pub fn erase(tx: &mut Conn, id: AccountId, now: Timestamp) -> Result<()> {
    let key = id.get();
    diesel::update(accounts::table.find(key))
        .set((
            accounts::email.eq(None::<String>),
            accounts::email_canonical.eq(None::<String>),
            accounts::display_name.eq(""),
            accounts::password_hash.eq(None::<String>),
            accounts::role.eq(Role::Reader.as_str()),
            accounts::preferences.eq("{}"),
            accounts::deleted_at.eq(now.micros()),
        ))
        .execute(tx)?;
    diesel::delete(votes::table.filter(votes::account_id.eq(key))).execute(tx)?;
    diesel::delete(moderators::table.filter(moderators::account_id.eq(key))).execute(tx)?;
    diesel::delete(links::table.filter(links::account_id.eq(key))).execute(tx)?;
    diesel::delete(api_tokens::table.filter(api_tokens::account_id.eq(key))).execute(tx)?;
    diesel::delete(outbox::table.filter(outbox::account_id.eq(key)).filter(outbox::state.ne(MailState::Sent.as_str())))
        .execute(tx)?;
    diesel::update(outbox::table.filter(outbox::account_id.eq(key)))
        .set((outbox::recipient.eq(""), outbox::notice.eq("{}")))
        .execute(tx)?;
    Ok(())
}

/// How many comments the account wrote, on all sites.
pub fn comment_count(conn: &mut Conn, id: AccountId) -> Result<i64> {
    Ok(comments::table.filter(comments::account_id.eq(id.get())).count().get_result(conn)?)
}

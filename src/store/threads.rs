//! Threads: one an article.

use diesel::prelude::*;

use super::db::on_backend;
use super::schema::{comments, reports, threads, votes};
use super::{Conn, Result};
use crate::model::ids::{AccountId, SiteId, ThreadId};
use crate::model::page::Cursor;
use crate::model::site::Policy;
use crate::model::thread::{CanonicalUrl, ThreadState};
use crate::model::time::Timestamp;

#[derive(Debug, Clone, Queryable)]
pub struct Thread {
    pub id: ThreadId,
    pub site_id: SiteId,
    pub url: String,
    pub title: Option<String>,
    pub published_at: Option<Timestamp>,
    pub state: ThreadState,
    /// Instead of the site's, if set.
    pub policy: Option<Policy>,
    /// Published comments.
    pub comment_count: i64,
    /// Grows with every change of the thread's own settings.
    pub revision: i32,
    pub created_at: Timestamp,
    /// Its staff expect trouble: comments wait for a person.
    pub sensitive: bool,
    /// Instead of the site's, if set.
    pub slow_mode_seconds: Option<i32>,
}

pub fn find(conn: &mut Conn, site: SiteId, id: ThreadId) -> Result<Option<Thread>> {
    let found = threads::table.find(id.get()).filter(threads::site_id.eq(site.get()));
    Ok(on_backend!(conn, conn => found.first(conn).optional())?)
}

pub fn find_by_url(conn: &mut Conn, site: SiteId, url: &CanonicalUrl) -> Result<Option<Thread>> {
    let found = threads::table.filter(threads::site_id.eq(site.get())).filter(threads::url.eq(url.as_str()));
    Ok(on_backend!(conn, conn => found.first(conn).optional())?)
}

/// The thread of the address, made if there is none. Two requests that make it at once get the same one.
pub fn find_or_create(
    tx: &mut Conn,
    site: SiteId,
    new_id: ThreadId,
    url: &CanonicalUrl,
    title: Option<&str>,
    now: Timestamp,
) -> Result<Thread> {
    if let Some(thread) = find_by_url(tx, site, url)? {
        return Ok(thread);
    }
    let row = (
        threads::id.eq(new_id.get()),
        threads::site_id.eq(site.get()),
        threads::url.eq(url.as_str()),
        threads::title.eq(title),
        threads::state.eq(ThreadState::Open.as_str()),
        threads::comment_count.eq(0),
        threads::revision.eq(1),
        threads::created_at.eq(now.micros()),
        threads::sensitive.eq(false),
    );
    on_backend!(tx, conn => diesel::insert_into(threads::table).values(row).on_conflict_do_nothing().execute(conn))?;
    find_by_url(tx, site, url)?
        .ok_or_else(|| super::StoreError::Internal("a thread that was just made is not there".to_owned()))
}

/// Several threads of whatever sites, in no order: for what belongs to an account.
pub fn find_many(conn: &mut Conn, ids: &[ThreadId]) -> Result<Vec<Thread>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    Ok(threads::table.filter(threads::id.eq_any(ids)).load(conn)?)
}

/// The threads in which the account wrote, voted or reported something, in the order to lock them in.
pub fn touched_by(conn: &mut Conn, account: AccountId) -> Result<Vec<ThreadId>> {
    let wrote = comments::table.filter(comments::account_id.eq(account.get())).select(comments::thread_id).distinct();
    let mut found: Vec<ThreadId> = wrote.load(conn)?;
    let voted = votes::table
        .inner_join(comments::table.on(comments::id.eq(votes::comment_id)))
        .filter(votes::account_id.eq(account.get()))
        .select(comments::thread_id)
        .distinct();
    found.append(&mut voted.load(conn)?);
    let reported = reports::table
        .inner_join(comments::table.on(comments::id.eq(reports::comment_id)))
        .filter(reports::account_id.eq(account.get()))
        .select(comments::thread_id)
        .distinct();
    found.append(&mut reported.load(conn)?);
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// (address, published comments) of those addresses that have a thread.
pub fn counts(conn: &mut Conn, site: SiteId, urls: &[String]) -> Result<Vec<(String, i64)>> {
    let found = threads::table
        .filter(threads::site_id.eq(site.get()))
        .filter(threads::url.eq_any(urls))
        .select((threads::url, threads::comment_count));
    Ok(found.load(conn)?)
}

/// A site's threads, newest first.
pub fn list(conn: &mut Conn, site: SiteId, after: Option<Cursor>, limit: i64) -> Result<Vec<Thread>> {
    let found = threads::table
        .filter(threads::site_id.eq(site.get()))
        .filter(threads::id.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .order(threads::id.desc())
        .limit(limit);
    Ok(found.load(conn)?)
}

/// Writes the thread's own settings if it still is at `thread.revision`; false if somebody was faster.
pub fn update(tx: &mut Conn, thread: &Thread) -> Result<bool> {
    let unchanged = threads::table
        .find(thread.id.get())
        .filter(threads::site_id.eq(thread.site_id.get()))
        .filter(threads::revision.eq(thread.revision));
    let updated = diesel::update(unchanged)
        .set((
            threads::title.eq(thread.title.as_deref()),
            threads::published_at.eq(thread.published_at.map(Timestamp::micros)),
            threads::state.eq(thread.state.as_str()),
            threads::policy.eq(thread.policy.map(Policy::as_str)),
            threads::sensitive.eq(thread.sensitive),
            threads::slow_mode_seconds.eq(thread.slow_mode_seconds),
            threads::revision.eq(thread.revision + 1),
        ))
        .execute(tx)?;
    Ok(updated == 1)
}

/// How many published comments the thread has then.
pub fn shift_count(tx: &mut Conn, site: SiteId, id: ThreadId, by: i64) -> Result<i64> {
    let shifted = diesel::update(threads::table.find(id.get()).filter(threads::site_id.eq(site.get())))
        .set(threads::comment_count.eq(threads::comment_count + by))
        .returning(threads::comment_count);
    Ok(on_backend!(tx, conn => shifted.get_result(conn))?)
}

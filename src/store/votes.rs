//! Votes: one an account and comment.

use diesel::prelude::*;

use super::schema::{comments, votes};
use super::{Conn, Result};
use crate::model::ids::{AccountId, CommentId, SiteId, ThreadId};
use crate::model::time::Timestamp;

/// The account's vote on the comment: 1, -1 or none.
pub fn find(conn: &mut Conn, site: SiteId, comment: CommentId, account: AccountId) -> Result<Option<i32>> {
    let found =
        votes::table.find((comment.get(), account.get())).filter(votes::site_id.eq(site.get())).select(votes::value);
    Ok(found.first(conn).optional()?)
}

/// The account's votes on the thread's comments.
pub fn in_thread(
    conn: &mut Conn,
    (site, thread): (SiteId, ThreadId),
    account: AccountId,
) -> Result<Vec<(CommentId, i32)>> {
    let found = votes::table
        .inner_join(comments::table.on(comments::id.eq(votes::comment_id)))
        .filter(votes::account_id.eq(account.get()))
        .filter(votes::site_id.eq(site.get()))
        .filter(comments::thread_id.eq(thread.get()))
        .select((votes::comment_id, votes::value));
    let rows: Vec<(i64, i32)> = found.load(conn)?;
    Ok(rows.into_iter().map(|(comment, value)| (CommentId::from(comment), value)).collect())
}

/// Errors: `Taken(Vote)` when the account voted at the same moment elsewhere.
pub fn insert(
    tx: &mut Conn,
    site: SiteId,
    (comment, account): (CommentId, AccountId),
    value: i32,
    now: Timestamp,
) -> Result<()> {
    diesel::insert_into(votes::table)
        .values((
            votes::comment_id.eq(comment.get()),
            votes::account_id.eq(account.get()),
            votes::site_id.eq(site.get()),
            votes::value.eq(value),
            votes::created_at.eq(now.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

/// Turns a vote of `from` into one of `to`; false if it is not `from` any more.
pub fn change(
    tx: &mut Conn,
    site: SiteId,
    (comment, account): (CommentId, AccountId),
    from: i32,
    to: i32,
) -> Result<bool> {
    let unchanged = votes::table
        .find((comment.get(), account.get()))
        .filter(votes::site_id.eq(site.get()))
        .filter(votes::value.eq(from));
    Ok(diesel::update(unchanged).set(votes::value.eq(to)).execute(tx)? == 1)
}

/// Takes the vote back; its value, if there was one.
pub fn remove(tx: &mut Conn, site: SiteId, comment: CommentId, account: AccountId) -> Result<Option<i32>> {
    let vote = votes::table.find((comment.get(), account.get())).filter(votes::site_id.eq(site.get()));
    Ok(diesel::delete(vote).returning(votes::value).get_result(tx).optional()?)
}

/// (site, comment, value) of everything the account voted on.
pub fn of_account(conn: &mut Conn, account: AccountId) -> Result<Vec<(SiteId, CommentId, i32)>> {
    let found = votes::table.filter(votes::account_id.eq(account.get())).select((
        votes::site_id,
        votes::comment_id,
        votes::value,
    ));
    Ok(found.load(conn)?)
}

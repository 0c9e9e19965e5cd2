//! Claims: which moderator works on which comment, until when. They are made by whoever holds the head of the site's log,
//! so that no comment is given to two.

use diesel::prelude::*;

use super::schema::{accounts, claims};
use super::{Conn, Result};
use crate::model::ids::{AccountId, ClaimId, CommentId, SiteId};
use crate::model::page::Cursor;
use crate::model::queue::Queue;
use crate::model::time::Timestamp;

/// A row of `claims`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Claim {
    pub id: ClaimId,
    pub site_id: SiteId,
    pub comment_id: CommentId,
    /// The list it was taken from.
    pub queue: Queue,
    pub account_id: AccountId,
    pub claimed_at: Timestamp,
    pub until: Timestamp,
}

/// A claim and its moderator's name.
pub type Named = (Claim, String);

/// Gives the comment to the claim's moderator, in the place of a claim that has run out.
pub fn take(tx: &mut Conn, claim: &Claim) -> Result<()> {
    release_comment(tx, claim.site_id, claim.comment_id)?;
    diesel::insert_into(claims::table)
        .values((
            claims::id.eq(claim.id.get()),
            claims::site_id.eq(claim.site_id.get()),
            claims::comment_id.eq(claim.comment_id.get()),
            claims::queue.eq(claim.queue.as_str()),
            claims::account_id.eq(claim.account_id.get()),
            claims::claimed_at.eq(claim.claimed_at.micros()),
            claims::until.eq(claim.until.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

/// The claim and its moderator's name, unless it is over.
pub fn find(conn: &mut Conn, id: ClaimId, now: Timestamp) -> Result<Option<Named>> {
    let found = claims::table
        .inner_join(accounts::table.on(accounts::id.eq(claims::account_id)))
        .filter(claims::id.eq(id.get()))
        .filter(claims::until.gt(now.micros()))
        .select((claims::all_columns, accounts::display_name));
    Ok(found.first(conn).optional()?)
}

/// The claims on these comments that are not over.
pub fn of_comments(conn: &mut Conn, site: SiteId, comments: &[CommentId], now: Timestamp) -> Result<Vec<Named>> {
    let ids: Vec<i64> = comments.iter().map(|id| id.get()).collect();
    let found = claims::table
        .inner_join(accounts::table.on(accounts::id.eq(claims::account_id)))
        .filter(claims::site_id.eq(site.get()))
        .filter(claims::comment_id.eq_any(ids))
        .filter(claims::until.gt(now.micros()))
        .select((claims::all_columns, accounts::display_name));
    Ok(found.load(conn)?)
}

/// The site's claims that are not over, of one moderator or of all, oldest first.
pub fn list(
    conn: &mut Conn,
    site: SiteId,
    account: Option<AccountId>,
    now: Timestamp,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Named>> {
    let mut found = claims::table
        .inner_join(accounts::table.on(accounts::id.eq(claims::account_id)))
        .filter(claims::site_id.eq(site.get()))
        .filter(claims::until.gt(now.micros()))
        .filter(claims::id.gt(after.map_or(0, |cursor| cursor.id)))
        .order(claims::id)
        .limit(limit)
        .select((claims::all_columns, accounts::display_name))
        .into_boxed();
    if let Some(account) = account {
        found = found.filter(claims::account_id.eq(account.get()));
    }
    Ok(found.load(conn)?)
}

/// Lets a claim last until `until`; false if it is over.
pub fn renew(tx: &mut Conn, site: SiteId, id: ClaimId, now: Timestamp, until: Timestamp) -> Result<bool> {
    let lasting =
        claims::table.find(id.get()).filter(claims::site_id.eq(site.get())).filter(claims::until.gt(now.micros()));
    Ok(diesel::update(lasting).set(claims::until.eq(until.micros())).execute(tx)? == 1)
}

/// False if it is gone.
pub fn release(tx: &mut Conn, site: SiteId, id: ClaimId) -> Result<bool> {
    Ok(diesel::delete(claims::table.find(id.get()).filter(claims::site_id.eq(site.get()))).execute(tx)? == 1)
}

/// Whoever holds the comment holds it no more.
pub fn release_comment(tx: &mut Conn, site: SiteId, comment: CommentId) -> Result<()> {
    let of_comment = claims::table.filter(claims::comment_id.eq(comment.get())).filter(claims::site_id.eq(site.get()));
    diesel::delete(of_comment).execute(tx)?;
    Ok(())
}

/// The sites with claims that were over before `before`, in the order of their ids.
pub fn sites_with_old(conn: &mut Conn, before: Timestamp) -> Result<Vec<SiteId>> {
    let old = claims::table.filter(claims::until.lt(before.micros())).select(claims::site_id).distinct();
    Ok(old.order(claims::site_id).load(conn)?)
}

/// Removes those of a site; how many.
pub fn purge(tx: &mut Conn, site: SiteId, before: Timestamp) -> Result<usize> {
    let old = claims::table.filter(claims::site_id.eq(site.get())).filter(claims::until.lt(before.micros()));
    Ok(diesel::delete(old).execute(tx)?)
}

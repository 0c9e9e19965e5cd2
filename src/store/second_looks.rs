//! Decisions that a second moderator looks at, and what that one said.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::schema::{comments, decisions, second_looks};
use super::{Conn, Result};
use crate::model::comment::Status;
use crate::model::decision::Reason;
use crate::model::ids::{AccountId, CommentId, DecisionId, SecondLookId, SiteId};
use crate::model::page::Cursor;
use crate::model::second_look::Verdict;
use crate::model::time::Timestamp;

/// A row of `second_looks`.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct SecondLook {
    pub id: SecondLookId,
    pub site_id: SiteId,
    pub comment_id: CommentId,
    pub decision_id: DecisionId,
    pub first_by: AccountId,
    pub first_verdict: Verdict,
    pub first_reason: Option<Reason>,
    pub created_at: Timestamp,
    pub second_by: Option<AccountId>,
    /// `None`: nobody has looked yet.
    pub verdict: Option<Verdict>,
    pub reason: Option<Reason>,
    pub looked_at: Option<Timestamp>,
}

pub fn insert(tx: &mut Conn, look: &SecondLook) -> Result<()> {
    diesel::insert_into(second_looks::table)
        .values((
            second_looks::id.eq(look.id.get()),
            second_looks::site_id.eq(look.site_id.get()),
            second_looks::comment_id.eq(look.comment_id.get()),
            second_looks::decision_id.eq(look.decision_id.get()),
            second_looks::first_by.eq(look.first_by.get()),
            second_looks::first_verdict.eq(look.first_verdict.as_str()),
            second_looks::first_reason.eq(look.first_reason.map(Reason::as_str)),
            second_looks::created_at.eq(look.created_at.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

/// One of whatever site: for the route whose path names only it.
pub fn find(conn: &mut Conn, id: SecondLookId) -> Result<Option<SecondLook>> {
    Ok(second_looks::table.find(id.get()).first(conn).optional()?)
}

/// What `moderator` can look at, oldest first: of comments that still have the text that was decided on, and that the
/// moderator has not decided on.
pub fn open_to(
    conn: &mut Conn,
    site: SiteId,
    moderator: AccountId,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<SecondLook>> {
    let decided = decisions::table
        .filter(decisions::comment_id.eq(second_looks::comment_id))
        .filter(decisions::actor_id.eq(moderator.get()));
    let found = second_looks::table
        .inner_join(comments::table.on(comments::id.eq(second_looks::comment_id)))
        .filter(second_looks::site_id.eq(site.get()))
        .filter(second_looks::looked_at.is_null())
        .filter(second_looks::id.gt(after.map_or(0, |cursor| cursor.id)))
        .filter(second_looks::first_by.ne(moderator.get()))
        .filter(comments::status.ne(Status::Deleted.as_str()))
        .filter(comments::edited_at.is_null().or(comments::edited_at.le(second_looks::created_at.nullable())))
        .filter(
            comments::staff_edited_at.is_null().or(comments::staff_edited_at.le(second_looks::created_at.nullable())),
        )
        .filter(not(exists(decided)))
        .order(second_looks::id)
        .limit(limit)
        .select(second_looks::all_columns);
    Ok(found.load(conn)?)
}

/// Those where the second moderator would have done something else with the comment, newest first.
pub fn disagreed(conn: &mut Conn, site: SiteId, after: Option<Cursor>, limit: i64) -> Result<Vec<SecondLook>> {
    let approve = Verdict::Approve.as_str();
    let first_only = second_looks::first_verdict.eq(approve).and(second_looks::verdict.ne(approve));
    let second_only = second_looks::first_verdict.ne(approve).and(second_looks::verdict.eq(approve));
    let found = second_looks::table
        .filter(second_looks::site_id.eq(site.get()))
        .filter(second_looks::looked_at.is_not_null())
        .filter(second_looks::id.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .filter(first_only.nullable().or(second_only.nullable()))
        .order(second_looks::id.desc())
        .limit(limit);
    Ok(found.load(conn)?)
}

/// Keeps what the second moderator says; false if somebody was faster.
pub fn answer(
    tx: &mut Conn,
    site: SiteId,
    id: SecondLookId,
    (by, verdict, reason): (AccountId, Verdict, Option<Reason>),
    now: Timestamp,
) -> Result<bool> {
    let open = second_looks::table
        .find(id.get())
        .filter(second_looks::site_id.eq(site.get()))
        .filter(second_looks::looked_at.is_null());
    let updated = diesel::update(open)
        .set((
            second_looks::second_by.eq(by.get()),
            second_looks::verdict.eq(verdict.as_str()),
            second_looks::reason.eq(reason.map(Reason::as_str)),
            second_looks::looked_at.eq(now.micros()),
        ))
        .execute(tx)?;
    Ok(updated == 1)
}

/// Nobody need look at a decision any more that was taken back.
pub fn withdraw(tx: &mut Conn, site: SiteId, decision: DecisionId) -> Result<()> {
    let open = second_looks::table
        .filter(second_looks::decision_id.eq(decision.get()))
        .filter(second_looks::site_id.eq(site.get()))
        .filter(second_looks::looked_at.is_null());
    diesel::delete(open).execute(tx)?;
    Ok(())
}

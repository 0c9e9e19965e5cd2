//! Authors' appeals against decisions.

use diesel::prelude::*;

use super::schema::appeals;
use super::{Conn, Result};
use crate::model::appeal::{Appeal, AppealOutcome};
use crate::model::ids::{AccountId, AppealId, CommentId, DecisionId, SiteId};
use crate::model::page::Cursor;
use crate::model::time::Timestamp;

type Row = (
    AppealId,
    SiteId,
    CommentId,
    DecisionId,
    Option<AccountId>,
    Option<String>,
    Option<AppealOutcome>,
    Option<DecisionId>,
    Option<AccountId>,
    Timestamp,
    Option<Timestamp>,
);

/// Errors: `Taken(Appeal)` when there was one against the decision, or one on the comment is open.
pub fn insert(tx: &mut Conn, appeal: &Appeal) -> Result<()> {
    diesel::insert_into(appeals::table)
        .values((
            appeals::id.eq(appeal.id.get()),
            appeals::site_id.eq(appeal.site_id.get()),
            appeals::comment_id.eq(appeal.comment_id.get()),
            appeals::first_decision_id.eq(appeal.first_decision_id.get()),
            appeals::first_actor_id.eq(appeal.first_actor_id.map(AccountId::get)),
            appeals::statement.eq(appeal.statement.as_deref()),
            appeals::created_at.eq(appeal.created_at.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

/// The one on the comment that nobody has decided on.
pub fn open(conn: &mut Conn, site: SiteId, comment: CommentId) -> Result<Option<Appeal>> {
    let row: Option<Row> = appeals::table
        .filter(appeals::site_id.eq(site.get()))
        .filter(appeals::comment_id.eq(comment.get()))
        .filter(appeals::outcome.is_null())
        .first(conn)
        .optional()?;
    Ok(row.map(read))
}

/// Whether there is one.
pub fn is_open(conn: &mut Conn, site: SiteId, comment: CommentId) -> Result<bool> {
    let open = appeals::table
        .filter(appeals::site_id.eq(site.get()))
        .filter(appeals::comment_id.eq(comment.get()))
        .filter(appeals::outcome.is_null());
    Ok(diesel::select(diesel::dsl::exists(open)).get_result(conn)?)
}

/// The appeals on several comments of whatever sites, oldest first.
pub fn of_comments(conn: &mut Conn, comments: &[CommentId]) -> Result<Vec<Appeal>> {
    let ids: Vec<i64> = comments.iter().map(|id| id.get()).collect();
    let rows: Vec<Row> = appeals::table.filter(appeals::comment_id.eq_any(ids)).order(appeals::id).load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The site's, newest first; given `open`, only those that wait, or only those that were decided on.
pub fn of_site(
    conn: &mut Conn,
    site: SiteId,
    open: Option<bool>,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Appeal>> {
    let mut query = appeals::table
        .filter(appeals::site_id.eq(site.get()))
        .filter(appeals::id.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .order(appeals::id.desc())
        .limit(limit)
        .into_boxed();
    query = match open {
        Some(true) => query.filter(appeals::outcome.is_null()),
        Some(false) => query.filter(appeals::outcome.is_not_null()),
        None => query,
    };
    let rows: Vec<Row> = query.load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// What an appeal came to: by which decision, whose, and when.
pub fn close(
    tx: &mut Conn,
    appeal: &Appeal,
    outcome: AppealOutcome,
    (decision, by): (DecisionId, Option<AccountId>),
    now: Timestamp,
) -> Result<()> {
    diesel::update(appeals::table.find(appeal.id.get()).filter(appeals::site_id.eq(appeal.site_id.get())))
        .set((
            appeals::outcome.eq(outcome.as_str()),
            appeals::decision_id.eq(decision.get()),
            appeals::decided_by.eq(by.map(AccountId::get)),
            appeals::decided_at.eq(now.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

/// Opens again the one that a decision that is taken back had closed; whether there was one.
pub fn reopen(tx: &mut Conn, site: SiteId, decision: DecisionId) -> Result<bool> {
    let closed = appeals::table.filter(appeals::site_id.eq(site.get())).filter(appeals::decision_id.eq(decision.get()));
    let reopened = diesel::update(closed)
        .set((
            appeals::outcome.eq(None::<String>),
            appeals::decision_id.eq(None::<i64>),
            appeals::decided_by.eq(None::<i64>),
            appeals::decided_at.eq(None::<i64>),
        ))
        .execute(tx)?;
    Ok(reopened > 0)
}

/// Takes out what the author of a comment that is deleted had said.
pub fn blank(tx: &mut Conn, site: SiteId, comment: CommentId) -> Result<()> {
    let of_comment =
        appeals::table.filter(appeals::comment_id.eq(comment.get())).filter(appeals::site_id.eq(site.get()));
    diesel::update(of_comment).set(appeals::statement.eq(None::<String>)).execute(tx)?;
    Ok(())
}

fn read(row: Row) -> Appeal {
    let (id, site_id, comment_id, first_decision_id, first_actor_id, statement, outcome, decision_id, by, ..) = row;
    let (.., created_at, decided_at) = row;
    Appeal {
        id,
        site_id,
        comment_id,
        first_decision_id,
        first_actor_id,
        statement,
        outcome,
        decision_id,
        decided_by: by,
        created_at,
        decided_at,
    }
}

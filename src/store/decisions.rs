//! The log of decisions: one row for every change of a comment's status.

use diesel::prelude::*;

use super::schema::decisions;
use super::{Conn, Result};
use crate::model::comment::Status;
use crate::model::decision::{ActorKind, Decision, Reason};
use crate::model::ids::{AccountId, CommentId, DecisionId, SiteId};
use crate::model::page::Cursor;
use crate::model::time::Timestamp;

type Row = (
    DecisionId,
    CommentId,
    i32,
    ActorKind,
    Option<AccountId>,
    Option<Status>,
    Status,
    Option<Reason>,
    Option<String>,
    Timestamp,
);

const COLUMNS: (
    decisions::id,
    decisions::comment_id,
    decisions::revision,
    decisions::actor,
    decisions::actor_id,
    decisions::from_status,
    decisions::to_status,
    decisions::reason,
    decisions::note,
    decisions::created_at,
) = (
    decisions::id,
    decisions::comment_id,
    decisions::revision,
    decisions::actor,
    decisions::actor_id,
    decisions::from_status,
    decisions::to_status,
    decisions::reason,
    decisions::note,
    decisions::created_at,
);

pub fn insert(tx: &mut Conn, site: SiteId, decision: &Decision) -> Result<()> {
    diesel::insert_into(decisions::table)
        .values((
            decisions::id.eq(decision.id.get()),
            decisions::site_id.eq(site.get()),
            decisions::comment_id.eq(decision.comment_id.get()),
            decisions::revision.eq(decision.revision),
            decisions::actor.eq(decision.actor.as_str()),
            decisions::actor_id.eq(decision.actor_id.map(AccountId::get)),
            decisions::from_status.eq(decision.from.map(Status::as_str)),
            decisions::to_status.eq(decision.to.as_str()),
            decisions::reason.eq(decision.reason.map(Reason::as_str)),
            decisions::note.eq(decision.note.as_deref()),
            decisions::created_at.eq(decision.created_at.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

/// The decisions on one comment, oldest first.
pub fn of_comment(conn: &mut Conn, site: SiteId, comment: CommentId) -> Result<Vec<Decision>> {
    let rows: Vec<Row> = decisions::table
        .filter(decisions::site_id.eq(site.get()))
        .filter(decisions::comment_id.eq(comment.get()))
        .order(decisions::id)
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The site's log, newest first.
pub fn log(conn: &mut Conn, site: SiteId, after: Option<Cursor>, limit: i64) -> Result<Vec<Decision>> {
    let rows: Vec<Row> = decisions::table
        .filter(decisions::site_id.eq(site.get()))
        .filter(decisions::id.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .order(decisions::id.desc())
        .limit(limit)
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

fn read((id, comment_id, revision, actor, actor_id, from, to, reason, note, created_at): Row) -> Decision {
    Decision { id, comment_id, revision, actor, actor_id, from, to, reason, note, created_at }
}

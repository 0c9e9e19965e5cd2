//! The log of decisions, read: what was done about comments, by whom and why. It is written in `log`.

use diesel::prelude::*;

use super::schema::decisions;
use super::{Conn, Result, log};
use crate::model::comment::Status;
use crate::model::decision::{ActorKind, Decision, LogAction, Logged, Reason};
use crate::model::ids::{AccountId, CommentId, DecisionId, SiteId};
use crate::model::page::Cursor;
use crate::model::time::Timestamp;

type Row = (
    (DecisionId, CommentId, i32, ActorKind, Option<AccountId>, LogAction, Option<Status>, Status),
    (Option<Reason>, Option<String>, Option<String>, Option<DecisionId>, Timestamp),
    (i64, String),
);

const COLUMNS: Columns = (
    (
        decisions::id,
        decisions::comment_id,
        decisions::revision,
        decisions::actor,
        decisions::actor_id,
        decisions::action,
        decisions::from_status,
        decisions::to_status,
    ),
    (decisions::reason, decisions::note, decisions::former, decisions::undoes, decisions::created_at),
    (decisions::sequence, decisions::hash),
);

type Columns = (
    (
        decisions::id,
        decisions::comment_id,
        decisions::revision,
        decisions::actor,
        decisions::actor_id,
        decisions::action,
        decisions::from_status,
        decisions::to_status,
    ),
    (decisions::reason, decisions::note, decisions::former, decisions::undoes, decisions::created_at),
    (decisions::sequence, decisions::hash),
);

/// A decision and the site of its log.
pub fn find(conn: &mut Conn, id: DecisionId) -> Result<Option<(SiteId, Decision)>> {
    let found: Option<(SiteId, Row)> =
        decisions::table.find(id.get()).select((decisions::site_id, COLUMNS)).first(conn).optional()?;
    Ok(found.map(|(site, row)| (site, read(row).decision)))
}

/// Several of the site's, in no order.
pub fn find_many(conn: &mut Conn, site: SiteId, ids: &[DecisionId]) -> Result<Vec<Logged>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    let found = decisions::table.filter(decisions::id.eq_any(ids)).filter(decisions::site_id.eq(site.get()));
    let rows: Vec<Row> = found.select(COLUMNS).load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The decisions on one comment, oldest first.
pub fn of_comment(conn: &mut Conn, site: SiteId, comment: CommentId) -> Result<Vec<Logged>> {
    let rows: Vec<Row> = decisions::table
        .filter(decisions::site_id.eq(site.get()))
        .filter(decisions::comment_id.eq(comment.get()))
        .order(decisions::sequence)
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The decisions on several of the site's comments, oldest first.
pub fn of_site_comments(conn: &mut Conn, site: SiteId, comments: &[CommentId]) -> Result<Vec<Logged>> {
    let ids: Vec<i64> = comments.iter().map(|id| id.get()).collect();
    let rows: Vec<Row> = decisions::table
        .filter(decisions::site_id.eq(site.get()))
        .filter(decisions::comment_id.eq_any(ids))
        .order(decisions::sequence)
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// The decisions on several comments of whatever sites, each comment's oldest first: for what belongs to an account.
pub fn of_comments(conn: &mut Conn, comments: &[CommentId]) -> Result<Vec<Decision>> {
    let ids: Vec<i64> = comments.iter().map(|id| id.get()).collect();
    let rows: Vec<Row> = decisions::table
        .filter(decisions::comment_id.eq_any(ids))
        .order((decisions::site_id, decisions::sequence))
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(|row| read(row).decision).collect())
}

/// Which rows of a log are wanted; what is `None` does not matter.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    pub kind: Option<ActorKind>,
    pub actor: Option<AccountId>,
    pub action: Option<LogAction>,
    pub reason: Option<Reason>,
    pub comment: Option<CommentId>,
    /// Not earlier.
    pub from: Option<Timestamp>,
    /// Earlier.
    pub before: Option<Timestamp>,
}

/// The site's log, newest first.
pub fn log(conn: &mut Conn, site: SiteId, filter: &Filter, after: Option<Cursor>, limit: i64) -> Result<Vec<Logged>> {
    let mut query = decisions::table
        .filter(decisions::site_id.eq(site.get()))
        .filter(log::is_chained())
        .filter(decisions::sequence.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .order(decisions::sequence.desc())
        .limit(limit)
        .select(COLUMNS)
        .into_boxed();
    if let Some(kind) = filter.kind {
        query = query.filter(decisions::actor.eq(kind.as_str()));
    }
    if let Some(actor) = filter.actor {
        query = query.filter(decisions::actor_id.eq(actor.get()));
    }
    if let Some(action) = filter.action {
        query = query.filter(decisions::action.eq(action.as_str()));
    }
    if let Some(reason) = filter.reason {
        query = query.filter(decisions::reason.eq(reason.as_str()));
    }
    if let Some(comment) = filter.comment {
        query = query.filter(decisions::comment_id.eq(comment.get()));
    }
    if let Some(from) = filter.from {
        query = query.filter(decisions::created_at.ge(from.micros()));
    }
    if let Some(before) = filter.before {
        query = query.filter(decisions::created_at.lt(before.micros()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

fn read(row: Row) -> Logged {
    let (
        (id, comment_id, revision, actor, actor_id, action, from, to),
        (reason, note, former, undoes, created_at),
        (sequence, hash),
    ) = row;
    let decision = Decision {
        id,
        comment_id,
        revision,
        actor,
        actor_id,
        action,
        from,
        to,
        reason,
        note,
        former,
        undoes,
        created_at,
    };
    Logged { decision, sequence, hash }
}

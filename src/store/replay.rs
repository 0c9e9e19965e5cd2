//! What a simulation reads of the past, in the order in which it happened: comments as they were posted, and what became of
//! each. Ids are time-sorted, so a stretch of time is a range of ids.

use std::collections::HashMap;

use diesel::prelude::*;

use super::schema::{accounts, authors, comment_revisions, comments, decisions, threads};
use super::threads::Thread;
use super::{Conn, Result};
use crate::model::comment::{AuthorKind, Status};
use crate::model::decision::{ActorKind, LogAction};
use crate::model::ids::{AccountId, CommentId, DecisionId, SiteId, ThreadId};
use crate::model::time::Timestamp;
use crate::model::trust::Record;

/// From the first id on up to the second, which is not in it.
pub type Stretch = (i64, i64);

/// A comment with what its account is called now.
#[derive(Debug, Clone, Queryable)]
pub struct Posted {
    pub id: CommentId,
    pub thread_id: ThreadId,
    pub account_id: Option<AccountId>,
    pub author_kind: AuthorKind,
    pub author_key: i64,
    pub network_key: Option<i64>,
    pub guest_name: Option<String>,
    pub guest_email: Option<String>,
    pub guest_website: Option<String>,
    /// Its present text; empty when it is deleted.
    pub body: String,
    pub fingerprint: i64,
    pub status: Status,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub staff_edited_at: Option<Timestamp>,
    pub account_name: Option<String>,
    pub account_email: Option<String>,
}

impl Posted {
    /// Whether its text is not the one that it was posted with.
    pub const fn was_edited(&self) -> bool {
        self.edited_at.is_some() || self.staff_edited_at.is_some()
    }
}

/// Oldest first.
pub fn comments(conn: &mut Conn, site: SiteId, (from, to): Stretch, limit: i64) -> Result<Vec<Posted>> {
    let found = comments::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(comments::account_id)))
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::id.ge(from))
        .filter(comments::id.lt(to))
        .order(comments::id)
        .limit(limit)
        .select((
            comments::id,
            comments::thread_id,
            comments::account_id,
            comments::author_kind,
            comments::author_key,
            comments::network_key,
            comments::guest_name,
            comments::guest_email,
            comments::guest_website,
            comments::body,
            comments::fingerprint,
            comments::status,
            comments::created_at,
            comments::edited_at,
            comments::staff_edited_at,
            accounts::display_name.nullable(),
            accounts::email.nullable(),
        ));
    Ok(found.load(conn)?)
}

pub fn count(conn: &mut Conn, site: SiteId, (from, to): Stretch) -> Result<i64> {
    let within = comments::table
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::id.ge(from))
        .filter(comments::id.lt(to));
    Ok(within.count().get_result(conn)?)
}

/// The texts that comments were posted with.
pub fn first_texts(conn: &mut Conn, site: SiteId, ids: &[CommentId]) -> Result<HashMap<CommentId, String>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    let found: Vec<(CommentId, String)> = comment_revisions::table
        .filter(comment_revisions::comment_id.eq_any(ids))
        .filter(comment_revisions::site_id.eq(site.get()))
        .filter(comment_revisions::revision.eq(1))
        .select((comment_revisions::comment_id, comment_revisions::body))
        .load(conn)?;
    Ok(found.into_iter().collect())
}

/// In no order.
pub fn threads(conn: &mut Conn, site: SiteId, ids: &[ThreadId]) -> Result<Vec<Thread>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    Ok(threads::table.filter(threads::id.eq_any(ids)).filter(threads::site_id.eq(site.get())).load(conn)?)
}

/// One row of the log, as far as it tells of a comment's status.
#[derive(Debug, Clone, Queryable)]
pub struct Move {
    pub id: DecisionId,
    pub comment_id: CommentId,
    /// Of the comment's author.
    pub author_key: i64,
    pub actor: ActorKind,
    pub action: LogAction,
    pub from: Option<Status>,
    pub to: Status,
    pub undoes: Option<DecisionId>,
}

/// Oldest first.
pub fn moves(conn: &mut Conn, site: SiteId, (from, to): Stretch, limit: i64) -> Result<Vec<Move>> {
    let found = decisions::table
        .inner_join(comments::table.on(comments::id.eq(decisions::comment_id)))
        .filter(decisions::site_id.eq(site.get()))
        .filter(decisions::id.ge(from))
        .filter(decisions::id.lt(to))
        .order(decisions::id)
        .limit(limit)
        .select((
            decisions::id,
            decisions::comment_id,
            comments::author_key,
            decisions::actor,
            decisions::action,
            decisions::from_status,
            decisions::to_status,
            decisions::undoes,
        ));
    Ok(found.load(conn)?)
}

/// What became of the comments of several authors; those of whom nothing is known are left out.
pub fn records(conn: &mut Conn, site: SiteId, author_keys: &[i64]) -> Result<HashMap<i64, Record>> {
    let found: Vec<(i64, i64, i64, i64)> = authors::table
        .filter(authors::site_id.eq(site.get()))
        .filter(authors::author_key.eq_any(author_keys))
        .select((authors::author_key, authors::published, authors::rejected, authors::spam))
        .load(conn)?;
    let record = |(key, published, rejected, spam)| (key, Record { published, rejected, spam });
    Ok(found.into_iter().map(record).collect())
}

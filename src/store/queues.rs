//! What is on the moderators' lists, oldest first: what waits longest comes first.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::comments::Listed;
use super::schema::{accounts, comment_revisions, comments, findings};
use super::{Conn, Result};
use crate::model::decision::Reason;
use crate::model::ids::SiteId;
use crate::model::page::Cursor;
use crate::model::queue::{Mark, Queue};
use crate::model::time::Timestamp;

/// Which comments of a list are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    pub queue: Queue,
    /// Only those in whose present text a check saw it.
    pub reason: Option<Reason>,
    /// Only those. What its author is to change first is on the list for whoever asks for it alone.
    pub mark: Option<Mark>,
}

pub fn page(
    conn: &mut Conn,
    site: SiteId,
    Wanted { queue, reason, mark }: Wanted,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Listed>> {
    let mut query = comments::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(comments::account_id)))
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::status.eq(queue.status().as_str()))
        .filter(comments::id.gt(after.map_or(0, |cursor| cursor.id)))
        .order(comments::id.asc())
        .limit(limit)
        .select((comments::all_columns, accounts::display_name.nullable()))
        .into_boxed();
    if queue == Queue::Unreviewed {
        query = query.filter(comments::reviewed_at.is_null());
    }
    query = match mark {
        Some(Mark::EditAsked) => query.filter(comments::edit_asked_at.is_not_null()),
        Some(Mark::Escalated) => query.filter(comments::escalated_at.is_not_null()),
        None => query.filter(comments::edit_asked_at.is_null()),
    };
    if let Some(reason) = reason {
        let later = comment_revisions::table
            .filter(comment_revisions::comment_id.eq(findings::comment_id))
            .filter(comment_revisions::revision.gt(findings::revision));
        let seen = findings::table
            .filter(findings::comment_id.eq(comments::id))
            .filter(findings::reason.eq(reason.as_str()))
            .filter(not(exists(later)));
        query = query.filter(exists(seen));
    }
    Ok(query.load(conn)?)
}

/// How many comments are on the list, and since when the oldest stands.
pub fn size(conn: &mut Conn, site: SiteId, queue: Queue) -> Result<(i64, Option<Timestamp>)> {
    let matching = || {
        let standing = comments::table
            .filter(comments::site_id.eq(site.get()))
            .filter(comments::status.eq(queue.status().as_str()))
            .filter(comments::edit_asked_at.is_null())
            .into_boxed();
        match queue {
            Queue::Unreviewed => standing.filter(comments::reviewed_at.is_null()),
            Queue::Pending | Queue::Spam => standing,
        }
    };
    let count = matching().count().get_result(conn)?;
    let oldest = matching().order(comments::id).select(comments::created_at).first(conn).optional()?;
    Ok((count, oldest))
}

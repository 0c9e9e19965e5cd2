//! What is on the moderators' lists, oldest first: what waits longest comes first.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::comments::Listed;
use super::schema::{accounts, comment_revisions, comments, findings};
use super::{Conn, Result};
use crate::model::decision::Reason;
use crate::model::ids::SiteId;
use crate::model::page::Cursor;
use crate::model::queue::Queue;
use crate::model::time::Timestamp;

/// A page of the list; given a `reason`, only comments in whose present text a check saw it.
pub fn page(
    conn: &mut Conn,
    site: SiteId,
    queue: Queue,
    reason: Option<Reason>,
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

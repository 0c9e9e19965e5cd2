//! By what the comments of a site are found that say nearly the same, and the groups that these make.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use super::comments::Comment;
use super::db::on_backend;
use super::schema::{comments, queue_entries, signatures};
use super::{Conn, Result};
use crate::model::comment::Status;
use crate::model::ids::{CommentId, SiteId, ThreadId, first_id_at};
use crate::model::queue::Queue;
use crate::model::time::Timestamp;

/// So many that share a band are compared in full: a text that is everywhere is found among the latest.
const MOST_COMPARED: i64 = 50;

/// A comment that shares a band with another text.
#[derive(Debug, Clone)]
pub struct Near {
    pub author_key: i64,
    pub body: String,
    /// The first comment of its group.
    pub group: CommentId,
}

/// Comments of other authors since `since` that share a band, deleted ones left out, newest first. A query a band: in one
/// query for all of them, both databases would rather look at everything that the site has. The next band is asked only
/// while there is room.
pub fn near(
    conn: &mut Conn,
    site: SiteId,
    author_key: i64,
    [a, b, c, d]: [i64; 4],
    since: Timestamp,
) -> Result<Vec<Near>> {
    let latest = || {
        signatures::table
            .filter(signatures::site_id.eq(site.get()))
            .filter(signatures::comment_id.ge(first_id_at(since)))
            .order(signatures::comment_id.desc())
            .limit(MOST_COMPARED)
            .select((signatures::comment_id, (signatures::group_id, signatures::author_key)))
    };
    let mut sharing: BTreeMap<i64, (CommentId, i64)> = BTreeMap::new();
    let most = usize::try_from(MOST_COMPARED).unwrap_or(usize::MAX);
    on_backend!(conn, conn => {
        sharing.extend(latest().filter(signatures::band_a.eq(a)).load::<(i64, _)>(conn)?);
        if sharing.len() < most {
            sharing.extend(latest().filter(signatures::band_b.eq(b)).load::<(i64, _)>(conn)?);
        }
        if sharing.len() < most {
            sharing.extend(latest().filter(signatures::band_c.eq(c)).load::<(i64, _)>(conn)?);
        }
        if sharing.len() < most {
            sharing.extend(latest().filter(signatures::band_d.eq(d)).load::<(i64, _)>(conn)?);
        }
    });
    let newest_first = sharing.into_iter().rev().take(most);
    let of_others = newest_first.filter(|(_, (_, author))| *author != author_key);
    let groups: HashMap<i64, CommentId> = of_others.map(|(id, (group, _))| (id, group)).collect();
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(i64, i64, String)> = comments::table
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::id.eq_any(groups.keys().copied().collect::<Vec<i64>>()))
        .filter(comments::status.ne(Status::Deleted.as_str()))
        .order(comments::id.desc())
        .select((comments::id, comments::author_key, comments::body))
        .load(conn)?;
    let near = |(id, author_key, body)| groups.get(&id).map(|group| Near { author_key, body, group: *group });
    Ok(rows.into_iter().filter_map(near).collect())
}

/// The group of a comment that says nearly the same as others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Similar {
    /// The first comment of the group.
    pub group: CommentId,
    /// Other comments of the group that are pending.
    pub waiting: i64,
}

/// By comment, the group of those beside which others of their group are pending.
pub fn waiting_with(conn: &mut Conn, site: SiteId, ids: &[CommentId]) -> Result<HashMap<CommentId, Similar>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    let groups: Vec<(CommentId, CommentId)> = signatures::table
        .filter(signatures::site_id.eq(site.get()))
        .filter(signatures::comment_id.eq_any(ids))
        .select((signatures::comment_id, signatures::group_id))
        .load(conn)?;
    let names: Vec<i64> = groups.iter().map(|(_, group)| group.get()).collect();
    let waiting: Vec<(CommentId, CommentId)> = signatures::table
        .inner_join(queue_entries::table.on(queue_entries::comment_id.eq(signatures::comment_id)))
        .filter(signatures::site_id.eq(site.get()))
        .filter(signatures::group_id.eq_any(names))
        .filter(queue_entries::queue.eq(Queue::Pending.as_str()))
        .select((signatures::group_id, signatures::comment_id))
        .load(conn)?;
    let others = |(comment, group): (CommentId, CommentId)| {
        let count = waiting.iter().filter(|(of, other)| *of == group && *other != comment).count();
        (comment, Similar { group, waiting: i64::try_from(count).unwrap_or(i64::MAX) })
    };
    Ok(groups.into_iter().map(others).filter(|(_, similar)| similar.waiting > 0).collect())
}

/// The pending comments of the group that `comment` belongs to, itself left out, after `after`, and their threads.
pub fn pending_beside(
    conn: &mut Conn,
    site: SiteId,
    comment: CommentId,
    after: i64,
    limit: i64,
) -> Result<Vec<(CommentId, ThreadId)>> {
    let group: Option<CommentId> = signatures::table
        .find(comment.get())
        .filter(signatures::site_id.eq(site.get()))
        .select(signatures::group_id)
        .first(conn)
        .optional()?;
    let Some(group) = group else { return Ok(Vec::new()) };
    let found = signatures::table
        .inner_join(queue_entries::table.on(queue_entries::comment_id.eq(signatures::comment_id)))
        .filter(signatures::site_id.eq(site.get()))
        .filter(signatures::group_id.eq(group.get()))
        .filter(signatures::comment_id.gt(after))
        .filter(signatures::comment_id.ne(comment.get()))
        .filter(queue_entries::queue.eq(Queue::Pending.as_str()))
        .order(signatures::comment_id)
        .limit(limit)
        .select((signatures::comment_id, queue_entries::thread_id));
    Ok(found.load(conn)?)
}

/// `group`: the first comment of the group it belongs to, perhaps itself.
pub fn insert(tx: &mut Conn, comment: &Comment, group: CommentId, [a, b, c, d]: [i64; 4]) -> Result<()> {
    let row = (
        signatures::comment_id.eq(comment.id.get()),
        signatures::site_id.eq(comment.site_id.get()),
        signatures::group_id.eq(group.get()),
        signatures::band_a.eq(a),
        signatures::band_b.eq(b),
        signatures::band_c.eq(c),
        signatures::band_d.eq(d),
        signatures::author_key.eq(comment.author_key),
    );
    on_backend!(tx, conn => diesel::insert_into(signatures::table).values(row).execute(conn))?;
    Ok(())
}

/// Takes out what the comment's text was found by.
pub fn remove(tx: &mut Conn, site: SiteId, comment: CommentId) -> Result<()> {
    let of_comment = signatures::table.find(comment.get()).filter(signatures::site_id.eq(site.get()));
    diesel::delete(of_comment).execute(tx)?;
    Ok(())
}

/// Removes those of comments written before `before` that wait for nobody; how many.
pub fn purge(tx: &mut Conn, before: Timestamp) -> Result<usize> {
    let waiting = comments::table.filter(comments::status.eq(Status::Pending.as_str())).select(comments::id);
    let old = signatures::table
        .filter(signatures::comment_id.lt(first_id_at(before)))
        .filter(signatures::comment_id.ne_all(waiting));
    Ok(diesel::delete(old).execute(tx)?)
}

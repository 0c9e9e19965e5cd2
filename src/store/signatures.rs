//! By what the comments of a site are found that say nearly the same, and the groups that these make.

use diesel::prelude::*;

use super::schema::{comments, signatures};
use super::{Conn, Result};
use crate::model::comment::Status;
use crate::model::ids::{CommentId, SiteId, first_id_at};
use crate::model::time::Timestamp;

/// So many that share a band are compared in full: a text that is everywhere is found among the latest.
const MOST_COMPARED: i64 = 50;

/// A comment that shares a band with another text.
#[derive(Debug, Clone, Queryable)]
pub struct Near {
    pub author_key: i64,
    pub body: String,
    /// The first comment of its group.
    pub group: CommentId,
}

/// Comments of other authors since `since` that share a band, deleted ones left out, newest first.
pub fn near(
    conn: &mut Conn,
    site: SiteId,
    author_key: i64,
    [a, b, c, d]: [i64; 4],
    since: Timestamp,
) -> Result<Vec<Near>> {
    let shares =
        signatures::band_a.eq(a).or(signatures::band_b.eq(b)).or(signatures::band_c.eq(c)).or(signatures::band_d.eq(d));
    let found = signatures::table
        .inner_join(comments::table.on(comments::id.eq(signatures::comment_id)))
        .filter(signatures::site_id.eq(site.get()))
        .filter(shares)
        .filter(signatures::comment_id.ge(first_id_at(since)))
        .filter(comments::author_key.ne(author_key))
        .filter(comments::status.ne(Status::Deleted.as_str()))
        .order(signatures::comment_id.desc())
        .limit(MOST_COMPARED)
        .select((comments::author_key, comments::body, signatures::group_id));
    Ok(found.load(conn)?)
}

/// `group`: the first comment of the group it belongs to, perhaps itself.
pub fn insert(tx: &mut Conn, site: SiteId, comment: CommentId, group: CommentId, [a, b, c, d]: [i64; 4]) -> Result<()> {
    diesel::insert_into(signatures::table)
        .values((
            signatures::comment_id.eq(comment.get()),
            signatures::site_id.eq(site.get()),
            signatures::group_id.eq(group.get()),
            signatures::band_a.eq(a),
            signatures::band_b.eq(b),
            signatures::band_c.eq(c),
            signatures::band_d.eq(d),
        ))
        .execute(tx)?;
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

//! What the checks ask about an author's past.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::comments::Comment;
use super::db::on_backend;
use super::schema::comments;
use super::{Conn, Result};
use crate::model::comment::Status;
use crate::model::ids::{SiteId, ThreadId, first_id_at};
use crate::model::page::Cursor;
use crate::model::time::Timestamp;

/// Who wrote a comment, for questions about the past.
#[derive(Debug, Clone, Copy)]
pub struct Writer {
    pub site: SiteId,
    pub author_key: i64,
    pub network_key: Option<i64>,
}

/// Comments by the author, or where given by guests from the same network, since `since`; the larger of the two.
pub fn written_since(conn: &mut Conn, writer: Writer, since: Timestamp) -> Result<i64> {
    let recent =
        || comments::table.filter(comments::site_id.eq(writer.site.get())).filter(comments::id.ge(first_id_at(since)));
    let by_author = recent().filter(comments::author_key.eq(writer.author_key)).count();
    let by_author: i64 = on_backend!(conn, conn => by_author.get_result(conn))?;
    let Some(network) = writer.network_key else { return Ok(by_author) };
    let guests = recent().filter(comments::network_key.eq(network)).filter(comments::account_id.is_null());
    let by_network = guests.count();
    let by_network: i64 = on_backend!(conn, conn => by_network.get_result(conn))?;
    Ok(by_author.max(by_network))
}

/// Comments with the same text since `since`, by the same author or in the same thread. The author's own deleted
/// ones do not count.
pub fn same_text(
    conn: &mut Conn,
    writer: Writer,
    thread: Option<ThreadId>,
    fingerprint: i64,
    since: Timestamp,
) -> Result<i64> {
    let same = comments::table
        .filter(comments::site_id.eq(writer.site.get()))
        .filter(comments::fingerprint.eq(fingerprint))
        .filter(comments::id.ge(first_id_at(since)))
        .filter(comments::status.ne(Status::Deleted.as_str()))
        .filter(comments::author_key.eq(writer.author_key).or(comments::thread_id.eq(thread.map_or(0, ThreadId::get))));
    let count = same.count();
    Ok(on_backend!(conn, conn => count.get_result(conn))?)
}

/// When the author last commented in the thread.
pub fn last_in_thread(
    conn: &mut Conn,
    writer: Writer,
    thread: ThreadId,
    since: Timestamp,
) -> Result<Option<Timestamp>> {
    let latest = comments::table
        .filter(comments::site_id.eq(writer.site.get()))
        .filter(comments::author_key.eq(writer.author_key))
        .filter(comments::id.ge(first_id_at(since)))
        .filter(comments::thread_id.eq(thread.get()))
        .order(comments::id.desc())
        .select(comments::created_at);
    Ok(latest.first(conn).optional()?)
}

/// What the author wrote on the site, newest first; given a `status`, only that.
pub fn of_author(
    conn: &mut Conn,
    (site, author_key): (SiteId, i64),
    status: Option<Status>,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Comment>> {
    let mut query = comments::table
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::author_key.eq(author_key))
        .filter(comments::id.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .order(comments::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(status) = status {
        query = query.filter(comments::status.eq(status.as_str()));
    }
    Ok(query.load(conn)?)
}

/// How many comments of each status the author has on the site.
pub fn by_status(conn: &mut Conn, writer: Writer) -> Result<Vec<(Status, i64)>> {
    let counted = comments::table
        .filter(comments::site_id.eq(writer.site.get()))
        .filter(comments::author_key.eq(writer.author_key))
        .group_by(comments::status)
        .select((comments::status, count_star()));
    Ok(counted.load(conn)?)
}

/// The names under which the author wrote on the site as a guest, in order, at most `most`.
pub fn guest_names(conn: &mut Conn, site: SiteId, author_key: i64, most: i64) -> Result<Vec<String>> {
    let names = comments::table
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::author_key.eq(author_key))
        .filter(comments::guest_name.is_not_null())
        .select(comments::guest_name.assume_not_null())
        .distinct()
        .order(comments::guest_name)
        .limit(most);
    Ok(names.load(conn)?)
}

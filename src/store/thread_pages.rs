//! The public thread, read: what is pinned, what stands at the top, and what stands below it.

use diesel::prelude::*;

use super::comments::Listed;
use super::schema::{accounts, comments};
use super::{Conn, Result};
use crate::model::ids::{CommentId, SiteId, ThreadId};
use crate::model::page::Cursor;

/// The order of a public thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    Newest,
    Oldest,
    Top,
}

/// The comments that stand first in a public thread, the latest pinned one first.
pub fn pinned(conn: &mut Conn, (site, thread): (SiteId, ThreadId)) -> Result<Vec<Listed>> {
    let found = comments::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(comments::account_id)))
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::thread_id.eq(thread.get()))
        .filter(comments::pinned_at.is_not_null())
        .order((comments::pinned_at.desc(), comments::id.desc()))
        .select((comments::all_columns, accounts::display_name.nullable()));
    Ok(found.load(conn)?)
}

/// The top-level comments of a public thread, without those that are pinned.
pub fn top_level(
    conn: &mut Conn,
    (site, thread): (SiteId, ThreadId),
    sort: Sort,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Listed>> {
    let mut query = comments::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(comments::account_id)))
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::thread_id.eq(thread.get()))
        .filter(comments::depth.eq(0))
        .filter(comments::shown.eq(true))
        .filter(comments::pinned_at.is_null())
        .select((comments::all_columns, accounts::display_name.nullable()))
        .limit(limit)
        .into_boxed();
    query = match sort {
        Sort::Newest => query.order(comments::id.desc()),
        Sort::Oldest => query.order(comments::id.asc()),
        Sort::Top => query.order((comments::score.desc(), comments::id.desc())),
    };
    if let Some(Cursor { key, id }) = after {
        query = match sort {
            Sort::Newest => query.filter(comments::id.lt(id)),
            Sort::Oldest => query.filter(comments::id.gt(id)),
            Sort::Top => query.filter(comments::score.lt(key).or(comments::score.eq(key).and(comments::id.lt(id)))),
        };
    }
    Ok(query.load(conn)?)
}

/// What stands below the given top-level comments, oldest first, at most `limit`.
pub fn below(conn: &mut Conn, site: SiteId, roots: &[i64], limit: i64) -> Result<Vec<Listed>> {
    let found = comments::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(comments::account_id)))
        .filter(comments::root_id.eq_any(roots))
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::depth.gt(0))
        .filter(comments::shown.eq(true))
        .order(comments::id.asc())
        .limit(limit)
        .select((comments::all_columns, accounts::display_name.nullable()));
    Ok(found.load(conn)?)
}

/// The shown direct replies to one comment, oldest first.
pub fn replies_to(
    conn: &mut Conn,
    site: SiteId,
    parent: CommentId,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Listed>> {
    let found = comments::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(comments::account_id)))
        .filter(comments::parent_id.eq(parent.get()))
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::shown.eq(true))
        .filter(comments::id.gt(after.map_or(0, |cursor| cursor.id)))
        .order(comments::id.asc())
        .limit(limit)
        .select((comments::all_columns, accounts::display_name.nullable()));
    Ok(found.load(conn)?)
}

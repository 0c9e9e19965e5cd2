//! The newest published comments.

use diesel::prelude::*;

use super::comments::Listed;
use super::schema::{accounts, comments};
use super::{Conn, Result};
use crate::model::comment::Status;
use crate::model::ids::{SiteId, ThreadId};

/// Whose.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    Site,
    Thread(ThreadId),
    /// By the author's key.
    Author(i64),
}

/// The newest first.
pub fn published(conn: &mut Conn, site: SiteId, of: Of, limit: i64) -> Result<Vec<Listed>> {
    let mut query = comments::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(comments::account_id)))
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::status.eq(Status::Published.as_str()))
        .order(comments::id.desc())
        .limit(limit)
        .select((comments::all_columns, accounts::display_name.nullable()))
        .into_boxed();
    query = match of {
        Of::Site => query,
        Of::Thread(thread) => query.filter(comments::thread_id.eq(thread.get())).filter(comments::shown.eq(true)),
        Of::Author(key) => query.filter(comments::author_key.eq(key)),
    };
    Ok(query.load(conn)?)
}

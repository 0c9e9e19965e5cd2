//! The moderators' lists, read. What is on them is written in `queue_entries`.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::comments::Listed;
use super::queue_entries::Entry;
use super::schema::{
    accounts, claims, comment_revisions, comments, findings, queue_counts, queue_entries, remote_checks,
};
use super::{Conn, Result};
use crate::model::checker::TaskState;
use crate::model::comment::Status;
use crate::model::decision::Reason;
use crate::model::ids::{AccountId, SiteId, ThreadId};
use crate::model::page::Cursor;
use crate::model::queue::{Mark, Queue, QueueSort};
use crate::model::time::Timestamp;

/// Which comments of a list are wanted, and in which order.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub queue: Queue,
    pub sort: QueueSort,
    pub filter: Filter,
    /// Only what nobody works on at this moment.
    pub free_at: Option<Timestamp>,
}

impl Wanted {
    #[must_use]
    pub fn unclaimed(self, now: Timestamp) -> Self {
        Self { free_at: Some(now), ..self }
    }
}

/// Only the comments of which all of this is true.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A check found it in the present text.
    pub reason: Option<Reason>,
    /// That check found something in the present text.
    pub check: Option<String>,
    pub thread: Option<ThreadId>,
    pub author_key: Option<i64>,
    /// An ISO 639-1 code.
    pub language: Option<String>,
    /// What its author is to change first is on the list for whoever asks for it alone.
    pub mark: Option<Mark>,
    /// What that moderator works on at that moment.
    pub held: Option<(AccountId, Timestamp)>,
}

/// A comment of a list; without its entry for what waits for its author.
pub type Row = (Option<Entry>, Listed);

/// Where the list goes on after the row.
pub fn cursor_of(sort: QueueSort, (entry, (comment, _)): &Row) -> Cursor {
    let key = entry.as_ref().map_or(comment.id.get(), |entry| match sort {
        QueueSort::Priority => entry.value,
        QueueSort::Oldest | QueueSort::Newest => entry.entered_at.micros(),
    });
    Cursor { key, id: comment.id.get() }
}

/// Narrows a query of `comments` to those in whose present text a check found what the filter names. A macro, since
/// the two queries it is for have types that nobody could write down.
macro_rules! seen {
    ($query:expr, $filter:expr) => {{
        let later = comment_revisions::table
            .filter(comment_revisions::comment_id.eq(findings::comment_id))
            .filter(comment_revisions::revision.gt(findings::revision));
        let found = findings::table.filter(findings::comment_id.eq(comments::id)).filter(not(exists(later)));
        let check = $filter.check.clone().map(|check| findings::check_name.eq(check));
        match ($filter.reason.map(|reason| findings::reason.eq(reason.as_str())), check) {
            (Some(reason), Some(check)) => $query.filter(exists(found.filter(reason).filter(check))),
            (Some(reason), None) => $query.filter(exists(found.filter(reason))),
            (None, Some(check)) => $query.filter(exists(found.filter(check))),
            (None, None) => $query,
        }
    }};
}

pub fn page(
    conn: &mut Conn,
    site: SiteId,
    Wanted { queue, sort, filter, free_at }: &Wanted,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Row>> {
    if filter.mark == Some(Mark::EditAsked) {
        let found = edit_asked(conn, site, *queue, filter, after, limit)?;
        return Ok(found.into_iter().map(|listed| (None, listed)).collect());
    }
    let mut query = queue_entries::table
        .inner_join(comments::table.on(comments::id.eq(queue_entries::comment_id)))
        .left_join(accounts::table.on(accounts::id.nullable().eq(comments::account_id)))
        .filter(queue_entries::site_id.eq(site.get()))
        .filter(queue_entries::queue.eq(queue.as_str()))
        .limit(limit)
        .select((queue_entries::all_columns, (comments::all_columns, accounts::display_name.nullable())))
        .into_boxed();
    // The first of the two conditions on the key is for the index, which takes no `OR`.
    query = match (sort, after) {
        (QueueSort::Priority, Some(Cursor { key, id })) => query
            .filter(queue_entries::priority.le(key))
            .filter(queue_entries::priority.lt(key).or(queue_entries::comment_id.gt(id))),
        (QueueSort::Oldest, Some(Cursor { key, id })) => query
            .filter(queue_entries::entered_at.ge(key))
            .filter(queue_entries::entered_at.gt(key).or(queue_entries::comment_id.gt(id))),
        (QueueSort::Newest, Some(Cursor { key, id })) => query
            .filter(queue_entries::entered_at.le(key))
            .filter(queue_entries::entered_at.lt(key).or(queue_entries::comment_id.lt(id))),
        (_, None) => query,
    };
    query = match sort {
        QueueSort::Priority => query.order((queue_entries::priority.desc(), queue_entries::comment_id.asc())),
        QueueSort::Oldest => query.order((queue_entries::entered_at.asc(), queue_entries::comment_id.asc())),
        QueueSort::Newest => query.order((queue_entries::entered_at.desc(), queue_entries::comment_id.desc())),
    };
    if let Some(thread) = filter.thread {
        query = query.filter(queue_entries::thread_id.eq(thread.get()));
    }
    if let Some(author) = filter.author_key {
        query = query.filter(queue_entries::author_key.eq(author));
    }
    if let Some(language) = &filter.language {
        query = query.filter(queue_entries::language.eq(language.clone()));
    }
    if filter.mark == Some(Mark::Escalated) {
        query = query.filter(comments::escalated_at.is_not_null());
    }
    if let Some(now) = free_at {
        let held = claims::table
            .filter(claims::comment_id.eq(queue_entries::comment_id))
            .filter(claims::until.gt(now.micros()));
        query = query.filter(not(exists(held)));
    }
    if let Some((moderator, now)) = filter.held {
        let held = claims::table
            .filter(claims::comment_id.eq(queue_entries::comment_id))
            .filter(claims::account_id.eq(moderator.get()))
            .filter(claims::until.gt(now.micros()));
        query = query.filter(exists(held));
    }
    query = seen!(query, filter);
    let rows: Vec<(Entry, Listed)> = query.load(conn)?;
    Ok(rows.into_iter().map(|(entry, listed)| (Some(entry), listed)).collect())
}

/// What waits for its author, oldest first: only of the list where it will be again.
fn edit_asked(
    conn: &mut Conn,
    site: SiteId,
    queue: Queue,
    filter: &Filter,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Listed>> {
    if queue != Queue::Pending {
        return Ok(Vec::new());
    }
    let mut query = comments::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(comments::account_id)))
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::status.eq(Status::Pending.as_str()))
        .filter(comments::edit_asked_at.is_not_null())
        .filter(comments::id.gt(after.map_or(0, |cursor| cursor.id)))
        .order(comments::id.asc())
        .limit(limit)
        .select((comments::all_columns, accounts::display_name.nullable()))
        .into_boxed();
    if let Some(thread) = filter.thread {
        query = query.filter(comments::thread_id.eq(thread.get()));
    }
    if let Some(author) = filter.author_key {
        query = query.filter(comments::author_key.eq(author));
    }
    if let Some(language) = &filter.language {
        query = query.filter(comments::language.eq(language.clone()));
    }
    Ok(seen!(query, filter).load(conn)?)
}

/// How many comments are on the list, and since when the oldest is.
pub fn size(conn: &mut Conn, site: SiteId, queue: Queue) -> Result<(i64, Option<Timestamp>)> {
    let count = queue_counts::table
        .find((site.get(), queue.as_str()))
        .select(queue_counts::entries)
        .first(conn)
        .optional()?
        .unwrap_or(0);
    let oldest = queue_entries::table
        .filter(queue_entries::site_id.eq(site.get()))
        .filter(queue_entries::queue.eq(queue.as_str()))
        .order(queue_entries::entered_at)
        .select(queue_entries::entered_at)
        .first(conn)
        .optional()?;
    Ok((count, oldest))
}

/// Since when the newest is on the list, without what waits for another server's answer and may yet leave by itself.
pub fn newest(conn: &mut Conn, site: SiteId, queue: Queue) -> Result<Option<Timestamp>> {
    let asked = remote_checks::table
        .filter(remote_checks::comment_id.eq(queue_entries::comment_id))
        .filter(remote_checks::state.eq(TaskState::Waiting.as_str()))
        .filter(remote_checks::aim.is_not_null());
    let newest = queue_entries::table
        .filter(queue_entries::site_id.eq(site.get()))
        .filter(not(exists(asked)))
        .filter(queue_entries::queue.eq(queue.as_str()))
        .order(queue_entries::entered_at.desc())
        .select(queue_entries::entered_at);
    Ok(newest.first(conn).optional()?)
}

/// The sites on whose lists something is.
pub fn sites_with_entries(conn: &mut Conn) -> Result<Vec<SiteId>> {
    let filled = queue_counts::table.filter(queue_counts::entries.gt(0)).select(queue_counts::site_id).distinct();
    Ok(filled.load(conn)?)
}

/// How many comments are on the lists, each counted once.
pub fn comments_on(conn: &mut Conn, site: SiteId, queues: &[Queue]) -> Result<i64> {
    let names: Vec<&str> = queues.iter().map(|queue| queue.as_str()).collect();
    let on = queue_entries::table
        .filter(queue_entries::site_id.eq(site.get()))
        .filter(queue_entries::queue.eq_any(names))
        .select(diesel::dsl::count(queue_entries::comment_id).aggregate_distinct());
    Ok(on.get_result(conn)?)
}

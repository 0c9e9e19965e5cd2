//! What is on the moderators' lists, as it comes and goes: the entries, their counts, and the stays that are over. All of
//! it is written by whoever holds the head of the site's log (`log::hold`), so no two wait for each other; `queues` reads it.

use diesel::prelude::*;

use super::db::on_backend;
use super::schema::{queue_counts, queue_entries, queue_visits};
use super::{Conn, Result};
use crate::model::ids::{AccountId, CommentId, DecisionId, SiteId, ThreadId, VisitId};
use crate::model::priority::Priority;
use crate::model::queue::Queue;
use crate::model::time::Timestamp;

/// A comment on a list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Entry {
    pub comment_id: CommentId,
    pub queue: Queue,
    pub site_id: SiteId,
    pub thread_id: ThreadId,
    pub author_key: i64,
    pub language: Option<String>,
    pub entered_at: Timestamp,
    pub severity: i32,
    pub reach: i32,
    pub age: i32,
    /// The three multiplied.
    pub value: i64,
    /// When its age makes its next step; `None`: it has made the last.
    pub next_step_at: Option<Timestamp>,
}

impl Entry {
    pub fn priority(&self) -> Priority {
        Priority { severity: self.severity, reach: self.reach, age: self.age }
    }

    #[must_use]
    pub fn weighing(self, Priority { severity, reach, age }: Priority, next_step_at: Option<Timestamp>) -> Self {
        let value = Priority { severity, reach, age }.value();
        Self { severity, reach, age, value, next_step_at, ..self }
    }
}

/// The lists a comment is on.
pub fn of_comment(conn: &mut Conn, site: SiteId, comment: CommentId) -> Result<Vec<Entry>> {
    let found = queue_entries::table
        .filter(queue_entries::comment_id.eq(comment.get()))
        .filter(queue_entries::site_id.eq(site.get()));
    Ok(found.load(conn)?)
}

/// Puts a comment on a list that it is not on.
pub fn enter(tx: &mut Conn, entry: &Entry) -> Result<()> {
    let row = diesel::insert_into(queue_entries::table).values((
        queue_entries::comment_id.eq(entry.comment_id.get()),
        queue_entries::queue.eq(entry.queue.as_str()),
        queue_entries::site_id.eq(entry.site_id.get()),
        queue_entries::thread_id.eq(entry.thread_id.get()),
        queue_entries::author_key.eq(entry.author_key),
        queue_entries::language.eq(entry.language.as_deref()),
        queue_entries::entered_at.eq(entry.entered_at.micros()),
        queue_entries::severity.eq(entry.severity),
        queue_entries::reach.eq(entry.reach),
        queue_entries::age.eq(entry.age),
        queue_entries::priority.eq(entry.value),
        queue_entries::next_step_at.eq(entry.next_step_at.map(Timestamp::micros)),
    ));
    on_backend!(tx, conn => row.execute(conn))?;
    shift_count(tx, entry.site_id, entry.queue, 1)
}

/// Writes how an entry that is there is found and ordered.
pub fn update(tx: &mut Conn, entry: &Entry) -> Result<()> {
    diesel::update(
        queue_entries::table
            .find((entry.comment_id.get(), entry.queue.as_str()))
            .filter(queue_entries::site_id.eq(entry.site_id.get())),
    )
    .set((
        queue_entries::language.eq(entry.language.as_deref()),
        queue_entries::severity.eq(entry.severity),
        queue_entries::reach.eq(entry.reach),
        queue_entries::age.eq(entry.age),
        queue_entries::priority.eq(entry.value),
        queue_entries::next_step_at.eq(entry.next_step_at.map(Timestamp::micros)),
    ))
    .execute(tx)?;
    Ok(())
}

/// How a stay on a list ended.
pub struct Left {
    pub id: VisitId,
    pub at: Timestamp,
    /// Of the staff; `None`: not by anybody's decision.
    pub by: Option<AccountId>,
    /// The row in the log, if there is one.
    pub decision: Option<DecisionId>,
}

/// Takes a comment off a list, and keeps how long it was there.
pub fn leave(tx: &mut Conn, entry: &Entry, left: &Left) -> Result<()> {
    diesel::delete(
        queue_entries::table
            .find((entry.comment_id.get(), entry.queue.as_str()))
            .filter(queue_entries::site_id.eq(entry.site_id.get())),
    )
    .execute(tx)?;
    diesel::insert_into(queue_visits::table)
        .values((
            queue_visits::id.eq(left.id.get()),
            queue_visits::site_id.eq(entry.site_id.get()),
            queue_visits::queue.eq(entry.queue.as_str()),
            queue_visits::comment_id.eq(entry.comment_id.get()),
            queue_visits::entered_at.eq(entry.entered_at.micros()),
            queue_visits::left_at.eq(left.at.micros()),
            queue_visits::decided_by.eq(left.by.map(AccountId::get)),
            queue_visits::decision_id.eq(left.decision.map(DecisionId::get)),
        ))
        .execute(tx)?;
    shift_count(tx, entry.site_id, entry.queue, -1)
}

/// Forgets the stay that `decision` ended, since that is taken back; since when the comment had been on the list.
pub fn resume(
    tx: &mut Conn,
    site: SiteId,
    (comment, queue): (CommentId, Queue),
    decision: DecisionId,
) -> Result<Option<Timestamp>> {
    let ended = queue_visits::table
        .filter(queue_visits::comment_id.eq(comment.get()))
        .filter(queue_visits::site_id.eq(site.get()))
        .filter(queue_visits::queue.eq(queue.as_str()))
        .filter(queue_visits::decision_id.eq(decision.get()));
    Ok(diesel::delete(ended).returning(queue_visits::entered_at).get_result(tx).optional()?)
}

fn shift_count(tx: &mut Conn, site: SiteId, queue: Queue, by: i64) -> Result<()> {
    let counted =
        (queue_counts::site_id.eq(site.get()), queue_counts::queue.eq(queue.as_str()), queue_counts::entries.eq(by));
    let added = queue_counts::entries.eq(queue_counts::entries + by);
    on_backend!(tx, conn => diesel::insert_into(queue_counts::table)
        .values(counted)
        .on_conflict((queue_counts::site_id, queue_counts::queue))
        .do_update()
        .set(added)
        .execute(conn))?;
    Ok(())
}

/// A site that has an entry whose next step is due.
pub fn site_due(conn: &mut Conn, now: Timestamp) -> Result<Option<SiteId>> {
    let due = queue_entries::table
        .filter(queue_entries::next_step_at.le(now.micros()))
        .order(queue_entries::next_step_at)
        .select(queue_entries::site_id);
    Ok(due.first(conn).optional()?)
}

/// The site's entries whose next step is due, the longest first.
pub fn due(conn: &mut Conn, site: SiteId, now: Timestamp, limit: i64) -> Result<Vec<Entry>> {
    let due = queue_entries::table
        .filter(queue_entries::site_id.eq(site.get()))
        .filter(queue_entries::next_step_at.le(now.micros()))
        .order(queue_entries::next_step_at)
        .limit(limit);
    Ok(due.load(conn)?)
}

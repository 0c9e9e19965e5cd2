//! What is owed to servers of others: questions about comments, and what moderators decided. Written with the change
//! that owes it, taken by a worker under a lease.

use diesel::dsl::{exists, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::schema::remote_checks;
use super::{Conn, Result};
use crate::model::checker::{Checker, Sender, Task, TaskState, Verdict};
use crate::model::comment::Status;
use crate::model::ids::{CommentId, DecisionId, RemoteCheckId, SiteId};
use crate::model::time::Timestamp;

#[derive(Debug, Clone, Queryable)]
pub struct RemoteCheck {
    pub id: RemoteCheckId,
    pub site_id: SiteId,
    pub comment_id: CommentId,
    /// Of the text that it is about.
    pub revision: i32,
    pub checker: Checker,
    pub task: Task,
    pub state: TaskState,
    /// What the comment becomes if nothing stands against it; `None`: it does not wait for the answer.
    pub aim: Option<Status>,
    pub attempts: i32,
    pub next_attempt_at: Timestamp,
    pub leased_until: Option<Timestamp>,
    pub last_error: Option<String>,
    pub said: Option<Verdict>,
    /// Forgotten when it ends, as are the two below.
    pub user_ip: Option<String>,
    pub user_agent: Option<String>,
    pub referrer: Option<String>,
    /// What a moderator decided, if it tells of that.
    pub decision_id: Option<DecisionId>,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

impl RemoteCheck {
    pub fn sender(&self) -> Sender {
        Sender { address: self.user_ip.clone(), user_agent: self.user_agent.clone(), referrer: self.referrer.clone() }
    }
}

pub fn insert(tx: &mut Conn, new: &RemoteCheck) -> Result<()> {
    diesel::insert_into(remote_checks::table)
        .values((
            (
                remote_checks::id.eq(new.id.get()),
                remote_checks::site_id.eq(new.site_id.get()),
                remote_checks::comment_id.eq(new.comment_id.get()),
                remote_checks::revision.eq(new.revision),
                remote_checks::checker.eq(new.checker.as_str()),
                remote_checks::task.eq(new.task.as_str()),
                remote_checks::state.eq(new.state.as_str()),
                remote_checks::aim.eq(new.aim.map(Status::as_str)),
                remote_checks::attempts.eq(new.attempts),
                remote_checks::next_attempt_at.eq(new.next_attempt_at.micros()),
            ),
            (
                remote_checks::user_ip.eq(new.user_ip.as_deref()),
                remote_checks::user_agent.eq(new.user_agent.as_deref()),
                remote_checks::referrer.eq(new.referrer.as_deref()),
                remote_checks::decision_id.eq(new.decision_id.map(DecisionId::get)),
                remote_checks::created_at.eq(new.created_at.micros()),
            ),
        ))
        .execute(tx)?;
    Ok(())
}

/// Spelt out in the statement: SQLite uses a partial index only for what says its condition.
fn is_waiting() -> SqlLiteral<Bool> {
    sql("remote_checks.state = 'waiting'")
}

/// What is due now and nobody holds.
pub fn due(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<RemoteCheck>> {
    let found = remote_checks::table
        .filter(is_waiting())
        .filter(remote_checks::next_attempt_at.le(now.micros()))
        .filter(remote_checks::leased_until.is_null().or(remote_checks::leased_until.le(now.micros())))
        .order(remote_checks::next_attempt_at)
        .limit(limit);
    Ok(found.load(conn)?)
}

/// Takes it for this worker; false if another one was faster.
pub fn lease(tx: &mut Conn, check: &RemoteCheck, until: Timestamp) -> Result<bool> {
    let free = remote_checks::table
        .find(check.id.get())
        .filter(remote_checks::state.eq(TaskState::Waiting.as_str()))
        .filter(remote_checks::attempts.eq(check.attempts));
    let leased = diesel::update(free)
        .set((remote_checks::leased_until.eq(until.micros()), remote_checks::attempts.eq(check.attempts + 1)))
        .execute(tx)?;
    Ok(leased == 1)
}

/// How it ends for whoever took it at its attempt of that number; false if it has ended already, or somebody else
/// took it since. What tells of the sender's device is forgotten.
pub fn finish(
    tx: &mut Conn,
    (check, attempt): (&RemoteCheck, i32),
    state: TaskState,
    said: Option<Verdict>,
    error: Option<&str>,
    now: Timestamp,
) -> Result<bool> {
    let held = remote_checks::table
        .find(check.id.get())
        .filter(remote_checks::state.eq(TaskState::Waiting.as_str()))
        .filter(remote_checks::attempts.eq(attempt));
    let finished = diesel::update(held)
        .set((
            remote_checks::state.eq(state.as_str()),
            remote_checks::said.eq(said.map(Verdict::as_str)),
            remote_checks::last_error.eq(error),
            remote_checks::leased_until.eq(None::<i64>),
            remote_checks::user_ip.eq(None::<String>),
            remote_checks::user_agent.eq(None::<String>),
            remote_checks::referrer.eq(None::<String>),
            remote_checks::finished_at.eq(now.micros()),
        ))
        .execute(tx)?;
    Ok(finished == 1)
}

/// Puts it back for another attempt, for whoever took it at its attempt of that number.
pub fn put_off(tx: &mut Conn, (check, attempt): (&RemoteCheck, i32), until: Timestamp, error: &str) -> Result<()> {
    let held = remote_checks::table
        .find(check.id.get())
        .filter(remote_checks::state.eq(TaskState::Waiting.as_str()))
        .filter(remote_checks::attempts.eq(attempt));
    diesel::update(held)
        .set((
            remote_checks::next_attempt_at.eq(until.micros()),
            remote_checks::leased_until.eq(None::<i64>),
            remote_checks::last_error.eq(error),
        ))
        .execute(tx)?;
    Ok(())
}

/// Whether the comment waits for another answer.
pub fn is_awaited(conn: &mut Conn, site: SiteId, comment: CommentId) -> Result<bool> {
    let open = remote_checks::table
        .filter(remote_checks::comment_id.eq(comment.get()))
        .filter(remote_checks::site_id.eq(site.get()))
        .filter(remote_checks::state.eq(TaskState::Waiting.as_str()))
        .filter(remote_checks::aim.is_not_null());
    Ok(diesel::select(exists(open)).get_result(conn)?)
}

/// What the comment becomes if nothing stands against it, while it waits for an answer.
pub fn aim(conn: &mut Conn, site: SiteId, comment: CommentId) -> Result<Option<Status>> {
    let found: Option<Option<Status>> = remote_checks::table
        .filter(remote_checks::comment_id.eq(comment.get()))
        .filter(remote_checks::site_id.eq(site.get()))
        .filter(remote_checks::state.eq(TaskState::Waiting.as_str()))
        .filter(remote_checks::aim.is_not_null())
        .order(remote_checks::id.desc())
        .select(remote_checks::aim)
        .first(conn)
        .optional()?;
    Ok(found.flatten())
}

/// Notes that the comment's text of that revision, or an earlier one, waits for no answer any more.
pub fn wait_is_over(tx: &mut Conn, site: SiteId, (comment, revision): (CommentId, i32)) -> Result<()> {
    let of_text = remote_checks::table
        .filter(remote_checks::comment_id.eq(comment.get()))
        .filter(remote_checks::site_id.eq(site.get()))
        .filter(remote_checks::revision.le(revision));
    diesel::update(of_text).set(remote_checks::aim.eq(None::<String>)).execute(tx)?;
    Ok(())
}

/// All that was asked about the comment and said to servers, newest first.
pub fn of_comment(conn: &mut Conn, site: SiteId, comment: CommentId) -> Result<Vec<RemoteCheck>> {
    let found = remote_checks::table
        .filter(remote_checks::comment_id.eq(comment.get()))
        .filter(remote_checks::site_id.eq(site.get()))
        .order(remote_checks::id.desc());
    Ok(found.load(conn)?)
}

/// Ends everything that is owed about a comment whose text is another one now, or gone.
pub fn drop_all(tx: &mut Conn, site: SiteId, comment: CommentId, now: Timestamp) -> Result<()> {
    let open = remote_checks::table
        .filter(remote_checks::comment_id.eq(comment.get()))
        .filter(remote_checks::site_id.eq(site.get()))
        .filter(remote_checks::state.eq(TaskState::Waiting.as_str()).or(remote_checks::aim.is_not_null()));
    diesel::update(open)
        .set((
            remote_checks::state.eq(TaskState::Dropped.as_str()),
            remote_checks::aim.eq(None::<String>),
            remote_checks::leased_until.eq(None::<i64>),
            remote_checks::user_ip.eq(None::<String>),
            remote_checks::user_agent.eq(None::<String>),
            remote_checks::referrer.eq(None::<String>),
            remote_checks::finished_at.eq(now.micros()),
        ))
        .execute(tx)?;
    Ok(())
}

/// Takes back what is owed because of a decision, unless it is being said at this moment.
pub fn withdraw(tx: &mut Conn, decision: DecisionId) -> Result<()> {
    let owed = remote_checks::table
        .filter(remote_checks::decision_id.eq(decision.get()))
        .filter(remote_checks::state.eq(TaskState::Waiting.as_str()))
        .filter(remote_checks::leased_until.is_null());
    diesel::delete(owed).execute(tx)?;
    Ok(())
}

/// Lets what waits for a server come at once: it was set up anew, or is not asked any more.
pub fn hurry(tx: &mut Conn, site: SiteId, checker: Checker, now: Timestamp) -> Result<()> {
    let waiting = remote_checks::table
        .filter(remote_checks::site_id.eq(site.get()))
        .filter(remote_checks::checker.eq(checker.as_str()))
        .filter(remote_checks::task.eq(Task::Check.as_str()))
        .filter(remote_checks::state.eq(TaskState::Waiting.as_str()))
        .filter(remote_checks::leased_until.is_null());
    diesel::update(waiting).set(remote_checks::next_attempt_at.eq(now.micros())).execute(tx)?;
    Ok(())
}

/// How many questions of a site wait for that server.
pub fn waiting_of(conn: &mut Conn, site: SiteId, checker: Checker) -> Result<i64> {
    let waiting = remote_checks::table
        .filter(remote_checks::site_id.eq(site.get()))
        .filter(remote_checks::checker.eq(checker.as_str()))
        .filter(remote_checks::state.eq(TaskState::Waiting.as_str()));
    Ok(waiting.count().get_result(conn)?)
}

/// Why the server gave no answer the last time, if that was the last time it was asked.
pub fn last_error(conn: &mut Conn, site: SiteId, checker: Checker) -> Result<Option<String>> {
    let asked = remote_checks::table
        .filter(remote_checks::site_id.eq(site.get()))
        .filter(remote_checks::checker.eq(checker.as_str()))
        .filter(remote_checks::attempts.gt(0))
        .filter(remote_checks::state.ne(TaskState::Dropped.as_str()))
        .order(remote_checks::id.desc())
        .select(remote_checks::last_error);
    Ok(asked.first::<Option<String>>(conn).optional()?.flatten())
}

/// How many wait on all sites.
pub fn waiting(conn: &mut Conn) -> Result<i64> {
    Ok(remote_checks::table.filter(is_waiting()).count().get_result(conn)?)
}

/// Forgets what ended before.
pub fn purge(tx: &mut Conn, finished_before: Timestamp) -> Result<usize> {
    let old = remote_checks::table.filter(remote_checks::finished_at.lt(finished_before.micros()));
    Ok(diesel::delete(old).execute(tx)?)
}

//! Owed mail: written with the change that owes it, taken by a worker under a lease.

use diesel::prelude::*;

use super::db::on_backend;
use super::schema::{decisions, outbox};
use super::{Conn, Result};
use crate::model::ids::{AccountId, CommentId, DecisionId, GuestId, MailId, NotificationId, SiteId};
use crate::model::mail::{Failure, MailState};
use crate::model::page::Cursor;
use crate::model::time::Timestamp;

#[derive(Debug, Clone, Queryable)]
pub struct OwedMail {
    pub id: MailId,
    pub site_id: Option<SiteId>,
    pub account_id: Option<AccountId>,
    pub recipient: String,
    pub kind: String,
    /// JSON, see `model::notice::Notice`.
    pub notice: String,
    /// At most one mail with the same key is ever owed.
    pub dedupe_key: Option<String>,
    pub state: MailState,
    pub attempts: i32,
    pub next_attempt_at: Timestamp,
    pub leased_until: Option<Timestamp>,
    pub last_error: Option<String>,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// What it tells of, if that can be undone.
    pub decision_id: Option<DecisionId>,
    pub guest_id: Option<GuestId>,
    /// What it tells of, on the recipient's list.
    pub notification_id: Option<NotificationId>,
    /// Of what sort `last_error` is.
    pub failure: Option<Failure>,
    /// The recipient's.
    pub domain: String,
}

pub struct NewMail<'a> {
    pub id: MailId,
    pub site_id: Option<SiteId>,
    pub account_id: Option<AccountId>,
    pub recipient: &'a str,
    pub kind: &'a str,
    pub notice: &'a str,
    pub dedupe_key: Option<&'a str>,
    pub not_before: Timestamp,
    /// What it tells of, if that can be undone.
    pub decision_id: Option<DecisionId>,
    pub guest_id: Option<GuestId>,
    pub notification_id: Option<NotificationId>,
    pub now: Timestamp,
}

/// Owes a mail, unless one with the same `dedupe_key` is.
pub fn insert(tx: &mut Conn, mail: &NewMail<'_>) -> Result<()> {
    let row = (
        outbox::id.eq(mail.id.get()),
        outbox::site_id.eq(mail.site_id.map(SiteId::get)),
        outbox::account_id.eq(mail.account_id.map(AccountId::get)),
        outbox::recipient.eq(mail.recipient),
        outbox::kind.eq(mail.kind),
        outbox::notice.eq(mail.notice),
        outbox::dedupe_key.eq(mail.dedupe_key),
        outbox::state.eq(MailState::Queued.as_str()),
        outbox::attempts.eq(0),
        outbox::next_attempt_at.eq(mail.not_before.micros()),
        outbox::created_at.eq(mail.now.micros()),
        outbox::decision_id.eq(mail.decision_id.map(DecisionId::get)),
        outbox::guest_id.eq(mail.guest_id.map(GuestId::get)),
        outbox::notification_id.eq(mail.notification_id.map(NotificationId::get)),
        outbox::domain.eq(mail.recipient.rsplit_once('@').map_or("", |(_, domain)| domain)),
    );
    on_backend!(tx, conn => diesel::insert_into(outbox::table).values(row).on_conflict_do_nothing().execute(conn))?;
    Ok(())
}

/// Mails whose time has come and that nobody holds, but to none of those domains.
pub fn due(conn: &mut Conn, now: Timestamp, limit: i64, but: &[String]) -> Result<Vec<OwedMail>> {
    let found = outbox::table
        .filter(outbox::state.eq(MailState::Queued.as_str()))
        .filter(outbox::next_attempt_at.le(now.micros()))
        .filter(outbox::leased_until.is_null().or(outbox::leased_until.le(now.micros())))
        .filter(outbox::domain.ne_all(but))
        .order(outbox::next_attempt_at)
        .limit(limit);
    Ok(found.load(conn)?)
}

/// When the next mail is due, whatever its time.
pub fn next_due(conn: &mut Conn) -> Result<Option<Timestamp>> {
    let found = outbox::table
        .filter(outbox::state.eq(MailState::Queued.as_str()))
        .order(outbox::next_attempt_at)
        .select(outbox::next_attempt_at);
    Ok(found.first(conn).optional()?)
}

/// Takes the mail for this worker; false if another one was faster.
pub fn lease(tx: &mut Conn, mail: &OwedMail, until: Timestamp) -> Result<bool> {
    let free = outbox::table
        .find(mail.id.get())
        .filter(outbox::state.eq(MailState::Queued.as_str()))
        .filter(outbox::attempts.eq(mail.attempts))
        .filter(outbox::leased_until.is_null().or(outbox::leased_until.eq(mail.leased_until.map(Timestamp::micros))));
    let leased = diesel::update(free)
        .set((outbox::leased_until.eq(until.micros()), outbox::attempts.eq(mail.attempts + 1)))
        .execute(tx)?;
    Ok(leased == 1)
}

/// How an attempt ended.
#[derive(Debug, Clone)]
pub enum Ending {
    Sent,
    /// Nothing was left to say; it counts as sent.
    Dropped,
    RetryAt {
        at: Timestamp,
        failure: Failure,
        error: String,
        /// Whether it counts among the attempts that end in giving up.
        counts: bool,
    },
    Dead(Failure, String),
}

pub fn finish(tx: &mut Conn, id: MailId, ending: &Ending, now: Timestamp) -> Result<()> {
    let row = outbox::table.find(id.get());
    let (state, at, error) = match ending {
        Ending::Sent | Ending::Dropped => (MailState::Sent, None, None),
        Ending::Dead(failure, error) => (MailState::Dead, None, Some((*failure, error.as_str()))),
        Ending::RetryAt { at, failure, error, .. } => (MailState::Queued, Some(*at), Some((*failure, error.as_str()))),
    };
    diesel::update(row)
        .set((
            outbox::state.eq(state.as_str()),
            outbox::leased_until.eq(None::<i64>),
            outbox::failure.eq(error.map(|(failure, _)| failure.as_str())),
            outbox::last_error.eq(error.map(|(_, error)| error)),
            outbox::finished_at.eq(at.is_none().then_some(now.micros())),
        ))
        .execute(tx)?;
    if let Ending::RetryAt { at, counts, .. } = ending {
        let uncounted = i32::from(!counts);
        diesel::update(row)
            .set((outbox::next_attempt_at.eq(at.micros()), outbox::attempts.eq(outbox::attempts - uncounted)))
            .execute(tx)?;
    }
    Ok(())
}

/// Keeps with the mail what was heard of it after it was taken.
pub fn note(tx: &mut Conn, id: MailId, text: &str) -> Result<()> {
    diesel::update(outbox::table.find(id.get())).set(outbox::last_error.eq(text)).execute(tx)?;
    Ok(())
}

/// Takes back the mails that a decision owes and that nobody holds for sending. Whether the account is told of it all
/// the same: a mail to it has left, or is leaving.
pub fn withdraw(tx: &mut Conn, decision: DecisionId, account: Option<AccountId>) -> Result<bool> {
    let owed = outbox::table.filter(outbox::decision_id.eq(decision.get()));
    let kept = owed.filter(outbox::state.eq(MailState::Queued.as_str())).filter(outbox::leased_until.is_null());
    diesel::delete(kept).execute(tx)?;
    let told = owed.filter(outbox::account_id.eq(account.map(AccountId::get)));
    Ok(diesel::select(diesel::dsl::exists(told)).get_result(tx)?)
}

/// Takes back what is owed about decisions on a comment that is deleted: such mails quote it, but for those to the people
/// who had reported it.
pub fn withdraw_about(tx: &mut Conn, comment: CommentId) -> Result<()> {
    let about = decisions::table.filter(decisions::comment_id.eq(comment.get())).select(decisions::id.nullable());
    let owed = outbox::table
        .filter(outbox::decision_id.eq_any(about))
        .filter(outbox::kind.ne("report_outcome"))
        .filter(outbox::state.eq(MailState::Queued.as_str()))
        .filter(outbox::leased_until.is_null());
    diesel::delete(owed).execute(tx)?;
    Ok(())
}

pub fn find(conn: &mut Conn, id: MailId) -> Result<Option<OwedMail>> {
    Ok(outbox::table.find(id.get()).first(conn).optional()?)
}

/// Mails in one state, newest first.
pub fn list(conn: &mut Conn, state: MailState, after: Option<Cursor>, limit: i64) -> Result<Vec<OwedMail>> {
    let found = outbox::table
        .filter(outbox::state.eq(state.as_str()))
        .filter(outbox::id.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .order(outbox::id.desc())
        .limit(limit);
    Ok(found.load(conn)?)
}

pub fn count(conn: &mut Conn, state: MailState) -> Result<i64> {
    Ok(outbox::table.filter(outbox::state.eq(state.as_str())).count().get_result(conn)?)
}

/// Puts a dead mail back into the queue; false if it is not dead.
pub fn revive(tx: &mut Conn, id: MailId, now: Timestamp) -> Result<bool> {
    let dead = outbox::table.find(id.get()).filter(outbox::state.eq(MailState::Dead.as_str()));
    let revived = diesel::update(dead)
        .set((
            outbox::state.eq(MailState::Queued.as_str()),
            outbox::attempts.eq(0),
            outbox::next_attempt_at.eq(now.micros()),
            outbox::finished_at.eq(None::<i64>),
        ))
        .execute(tx)?;
    Ok(revived == 1)
}

pub fn purge(tx: &mut Conn, finished_before: Timestamp) -> Result<usize> {
    let old = outbox::table
        .filter(outbox::state.eq(MailState::Sent.as_str()))
        .filter(outbox::finished_at.lt(finished_before.micros()));
    Ok(diesel::delete(old).execute(tx)?)
}

/// The latest mails of a kind for an account and site, newest first.
pub fn latest(conn: &mut Conn, site: SiteId, account: AccountId, kind: &str, limit: i64) -> Result<Vec<OwedMail>> {
    let found = outbox::table
        .filter(outbox::account_id.eq(account.get()))
        .filter(outbox::site_id.eq(site.get()))
        .filter(outbox::kind.eq(kind))
        .order(outbox::id.desc())
        .limit(limit);
    Ok(found.load(conn)?)
}

/// Mails about single things that are owed to the address since then, counted up to `most`.
pub fn alone_since(conn: &mut Conn, recipient: &str, since: MailId, most: i64) -> Result<i64> {
    let found = outbox::table
        .filter(outbox::recipient.eq(recipient))
        .filter(outbox::id.ge(since.get()))
        .filter(outbox::notification_id.is_not_null())
        .limit(most)
        .select(outbox::id);
    let ids: Vec<i64> = found.load(conn)?;
    Ok(i64::try_from(ids.len()).unwrap_or(most))
}

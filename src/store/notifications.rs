//! What people were told, and what is to be told with other things.

use diesel::prelude::*;

use super::db::on_backend;
use super::follows::Whose;
use super::schema::{decisions, notifications};
use super::{Conn, Result};
use crate::model::ids::{AccountId, CommentId, DecisionId, GuestId, MailId, NotificationId, SiteId, ThreadId};
use crate::model::page::Cursor;
use crate::model::time::Timestamp;

#[derive(Debug, Clone, Queryable)]
pub struct Notification {
    pub id: NotificationId,
    pub account_id: Option<AccountId>,
    pub guest_id: Option<GuestId>,
    pub site_id: Option<SiteId>,
    pub thread_id: Option<ThreadId>,
    pub comment_id: Option<CommentId>,
    pub decision_id: Option<DecisionId>,
    pub kind: String,
    /// JSON, see `model::notice::Notice`.
    pub notice: String,
    /// At most one with the same key is ever told.
    pub dedupe_key: Option<String>,
    /// Not before this is it told, or listed.
    pub visible_at: Timestamp,
    /// When the mail is due that it is told in with others; `None`: it has a mail of its own, or none.
    pub digest_at: Option<Timestamp>,
    /// The mail that it is in, of those with others.
    pub mail_id: Option<MailId>,
    pub read_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// False if one with the same key was told.
pub fn insert(tx: &mut Conn, new: &Notification) -> Result<bool> {
    let row = (
        notifications::id.eq(new.id.get()),
        notifications::account_id.eq(new.account_id.map(AccountId::get)),
        notifications::guest_id.eq(new.guest_id.map(GuestId::get)),
        notifications::site_id.eq(new.site_id.map(SiteId::get)),
        notifications::thread_id.eq(new.thread_id.map(ThreadId::get)),
        notifications::comment_id.eq(new.comment_id.map(CommentId::get)),
        notifications::decision_id.eq(new.decision_id.map(DecisionId::get)),
        notifications::kind.eq(&new.kind),
        notifications::notice.eq(&new.notice),
        notifications::dedupe_key.eq(&new.dedupe_key),
        notifications::visible_at.eq(new.visible_at.micros()),
        notifications::digest_at.eq(new.digest_at.map(Timestamp::micros)),
        notifications::created_at.eq(new.created_at.micros()),
    );
    let inserted = on_backend!(tx, conn => diesel::insert_into(notifications::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(conn))?;
    Ok(inserted == 1)
}

/// Whether one with the key was told.
pub fn was_told(conn: &mut Conn, dedupe_key: &str) -> Result<bool> {
    let told = notifications::table.filter(notifications::dedupe_key.eq(dedupe_key));
    Ok(diesel::select(diesel::dsl::exists(told)).get_result(conn)?)
}

pub fn find(conn: &mut Conn, id: NotificationId) -> Result<Option<Notification>> {
    Ok(notifications::table.find(id.get()).first(conn).optional()?)
}

/// Puts into the mail what is due for its recipient and in none yet.
pub fn gather(tx: &mut Conn, whose: Whose, mail: MailId, now: Timestamp) -> Result<()> {
    let due =
        notifications::table.filter(notifications::digest_at.le(now.micros())).filter(notifications::mail_id.is_null());
    match whose {
        Whose::Account(id) => diesel::update(due.filter(notifications::account_id.eq(id.get())))
            .set(notifications::mail_id.eq(mail.get()))
            .execute(tx)?,
        Whose::Guest(id) => diesel::update(due.filter(notifications::guest_id.eq(id.get())))
            .set(notifications::mail_id.eq(mail.get()))
            .execute(tx)?,
    };
    Ok(())
}

/// What is in the mail and was not read since, oldest first.
pub fn in_mail(conn: &mut Conn, mail: MailId) -> Result<Vec<Notification>> {
    let found = notifications::table
        .filter(notifications::mail_id.eq(mail.get()))
        .filter(notifications::read_at.is_null())
        .order(notifications::id);
    Ok(found.load(conn)?)
}

/// What the account was told by `now`, newest first.
pub fn of_account(
    conn: &mut Conn,
    account: AccountId,
    now: Timestamp,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Notification>> {
    let found = notifications::table
        .filter(notifications::account_id.eq(account.get()))
        .filter(notifications::id.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .filter(notifications::visible_at.le(now.micros()))
        .order(notifications::id.desc())
        .limit(limit);
    Ok(found.load(conn)?)
}

/// How much the account has not read, at most `most`.
pub fn unread(conn: &mut Conn, account: AccountId, now: Timestamp, most: i64) -> Result<i64> {
    let found = notifications::table
        .filter(notifications::account_id.eq(account.get()))
        .filter(notifications::read_at.is_null())
        .filter(notifications::visible_at.le(now.micros()))
        .limit(most)
        .select(notifications::id);
    let ids: Vec<i64> = found.load(conn)?;
    Ok(i64::try_from(ids.len()).unwrap_or(most))
}

/// Marks as read what the account had been told up to that one.
pub fn read(tx: &mut Conn, account: AccountId, up_to: NotificationId, now: Timestamp) -> Result<usize> {
    let unread = notifications::table
        .filter(notifications::account_id.eq(account.get()))
        .filter(notifications::read_at.is_null())
        .filter(notifications::visible_at.le(now.micros()))
        .filter(notifications::id.le(up_to.get()));
    Ok(diesel::update(unread).set(notifications::read_at.eq(now.micros())).execute(tx)?)
}

/// Marks that one alone as read.
pub fn read_one(tx: &mut Conn, account: AccountId, id: NotificationId, now: Timestamp) -> Result<usize> {
    let unread = notifications::table
        .filter(notifications::account_id.eq(account.get()))
        .filter(notifications::read_at.is_null())
        .filter(notifications::visible_at.le(now.micros()))
        .filter(notifications::id.eq(id.get()));
    Ok(diesel::update(unread).set(notifications::read_at.eq(now.micros())).execute(tx)?)
}

/// Takes back what a decision was to bring that is not visible yet or waits for a mail with others. Whether its author is
/// told of it all the same.
pub fn withdraw(tx: &mut Conn, decision: DecisionId, account: Option<AccountId>, now: Timestamp) -> Result<bool> {
    let brought = notifications::table.filter(notifications::decision_id.eq(decision.get()));
    let hidden = notifications::visible_at.gt(now.micros());
    let gathered = notifications::digest_at.is_not_null().and(notifications::mail_id.is_null());
    diesel::delete(brought.filter(hidden.or(gathered))).execute(tx)?;
    let told = brought.filter(notifications::account_id.eq(account.map(AccountId::get)));
    Ok(diesel::select(diesel::dsl::exists(told)).get_result(tx)?)
}

/// Forgets what quotes a comment that is deleted: that it was there, and decisions on it; not what became of reports.
pub fn forget_comment(tx: &mut Conn, comment: CommentId) -> Result<()> {
    let about = decisions::table.filter(decisions::comment_id.eq(comment.get())).select(decisions::id.nullable());
    let quoting = notifications::comment_id.eq(comment.get()).or(notifications::decision_id.eq_any(about));
    diesel::delete(notifications::table.filter(notifications::kind.ne("report_outcome")).filter(quoting))
        .execute(tx)?;
    Ok(())
}

pub fn forget_account(tx: &mut Conn, account: AccountId) -> Result<()> {
    diesel::delete(notifications::table.filter(notifications::account_id.eq(account.get()))).execute(tx)?;
    Ok(())
}

pub fn purge(tx: &mut Conn, made_before: Timestamp) -> Result<usize> {
    let old = notifications::table.filter(notifications::id.lt(crate::model::ids::first_id_at(made_before)));
    Ok(diesel::delete(old).execute(tx)?)
}

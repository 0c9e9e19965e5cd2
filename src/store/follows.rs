//! What people follow or do not want to hear of, whom they ignore, and comments whose followers are still to be told.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::db::on_backend;
use super::schema::{fan_outs, follows, ignores, threads};
use super::{Conn, Result};
use crate::model::ids::{AccountId, CommentId, FollowId, GuestId, SiteId, ThreadId};
use crate::model::page::Cursor;
use crate::model::time::Timestamp;

/// Whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Account(AccountId),
    Guest(GuestId),
}

impl Whose {
    pub fn account(self) -> Option<i64> {
        match self {
            Self::Account(id) => Some(id.get()),
            Self::Guest(_) => None,
        }
    }

    pub fn guest(self) -> Option<i64> {
        match self {
            Self::Account(_) => None,
            Self::Guest(id) => Some(id.get()),
        }
    }
}

/// A thread, or a comment in it with all that stands below.
#[derive(Debug, Clone, Queryable)]
pub struct Follow {
    pub id: FollowId,
    pub site_id: SiteId,
    pub thread_id: ThreadId,
    /// 0: the whole thread.
    pub comment_id: i64,
    pub account_id: Option<AccountId>,
    pub guest_id: Option<GuestId>,
    /// Does not want to hear of it.
    pub muted: bool,
    pub created_at: Timestamp,
}

/// Narrows a query to the rows of one account or guest.
macro_rules! of {
    ($query:expr, $whose:expr) => {
        match $whose {
            Whose::Account(id) => $query.filter(follows::account_id.eq(id.get())).into_boxed(),
            Whose::Guest(id) => $query.filter(follows::guest_id.eq(id.get())).into_boxed(),
        }
    };
}

/// Follows or mutes, in the place of what was there.
pub fn set(
    tx: &mut Conn,
    id: FollowId,
    whose: Whose,
    (site, thread, comment): (SiteId, ThreadId, Option<CommentId>),
    muted: bool,
    now: Timestamp,
) -> Result<()> {
    unset(tx, whose, thread, comment)?;
    let row = (
        follows::id.eq(id.get()),
        follows::site_id.eq(site.get()),
        follows::thread_id.eq(thread.get()),
        follows::comment_id.eq(comment.map_or(0, CommentId::get)),
        follows::account_id.eq(whose.account()),
        follows::guest_id.eq(whose.guest()),
        follows::muted.eq(muted),
        follows::created_at.eq(now.micros()),
    );
    on_backend!(tx, conn => diesel::insert_into(follows::table).values(row).on_conflict_do_nothing().execute(conn))?;
    Ok(())
}

/// False if there was nothing.
pub fn unset(tx: &mut Conn, whose: Whose, thread: ThreadId, comment: Option<CommentId>) -> Result<bool> {
    let (account, guest) = (whose.account(), whose.guest());
    let there = follows::table
        .filter(follows::thread_id.eq(thread.get()))
        .filter(follows::comment_id.eq(comment.map_or(0, CommentId::get)));
    let removed = match (account, guest) {
        (Some(account), _) => diesel::delete(there.filter(follows::account_id.eq(account))).execute(tx)?,
        (None, guest) => diesel::delete(there.filter(follows::guest_id.eq(guest))).execute(tx)?,
    };
    Ok(removed > 0)
}

/// Of one account or guest in a thread.
pub fn in_thread(conn: &mut Conn, whose: Whose, thread: ThreadId) -> Result<Vec<Follow>> {
    let found = of!(follows::table.filter(follows::thread_id.eq(thread.get())), whose);
    Ok(found.load(conn)?)
}

/// Of one account or guest with the thread's address and title, newest first.
pub fn of_one(
    conn: &mut Conn,
    whose: Whose,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<(Follow, String, Option<String>)>> {
    let joined = follows::table
        .inner_join(threads::table.on(threads::id.eq(follows::thread_id)))
        .filter(follows::id.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .order(follows::id.desc())
        .limit(limit)
        .select((follows::all_columns, threads::url, threads::title));
    Ok(of!(joined, whose).load(conn)?)
}

pub fn remove(tx: &mut Conn, whose: Whose, id: FollowId) -> Result<bool> {
    let row = follows::table.find(id.get());
    let removed = match whose {
        Whose::Account(account) => diesel::delete(row.filter(follows::account_id.eq(account.get()))).execute(tx)?,
        Whose::Guest(guest) => diesel::delete(row.filter(follows::guest_id.eq(guest.get()))).execute(tx)?,
    };
    Ok(removed == 1)
}

/// Those who follow the thread or one of the comments, in the order of their rows.
pub fn followers(
    conn: &mut Conn,
    thread: ThreadId,
    comments: &[CommentId],
    after: i64,
    limit: i64,
) -> Result<Vec<Follow>> {
    let places: Vec<i64> = std::iter::once(0).chain(comments.iter().map(|comment| comment.get())).collect();
    let found = follows::table
        .filter(follows::thread_id.eq(thread.get()))
        .filter(follows::comment_id.eq_any(places))
        .filter(follows::muted.eq(false))
        .filter(follows::id.gt(after))
        .order(follows::id)
        .limit(limit);
    Ok(found.load(conn)?)
}

/// A comment whose followers are still to be told.
#[derive(Debug, Clone, Queryable)]
pub struct FanOut {
    pub comment_id: CommentId,
    pub site_id: SiteId,
    pub thread_id: ThreadId,
    /// They are told up to this row of `follows`.
    pub after: i64,
    pub due_at: Timestamp,
    pub created_at: Timestamp,
}

/// Leaves the followers to a job, if the thread has any; whether it has.
pub fn owe_fan_out(tx: &mut Conn, fan_out: &FanOut) -> Result<bool> {
    let any = follows::table.filter(follows::thread_id.eq(fan_out.thread_id.get())).filter(follows::muted.eq(false));
    if !on_backend!(tx, conn => diesel::select(exists(any)).get_result::<bool>(conn))? {
        return Ok(false);
    }
    let row = (
        fan_outs::comment_id.eq(fan_out.comment_id.get()),
        fan_outs::site_id.eq(fan_out.site_id.get()),
        fan_outs::thread_id.eq(fan_out.thread_id.get()),
        fan_outs::after.eq(fan_out.after),
        fan_outs::due_at.eq(fan_out.due_at.micros()),
        fan_outs::created_at.eq(fan_out.created_at.micros()),
    );
    on_backend!(tx, conn => diesel::insert_into(fan_outs::table).values(row).on_conflict_do_nothing().execute(conn))?;
    Ok(true)
}

pub fn due_fan_outs(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<FanOut>> {
    let due = fan_outs::table.filter(fan_outs::due_at.le(now.micros())).order(fan_outs::due_at).limit(limit);
    Ok(due.load(conn)?)
}

/// Moves on to the next followers; false if another node did.
pub fn advance_fan_out(tx: &mut Conn, fan_out: &FanOut, to: i64) -> Result<bool> {
    let there = fan_outs::table.find(fan_out.comment_id.get()).filter(fan_outs::after.eq(fan_out.after));
    Ok(diesel::update(there).set(fan_outs::after.eq(to)).execute(tx)? == 1)
}

pub fn end_fan_out(tx: &mut Conn, comment: CommentId) -> Result<()> {
    diesel::delete(fan_outs::table.find(comment.get())).execute(tx)?;
    Ok(())
}

/// An author somebody ignores, by one of its comments.
#[derive(Debug, Clone, Queryable)]
pub struct Ignored {
    pub account_id: AccountId,
    pub author_key: i64,
    pub comment_id: CommentId,
    /// At that time.
    pub name: String,
    pub created_at: Timestamp,
}

pub fn ignore(tx: &mut Conn, ignored: &Ignored) -> Result<()> {
    let row = (
        ignores::account_id.eq(ignored.account_id.get()),
        ignores::author_key.eq(ignored.author_key),
        ignores::comment_id.eq(ignored.comment_id.get()),
        ignores::name.eq(&ignored.name),
        ignores::created_at.eq(ignored.created_at.micros()),
    );
    on_backend!(tx, conn => diesel::insert_into(ignores::table).values(row).on_conflict_do_nothing().execute(conn))?;
    Ok(())
}

pub fn unignore(tx: &mut Conn, account: AccountId, author_key: i64) -> Result<bool> {
    Ok(diesel::delete(ignores::table.find((account.get(), author_key))).execute(tx)? == 1)
}

pub fn ignores(conn: &mut Conn, account: AccountId, author_key: i64) -> Result<bool> {
    Ok(diesel::select(exists(ignores::table.find((account.get(), author_key)))).get_result(conn)?)
}

/// Whom the account ignores, the latest first.
pub fn ignored_by(conn: &mut Conn, account: AccountId, limit: i64) -> Result<Vec<Ignored>> {
    let found = ignores::table
        .filter(ignores::account_id.eq(account.get()))
        .order((ignores::created_at.desc(), ignores::author_key))
        .limit(limit);
    Ok(found.load(conn)?)
}

/// Forgets what an account follows and whom it ignores.
pub fn forget_account(tx: &mut Conn, account: AccountId) -> Result<()> {
    diesel::delete(follows::table.filter(follows::account_id.eq(account.get()))).execute(tx)?;
    diesel::delete(ignores::table.filter(ignores::account_id.eq(account.get()))).execute(tx)?;
    Ok(())
}

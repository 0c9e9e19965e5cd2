//! Comments: the rows and their texts.

use std::collections::HashMap;

use diesel::prelude::*;

use super::db::on_backend;
use super::schema::{accounts, comment_revisions, comments};
use super::{Conn, Result};
use crate::model::comment::{AuthorKind, Status};
use crate::model::ids::{AccountId, CommentId, SiteId, ThreadId, first_id_at};
use crate::model::page::Cursor;
use crate::model::time::Timestamp;

/// A row of `comments`.
#[derive(Debug, Clone, Queryable)]
pub struct Comment {
    pub id: CommentId,
    pub site_id: SiteId,
    pub thread_id: ThreadId,
    pub parent_id: Option<CommentId>,
    /// The top-level comment above this one; its own id at the top.
    pub root_id: CommentId,
    /// 0 at the top.
    pub depth: i32,
    pub account_id: Option<AccountId>,
    pub author_kind: AuthorKind,
    /// Who wrote it, as far as the checks can tell: the account's id, or a keyed hash below zero for a guest.
    pub author_key: i64,
    /// A keyed hash of the network address; never the address.
    pub network_key: Option<i64>,
    pub guest_name: Option<String>,
    pub guest_email: Option<String>,
    pub guest_website: Option<String>,
    /// The source as the author wrote it.
    pub body: String,
    pub body_html: String,
    /// Hash of the normalised text.
    pub fingerprint: i64,
    pub status: Status,
    /// Grows with every edit and every decision.
    pub revision: i32,
    /// The author wants to hear of replies.
    pub follow: bool,
    /// Votes up minus votes down.
    pub score: i64,
    /// Direct replies that are shown.
    pub reply_count: i64,
    /// Stands in the public thread: published, or a tombstone above something that is.
    pub shown: bool,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    /// When a person last decided on its present text.
    pub reviewed_at: Option<Timestamp>,
    /// What it is written in, as an ISO 639-1 code; `None` if that is not sure.
    pub language: Option<String>,
    /// Stands first in its thread.
    pub pinned_at: Option<Timestamp>,
    /// A moderator left it to the administrators.
    pub escalated_at: Option<Timestamp>,
    /// The author is to change it before it is looked at again.
    pub edit_asked_at: Option<Timestamp>,
    /// When the staff last changed its text.
    pub staff_edited_at: Option<Timestamp>,
}

impl Comment {
    /// Whether it waits for a moderator, and not for its author.
    pub fn is_pending(&self) -> bool {
        self.status == Status::Pending && self.edit_asked_at.is_none()
    }

    /// The same one revision on and of that status; marks that belong to another status are gone.
    #[must_use]
    pub fn moved_to(&self, status: Status) -> Self {
        let (published, pending) = (status == Status::Published, status == Status::Pending);
        Self {
            status,
            revision: self.revision + 1,
            shown: published || self.reply_count > 0,
            pinned_at: self.pinned_at.filter(|_| published),
            escalated_at: self.escalated_at.filter(|_| pending),
            edit_asked_at: self.edit_asked_at.filter(|_| pending),
            ..self.clone()
        }
    }
}

/// A comment and its author's name; `None` for an account that is deleted.
pub type Listed = (Comment, Option<String>);

pub fn insert(tx: &mut Conn, new: &Comment) -> Result<()> {
    let row = diesel::insert_into(comments::table).values((
        (
            comments::id.eq(new.id.get()),
            comments::site_id.eq(new.site_id.get()),
            comments::thread_id.eq(new.thread_id.get()),
            comments::parent_id.eq(new.parent_id.map(CommentId::get)),
            comments::root_id.eq(new.root_id.get()),
            comments::depth.eq(new.depth),
            comments::account_id.eq(new.account_id.map(AccountId::get)),
            comments::author_kind.eq(new.author_kind.as_str()),
            comments::author_key.eq(new.author_key),
            comments::network_key.eq(new.network_key),
            comments::guest_name.eq(new.guest_name.as_deref()),
            comments::guest_email.eq(new.guest_email.as_deref()),
            comments::guest_website.eq(new.guest_website.as_deref()),
        ),
        (
            comments::body.eq(&new.body),
            comments::body_html.eq(&new.body_html),
            comments::fingerprint.eq(new.fingerprint),
            comments::status.eq(new.status.as_str()),
            comments::revision.eq(new.revision),
            comments::follow.eq(new.follow),
            comments::score.eq(new.score),
            comments::reply_count.eq(new.reply_count),
            comments::shown.eq(new.shown),
            comments::created_at.eq(new.created_at.micros()),
            comments::language.eq(new.language.as_deref()),
        ),
    ));
    on_backend!(tx, conn => row.execute(conn))?;
    add_revision(tx, new, new.created_at, false)
}

fn add_revision(tx: &mut Conn, comment: &Comment, at: Timestamp, by_staff: bool) -> Result<()> {
    let row = diesel::insert_into(comment_revisions::table).values((
        comment_revisions::comment_id.eq(comment.id.get()),
        comment_revisions::revision.eq(comment.revision),
        comment_revisions::site_id.eq(comment.site_id.get()),
        comment_revisions::body.eq(&comment.body),
        comment_revisions::created_at.eq(at.micros()),
        comment_revisions::by_staff.eq(by_staff),
    ));
    on_backend!(tx, conn => row.execute(conn))?;
    Ok(())
}

/// The site and the thread a comment belongs to: for the routes whose path names only the comment.
pub fn place_of(conn: &mut Conn, id: CommentId) -> Result<Option<(SiteId, ThreadId)>> {
    let place = comments::table.find(id.get()).select((comments::site_id, comments::thread_id));
    Ok(place.first(conn).optional()?)
}

/// The same of several comments; those that are not there are left out.
pub fn places_of(conn: &mut Conn, ids: &[CommentId]) -> Result<HashMap<CommentId, (SiteId, ThreadId)>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    let found: Vec<(CommentId, (SiteId, ThreadId))> = comments::table
        .filter(comments::id.eq_any(ids))
        .select((comments::id, (comments::site_id, comments::thread_id)))
        .load(conn)?;
    Ok(found.into_iter().collect())
}

/// The site a comment belongs to: for the routes whose path names only the comment.
pub fn site_of(conn: &mut Conn, id: CommentId) -> Result<Option<SiteId>> {
    Ok(comments::table.find(id.get()).select(comments::site_id).first(conn).optional()?)
}

pub fn find(conn: &mut Conn, site: SiteId, id: CommentId) -> Result<Option<Comment>> {
    let found = comments::table.find(id.get()).filter(comments::site_id.eq(site.get()));
    Ok(on_backend!(conn, conn => found.first(conn).optional())?)
}

pub fn find_listed(conn: &mut Conn, site: SiteId, id: CommentId) -> Result<Option<Listed>> {
    let found = comments::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(comments::account_id)))
        .filter(comments::id.eq(id.get()))
        .filter(comments::site_id.eq(site.get()))
        .select((comments::all_columns, accounts::display_name.nullable()));
    Ok(found.first(conn).optional()?)
}

/// Several comments with their authors' names, in no order.
pub fn find_many(conn: &mut Conn, site: SiteId, ids: &[CommentId]) -> Result<Vec<Listed>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    let found = comments::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(comments::account_id)))
        .filter(comments::id.eq_any(ids))
        .filter(comments::site_id.eq(site.get()))
        .select((comments::all_columns, accounts::display_name.nullable()));
    Ok(found.load(conn)?)
}

/// What stands directly below a comment, whatever its status, deleted ones left out; oldest first.
pub fn below(conn: &mut Conn, site: SiteId, parent: CommentId, limit: i64) -> Result<Vec<Listed>> {
    let found = comments::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(comments::account_id)))
        .filter(comments::parent_id.eq(parent.get()))
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::status.ne(Status::Deleted.as_str()))
        .order(comments::id.asc())
        .limit(limit)
        .select((comments::all_columns, accounts::display_name.nullable()));
    Ok(found.load(conn)?)
}

/// Moves the comment from `before.revision` to its next one with a new status; false if it is not there any more.
pub fn set_status(tx: &mut Conn, before: &Comment, status: Status, reviewed_at: Option<Timestamp>) -> Result<bool> {
    move_on(tx, &Comment { reviewed_at: reviewed_at.or(before.reviewed_at), ..before.moved_to(status) })
}

/// Writes status and marks of a comment that is one revision on; false if somebody was faster.
pub fn move_on(tx: &mut Conn, after: &Comment) -> Result<bool> {
    let unchanged = comments::table
        .find(after.id.get())
        .filter(comments::site_id.eq(after.site_id.get()))
        .filter(comments::revision.eq(after.revision - 1));
    let updated = diesel::update(unchanged)
        .set((
            comments::status.eq(after.status.as_str()),
            comments::shown.eq(after.shown),
            comments::revision.eq(after.revision),
            comments::reviewed_at.eq(after.reviewed_at.map(Timestamp::micros)),
            comments::pinned_at.eq(after.pinned_at.map(Timestamp::micros)),
            comments::escalated_at.eq(after.escalated_at.map(Timestamp::micros)),
            comments::edit_asked_at.eq(after.edit_asked_at.map(Timestamp::micros)),
        ))
        .execute(tx)?;
    Ok(updated == 1)
}

/// As [`move_on`], with a new text, which is kept as a revision.
pub fn edit(tx: &mut Conn, after: &Comment, at: Timestamp, by_staff: bool) -> Result<bool> {
    if !move_on(tx, after)? {
        return Ok(false);
    }
    let of_site = comments::table.find(after.id.get()).filter(comments::site_id.eq(after.site_id.get()));
    diesel::update(of_site)
        .set((
            comments::body.eq(&after.body),
            comments::body_html.eq(&after.body_html),
            comments::fingerprint.eq(after.fingerprint),
            comments::language.eq(after.language.as_deref()),
            comments::edited_at.eq(after.edited_at.map(Timestamp::micros)),
            comments::staff_edited_at.eq(after.staff_edited_at.map(Timestamp::micros)),
        ))
        .execute(tx)?;
    add_revision(tx, after, at, by_staff)?;
    Ok(true)
}

/// Takes the text and, for a guest, everything personal out of the comment and its revisions.
pub fn blank(tx: &mut Conn, comment: &Comment) -> Result<()> {
    diesel::update(comments::table.find(comment.id.get()).filter(comments::site_id.eq(comment.site_id.get())))
        .set((
            comments::body.eq(""),
            comments::body_html.eq(""),
            comments::fingerprint.eq(0),
            comments::guest_name.eq(None::<String>),
            comments::guest_email.eq(None::<String>),
            comments::guest_website.eq(None::<String>),
            comments::network_key.eq(None::<i64>),
            comments::language.eq(None::<String>),
            comments::follow.eq(false),
        ))
        .execute(tx)?;
    diesel::update(
        comment_revisions::table
            .filter(comment_revisions::comment_id.eq(comment.id.get()))
            .filter(comment_revisions::site_id.eq(comment.site_id.get())),
    )
    .set(comment_revisions::body.eq(""))
    .execute(tx)?;
    Ok(())
}

/// A text that a comment has or had.
#[derive(Debug, Clone, Queryable)]
pub struct Revision {
    pub revision: i32,
    /// The source.
    pub body: String,
    pub created_at: Timestamp,
    /// Written by the staff, or brought back by them.
    pub by_staff: bool,
}

/// Oldest first.
pub fn revisions(conn: &mut Conn, site: SiteId, id: CommentId) -> Result<Vec<Revision>> {
    let found = comment_revisions::table
        .filter(comment_revisions::comment_id.eq(id.get()))
        .filter(comment_revisions::site_id.eq(site.get()))
        .order(comment_revisions::revision)
        .select((
            comment_revisions::revision,
            comment_revisions::body,
            comment_revisions::created_at,
            comment_revisions::by_staff,
        ));
    Ok(found.load(conn)?)
}

/// The revision of each comment's present text.
pub fn latest_texts(conn: &mut Conn, site: SiteId, ids: &[CommentId]) -> Result<HashMap<CommentId, i32>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    let oldest_first: Vec<(CommentId, i32)> = comment_revisions::table
        .filter(comment_revisions::comment_id.eq_any(ids))
        .filter(comment_revisions::site_id.eq(site.get()))
        .order(comment_revisions::revision)
        .select((comment_revisions::comment_id, comment_revisions::revision))
        .load(conn)?;
    Ok(oldest_first.into_iter().collect())
}

/// The parent after its count of shown replies moved by `by`: whether it was shown before and is now, and its own
/// parent.
pub struct Shifted {
    pub was_shown: bool,
    pub is_shown: bool,
    pub parent_id: Option<CommentId>,
}

pub fn shift_reply_count(tx: &mut Conn, site: SiteId, id: CommentId, by: i64) -> Result<Shifted> {
    let published = comments::status.eq(Status::Published.as_str());
    let shifted = diesel::update(comments::table.find(id.get()).filter(comments::site_id.eq(site.get())))
        .set((
            comments::reply_count.eq(comments::reply_count + by),
            comments::shown.eq(published.or((comments::reply_count + by).gt(0))),
        ))
        .returning((comments::status, comments::reply_count, comments::parent_id));
    let (status, count, parent_id): (Status, i64, Option<CommentId>) =
        on_backend!(tx, conn => shifted.get_result(conn))?;
    let shown_with = |replies: i64| status == Status::Published || replies > 0;
    Ok(Shifted { was_shown: shown_with(count - by), is_shown: shown_with(count), parent_id })
}

pub fn shift_score(tx: &mut Conn, site: SiteId, id: CommentId, by: i64) -> Result<i64> {
    Ok(diesel::update(comments::table.find(id.get()).filter(comments::site_id.eq(site.get())))
        .set(comments::score.eq(comments::score + by))
        .returning(comments::score)
        .get_result(tx)?)
}

/// The account's own comments on all sites, newest first.
pub fn of_account(conn: &mut Conn, account: AccountId, after: Option<Cursor>, limit: i64) -> Result<Vec<Comment>> {
    let found = comments::table
        .filter(comments::account_id.eq(account.get()))
        .filter(comments::id.lt(after.map_or(i64::MAX, |cursor| cursor.id)))
        .order(comments::id.desc())
        .limit(limit);
    Ok(found.load(conn)?)
}

/// What the comment stands below, the nearest first.
pub fn above(conn: &mut Conn, comment: &Comment) -> Result<Vec<CommentId>> {
    let mut above = Vec::new();
    let mut next = comment.parent_id;
    while let Some(parent) = next {
        above.push(parent);
        next = comments::table
            .find(parent.get())
            .filter(comments::site_id.eq(comment.site_id.get()))
            .select(comments::parent_id)
            .first(conn)
            .optional()?
            .flatten();
    }
    Ok(above)
}

/// How many addresses guests from one network gave on the site since then.
pub fn guest_addresses_since(conn: &mut Conn, site: SiteId, network_key: i64, since: Timestamp) -> Result<i64> {
    let given = comments::table
        .filter(comments::site_id.eq(site.get()))
        .filter(comments::network_key.eq(network_key))
        .filter(comments::id.ge(first_id_at(since)))
        .select(diesel::dsl::count(comments::guest_email).aggregate_distinct());
    Ok(given.get_result(conn)?)
}

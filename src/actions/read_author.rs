//! All that is known on a site of somebody who comments there, an account or a guest: named by one of the comments,
//! since addresses are never shown.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::author_notes::{NOTES_SHOWN, NamedNote, named};
use super::placed::{self, Placed};
use super::read_case::{AuthorSummary, summary};
use super::read_log::{self, LoggedDecision};
use super::read_sanctions::{NamedSanction, with_names};
use super::{Error, Result, Shared, Viewer};
use crate::model::comment::Status;
use crate::model::ids::{CommentId, ThreadId};
use crate::model::page::{Cursor, Page, PageRequest};
use crate::store::comments::{self, Comment, Listed};
use crate::store::threads::{self, Thread};
use crate::store::{Conn, author_notes, decisions, history, sanctions};

pub struct AuthorPage {
    /// The comment that named the author, with the name.
    pub listed: Listed,
    pub summary: AuthorSummary,
    /// Newest first.
    pub notes: Vec<NamedNote>,
    /// Under which the author wrote as a guest.
    pub guest_names: Vec<String>,
}

/// What happened around an author.
pub enum Event {
    /// A comment, and what was decided about it, oldest first.
    Wrote(Box<Placed>, Vec<LoggedDecision>),
    Sanctioned(Box<NamedSanction>),
}

impl Event {
    /// Ids are sorted by time, whatever they are of.
    fn id(&self) -> i64 {
        match self {
            Self::Wrote(placed, _) => placed.listed.0.id.get(),
            Self::Sanctioned(named) => named.sanction.id.get(),
        }
    }
}

/// Names of one guest that are shown.
const NAMES_SHOWN: i64 = 10;

/// A comment of the author's, and where it stands.
pub struct AuthorComment {
    pub listed: Listed,
    pub thread: Thread,
}

/// Errors: `NotFound` comment; `Forbidden` unless staff of its site.
pub async fn run(svc: &Shared, viewer: Viewer, id: CommentId) -> Result<AuthorPage> {
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    svc.store
        .read::<_, Error, _>(move |conn| {
            let listed = of_staff(conn, &viewer, id)?;
            let comment = &listed.0;
            let notes = author_notes::of_author(conn, comment.site_id, comment.author_key, NOTES_SHOWN)?;
            let summary = summary(&shared, conn, comment, now)?;
            let guest_names = history::guest_names(conn, comment.site_id, comment.author_key, NAMES_SHOWN)?;
            Ok(AuthorPage { notes: named(conn, notes)?, summary, guest_names, listed })
        })
        .await
}

/// What the author wrote on the site, newest first; given a `status`, only that. Errors: as [`run`].
pub async fn comments(
    svc: &Shared,
    viewer: Viewer,
    id: CommentId,
    status: Option<Status>,
    request: PageRequest,
) -> Result<Page<AuthorComment>> {
    svc.store
        .read::<_, Error, _>(move |conn| {
            let (comment, name) = of_staff(conn, &viewer, id)?;
            let site = comment.site_id;
            let rows = history::of_author(conn, (site, comment.author_key), status, request.after, request.limit + 1)?;
            let page = Page::cut(rows, request.limit, |comment| Cursor::by_id(comment.id.get()));
            let mut ids: Vec<ThreadId> = page.items.iter().map(|comment| comment.thread_id).collect();
            ids.sort_unstable();
            ids.dedup();
            let found = threads::find_many(conn, &ids)?;
            let found: HashMap<ThreadId, Thread> = found.into_iter().map(|thread| (thread.id, thread)).collect();
            let placed = |comment: Comment| {
                let thread = found.get(&comment.thread_id).cloned().ok_or(Error::NotFound("thread"))?;
                Ok(AuthorComment { listed: (comment, name.clone()), thread })
            };
            Ok(Page { items: page.items.into_iter().map(placed).collect::<Result<_>>()?, next: page.next })
        })
        .await
}

/// The measures against the author that count or counted on the site, newest first. Errors: as [`run`].
pub async fn sanctions(
    svc: &Shared,
    viewer: Viewer,
    id: CommentId,
    request: PageRequest,
) -> Result<Page<NamedSanction>> {
    let now = svc.clock.now();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let (comment, _) = of_staff(conn, &viewer, id)?;
            let whose = (comment.account_id, comment.author_key);
            let rows = sanctions::of_author(conn, comment.site_id, whose, request.after, request.limit + 1)?;
            let page = Page::cut(rows, request.limit, |sanction| Cursor::by_id(sanction.id.get()));
            Ok(Page { items: with_names(conn, page.items, now)?, next: page.next })
        })
        .await
}

/// What the author wrote on the site, what was decided about it, and the measures between, newest first; given a `status`,
/// only comments of it. Errors: as [`run`].
pub async fn timeline(
    svc: &Shared,
    viewer: Viewer,
    id: CommentId,
    status: Option<Status>,
    request: PageRequest,
) -> Result<Page<Event>> {
    let now = svc.clock.now();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let (comment, _) = of_staff(conn, &viewer, id)?;
            let (site, after, limit) = (comment.site_id, request.after, request.limit + 1);
            let wrote = history::of_author(conn, (site, comment.author_key), status, after, limit)?;
            let ids: Vec<CommentId> = wrote.iter().map(|comment| comment.id).collect();
            let mut places = placed::of_site(conn, site, &ids)?;
            let mut decided: HashMap<CommentId, Vec<LoggedDecision>> = HashMap::new();
            let rows = decisions::of_site_comments(conn, site, &ids)?;
            for row in read_log::named(conn, rows)? {
                decided.entry(row.logged.decision.comment_id).or_default().push(row);
            }
            let wrote = ids.iter().filter_map(|id| Some((*id, places.remove(id)?)));
            let wrote =
                wrote.map(|(id, placed)| Event::Wrote(Box::new(placed), decided.remove(&id).unwrap_or_default()));
            let mut events: Vec<Event> = wrote.collect();
            if status.is_none() {
                let whose = (comment.account_id, comment.author_key);
                let rows = sanctions::of_author(conn, site, whose, after, limit)?;
                let named = with_names(conn, rows, now)?;
                events.extend(named.into_iter().map(|named| Event::Sanctioned(Box::new(named))));
                events.sort_by_key(|event| Reverse(event.id()));
            }
            Ok(Page::cut(events, request.limit, |event| Cursor::by_id(event.id())))
        })
        .await
}

/// The comment, if the viewer is on the staff of its site. Errors: `NotFound`; `Forbidden`.
pub(super) fn of_staff(conn: &mut Conn, viewer: &Viewer, id: CommentId) -> Result<Listed> {
    let site = comments::site_of(conn, id)?.ok_or(Error::NotFound("comment"))?;
    if !viewer.is_staff_of(site) {
        return Err(Error::Forbidden);
    }
    comments::find_listed(conn, site, id)?.ok_or(Error::NotFound("comment"))
}

//! All that is known on a site of somebody who comments there, an account or a guest: named by one of the comments,
//! since addresses are never shown.

use std::collections::HashMap;

use super::author_notes::{NOTES_SHOWN, NamedNote, named};
use super::read_case::{AuthorSummary, summary};
use super::{Error, Result, Shared, Viewer};
use crate::model::comment::Status;
use crate::model::ids::{CommentId, ThreadId};
use crate::model::page::{Cursor, Page, PageRequest};
use crate::store::comments::{self, Comment, Listed};
use crate::store::threads::{self, Thread};
use crate::store::{Conn, author_notes, history};

pub struct AuthorPage {
    /// The comment that named the author, with the name.
    pub listed: Listed,
    pub summary: AuthorSummary,
    /// Newest first.
    pub notes: Vec<NamedNote>,
}

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
            Ok(AuthorPage { notes: named(conn, notes)?, summary, listed })
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

/// The comment, if the viewer is on the staff of its site. Errors: `NotFound`; `Forbidden`.
pub(super) fn of_staff(conn: &mut Conn, viewer: &Viewer, id: CommentId) -> Result<Listed> {
    let site = comments::site_of(conn, id)?.ok_or(Error::NotFound("comment"))?;
    if !viewer.is_staff_of(site) {
        return Err(Error::Forbidden);
    }
    comments::find_listed(conn, site, id)?.ok_or(Error::NotFound("comment"))
}

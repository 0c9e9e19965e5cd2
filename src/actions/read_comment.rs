//! One comment, for whoever may see it.

use super::{CommentTree, Error, Result, Shared, Viewer};
use crate::model::comment::Status;
use crate::model::ids::CommentId;
use crate::model::page::{Cursor, Page, PageRequest};
pub use crate::store::comments::Revision;
use crate::store::comments::{self, Comment, Listed};
use crate::store::{Conn, thread_pages};

/// A comment as one viewer sees it.
pub struct SeenComment {
    pub comment: Comment,
    /// `None` for an account that is gone.
    pub author_name: Option<String>,
    /// The viewer wrote it or is staff of the site, and so may see all of it.
    pub whole: bool,
}

/// Errors: `NotFound`, also for what this viewer must not see.
pub async fn comment(svc: &Shared, viewer: Option<Viewer>, id: CommentId) -> Result<SeenComment> {
    svc.store
        .read::<_, Error, _>(move |conn| {
            let mut seen = seen(conn, viewer.as_ref(), id)?;
            let is_staff = viewer.is_some_and(|viewer| viewer.is_staff_of(seen.comment.site_id));
            if !is_staff {
                seen.comment.status = seen.comment.status.told();
            }
            Ok(seen)
        })
        .await
}

/// The shown direct replies, oldest first. Errors: `NotFound` comment, also for one that is not in the thread.
pub async fn replies(svc: &Shared, id: CommentId, request: PageRequest) -> Result<Page<CommentTree>> {
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = comments::site_of(conn, id)?.ok_or(Error::NotFound("comment"))?;
            let parent = comments::find(conn, site, id)?.filter(|parent| parent.shown);
            parent.ok_or(Error::NotFound("comment"))?;
            let rows = thread_pages::replies_to(conn, site, id, request.after, request.limit + 1)?;
            let page = Page::cut(rows, request.limit, |(comment, _)| Cursor::by_id(comment.id.get()));
            Ok(page.map(|(comment, author_name)| CommentTree { comment, author_name, replies: Vec::new() }))
        })
        .await
}

/// What the comment said at first and after each edit. Errors: `NotFound`; `Forbidden` for others than its author and
/// staff of the site.
pub async fn revisions(svc: &Shared, viewer: Viewer, id: CommentId) -> Result<Vec<Revision>> {
    svc.store
        .read::<_, Error, _>(move |conn| {
            let seen = seen(conn, Some(&viewer), id)?;
            if !seen.whole {
                return Err(Error::Forbidden);
            }
            Ok(comments::revisions(conn, seen.comment.site_id, id)?)
        })
        .await
}

/// Errors: `NotFound`, also for what this viewer must not see: what is not published is its author's and the staff's,
/// what is deleted the staff's alone.
pub(super) fn seen(conn: &mut Conn, viewer: Option<&Viewer>, id: CommentId) -> Result<SeenComment> {
    let site = comments::site_of(conn, id)?.ok_or(Error::NotFound("comment"))?;
    let found: Listed = comments::find_listed(conn, site, id)?.ok_or(Error::NotFound("comment"))?;
    let (comment, author_name) = found;
    let is_staff = viewer.is_some_and(|viewer| viewer.is_staff_of(site));
    let is_author = viewer.is_some_and(|viewer| wrote(viewer, &comment));
    let visible = match comment.status {
        Status::Published => true,
        Status::Pending | Status::Muted | Status::Rejected | Status::Spam => is_author || is_staff,
        Status::Deleted => is_staff,
    };
    if !visible {
        return Err(Error::NotFound("comment"));
    }
    Ok(SeenComment { comment, author_name, whole: is_author || is_staff })
}

pub(super) fn wrote(viewer: &Viewer, comment: &Comment) -> bool {
    comment.account_id == Some(viewer.id())
}

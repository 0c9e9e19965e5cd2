//! What waits for a moderator.

use super::{Error, Result, Shared, Viewer};
use crate::model::comment::Status;
use crate::model::finding::Finding;
use crate::model::ids::CommentId;
use crate::model::page::{Cursor, Page, PageRequest};
use crate::store::comments::{self, Listed};
use crate::store::threads::{self, Thread};
use crate::store::{findings, sites};

/// A comment with what a moderator needs to decide on it.
pub struct QueueItem {
    pub listed: Listed,
    pub thread: Thread,
    /// The comment it replies to.
    pub parent: Option<Listed>,
    /// Of its present text.
    pub findings: Vec<Finding>,
}

/// The site's held comments, oldest first. Errors: `NotFound` site, `Forbidden`.
pub async fn pending(svc: &Shared, viewer: Viewer, site_slug: &str, request: PageRequest) -> Result<Page<QueueItem>> {
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = sites::find_by_slug(conn, &slug)?.ok_or(Error::NotFound("site"))?;
            if !viewer.is_staff_of(site.id) {
                return Err(Error::Forbidden);
            }
            let rows = comments::with_status(conn, site.id, Status::Pending, request.after, request.limit + 1)?;
            let page = Page::cut(rows, request.limit, |(comment, _)| Cursor::by_id(comment.id.get()));
            let ids: Vec<CommentId> = page.items.iter().map(|(comment, _)| comment.id).collect();
            let parents: Vec<CommentId> = page.items.iter().filter_map(|(comment, _)| comment.parent_id).collect();
            let found = findings::of_comments(conn, site.id, &ids)?;
            let parents = comments::find_many(conn, site.id, &parents)?;
            let mut items = Vec::with_capacity(page.items.len());
            for listed in page.items {
                let thread = threads::find(conn, site.id, listed.0.thread_id)?.ok_or(Error::NotFound("thread"))?;
                let parent = parents.iter().find(|(parent, _)| Some(parent.id) == listed.0.parent_id).cloned();
                let findings = found
                    .iter()
                    .filter(|(comment, ..)| *comment == listed.0.id)
                    .map(|(.., finding)| finding.clone())
                    .collect();
                items.push(QueueItem { listed, thread, parent, findings });
            }
            Ok(Page { items, next: page.next })
        })
        .await
}

//! What waits for a moderator.

use super::read_sites::site_of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::finding::Finding;
use crate::model::ids::CommentId;
use crate::model::page::{Cursor, Page, PageRequest};
use crate::model::queue::Queue;
use crate::model::time::Timestamp;
use crate::store::comments::{self, Listed};
pub use crate::store::queues::Wanted;
use crate::store::threads::{self, Thread};
use crate::store::{findings, queues};

/// A comment with what a moderator needs to decide on it.
pub struct QueueItem {
    pub listed: Listed,
    pub thread: Thread,
    /// The comment it replies to.
    pub parent: Option<Listed>,
    /// Of its present text.
    pub findings: Vec<Finding>,
}

/// How much is on one list.
pub struct QueueSize {
    pub queue: Queue,
    pub count: i64,
    /// When the oldest comment on it was written.
    pub oldest_at: Option<Timestamp>,
}

/// The sizes of all the site's lists. Errors: `NotFound` site, `Forbidden`.
pub async fn sizes(svc: &Shared, viewer: Viewer, site_slug: &str) -> Result<Vec<QueueSize>> {
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let mut sizes = Vec::with_capacity(Queue::ALL.len());
            for &queue in Queue::ALL {
                let (count, oldest_at) = queues::size(conn, site.id, queue)?;
                sizes.push(QueueSize { queue, count, oldest_at });
            }
            Ok(sizes)
        })
        .await
}

/// One of the site's lists, oldest first. Errors: `NotFound` site,
/// `Forbidden`.
pub async fn page(
    svc: &Shared,
    viewer: Viewer,
    site_slug: &str,
    wanted: Wanted,
    request: PageRequest,
) -> Result<Page<QueueItem>> {
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let rows = queues::page(conn, site.id, wanted, request.after, request.limit + 1)?;
            let page = Page::cut(rows, request.limit, |(comment, _)| Cursor::by_id(comment.id.get()));
            let ids: Vec<CommentId> = page.items.iter().map(|(comment, _)| comment.id).collect();
            let parents: Vec<CommentId> = page.items.iter().filter_map(|(comment, _)| comment.parent_id).collect();
            let found = findings::of_comments(conn, site.id, &ids)?;
            let texts = comments::latest_texts(conn, site.id, &ids)?;
            let parents = comments::find_many(conn, site.id, &parents)?;
            let mut items = Vec::with_capacity(page.items.len());
            for listed in page.items {
                let thread = threads::find(conn, site.id, listed.0.thread_id)?.ok_or(Error::NotFound("thread"))?;
                let parent = parents.iter().find(|(parent, _)| Some(parent.id) == listed.0.parent_id).cloned();
                let text = texts.get(&listed.0.id);
                let findings = found
                    .iter()
                    .filter(|(comment, revision, _)| *comment == listed.0.id && Some(revision) == text)
                    .map(|(.., finding)| finding.clone())
                    .collect();
                items.push(QueueItem { listed, thread, parent, findings });
            }
            Ok(Page { items, next: page.next })
        })
        .await
}

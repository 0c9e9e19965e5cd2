//! Comments that a list names, with their authors' names and where they stand.

use std::collections::HashMap;

use super::read_sites::site_of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::ids::{CommentId, SiteId, ThreadId};
use crate::store::Conn;
use crate::store::comments::{self, Listed};
use crate::store::threads::{self, Thread};

#[derive(Clone)]
pub struct Placed {
    pub listed: Listed,
    pub thread: Thread,
}

/// One of the site's. Errors: `NotFound` site, `Forbidden`.
pub async fn one(svc: &Shared, viewer: Viewer, site_slug: &str, id: CommentId) -> Result<Option<Placed>> {
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            Ok(of_site(conn, site.id, &[id])?.remove(&id))
        })
        .await
}

/// Those of the site's.
pub(super) fn of_site(conn: &mut Conn, site: SiteId, ids: &[CommentId]) -> Result<HashMap<CommentId, Placed>> {
    let listed = comments::find_many(conn, site, ids)?;
    let threads: Vec<ThreadId> = listed.iter().map(|(comment, _)| comment.thread_id).collect();
    let found = threads::find_many(conn, &threads)?;
    let found: HashMap<ThreadId, Thread> = found.into_iter().map(|thread| (thread.id, thread)).collect();
    let placed = |listed: Listed| {
        let thread = found.get(&listed.0.thread_id).cloned().ok_or(Error::NotFound("thread"))?;
        Ok((listed.0.id, Placed { listed, thread }))
    };
    listed.into_iter().map(placed).collect()
}

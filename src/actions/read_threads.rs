//! A site's threads as its staff sees them.

use super::read_sites::site_of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::ids::ThreadId;
use crate::model::page::{Cursor, Page, PageRequest};
use crate::store::threads::{self, Thread};

/// Newest first. Errors: `NotFound` site, `Forbidden` unless on its staff.
pub async fn threads(svc: &Shared, viewer: Viewer, slug: &str, request: PageRequest) -> Result<Page<Thread>> {
    let slug = slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let rows = threads::list(conn, site.id, request.after, request.limit + 1)?;
            Ok(Page::cut(rows, request.limit, |thread| Cursor::by_id(thread.id.get())))
        })
        .await
}

/// Errors: `NotFound` site or thread, `Forbidden` unless on its staff.
pub async fn thread(svc: &Shared, viewer: Viewer, slug: &str, id: ThreadId) -> Result<Thread> {
    let slug = slug.to_owned();
    svc.store
        .read(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            threads::find(conn, site.id, id)?.ok_or(Error::NotFound("thread"))
        })
        .await
}

//! Moderators look for comments by what they say and by whom they are.

use super::read_queue::{QueueItem, with_context};
use super::read_sites::site_of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::comment::Status;
use crate::model::field::FieldErrors;
use crate::model::page::{Cursor, Page, PageRequest};
use crate::model::search::SearchQuery;
use crate::store::{comments, search};

/// The site's comments that `text` finds, newest first; deleted ones are never found. Errors: `NotFound` site; `Forbidden`; `Invalid`
/// when there is nothing to look for in it.
pub async fn run(
    svc: &Shared,
    viewer: Viewer,
    site_slug: &str,
    text: &str,
    status: Option<Status>,
    request: PageRequest,
) -> Result<Page<QueueItem>> {
    let query = SearchQuery::parse(text).map_err(|message| FieldErrors::one("q", message))?;
    let now = svc.clock.now();
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?.id;
            let found = search::find(conn, site, &query, status, request.after, request.limit + 1)?;
            let Page { items, next } = Page::cut(found, request.limit, |id| Cursor::by_id(id.get()));
            let mut listed = comments::find_many(conn, site, &items)?;
            listed.sort_unstable_by_key(|(comment, _)| std::cmp::Reverse(comment.id));
            let rows = listed.into_iter().map(|listed| (None, listed)).collect();
            Ok(Page { items: with_context(conn, site, rows, now)?, next })
        })
        .await
}

//! What an account sees of itself.

use std::collections::HashMap;

use super::{Error, Result, Shared, Viewer};
use crate::model::account::LinkPurpose;
use crate::model::ids::{AccountId, ThreadId};
use crate::model::page::{Cursor, Page, PageRequest};
use crate::model::time::Timestamp;
use crate::store::accounts::{self, Account};
use crate::store::comments::{self, Comment};
use crate::store::threads::{self, Thread};
use crate::store::{Conn, links};

pub struct Profile {
    pub account: Account,
    /// Whether a link is on its way to a new address.
    pub email_pending: bool,
}

/// The viewer's own account.
pub async fn profile(svc: &Shared, viewer: Viewer) -> Result<Profile> {
    let now = svc.clock.now();
    svc.store.read(move |conn| profile_of(conn, viewer.id(), now)).await
}

pub(super) fn profile_of(conn: &mut Conn, id: AccountId, now: Timestamp) -> Result<Profile> {
    let account = accounts::find(conn, id)?.ok_or(Error::Unauthenticated)?;
    let email_pending = links::is_open(conn, id, LinkPurpose::ChangeEmail, now)?;
    Ok(Profile { account, email_pending })
}

/// The viewer's own comments on all sites, whatever their status, newest first, each with its thread.
pub async fn own_comments(svc: &Shared, viewer: Viewer, request: PageRequest) -> Result<Page<(Comment, Thread)>> {
    svc.store
        .read::<_, Error, _>(move |conn| {
            let rows = comments::of_account(conn, viewer.id(), request.after, request.limit + 1)?;
            let page = Page::cut(rows, request.limit, |comment| Cursor::by_id(comment.id.get()));
            let ids: Vec<ThreadId> = page.items.iter().map(|comment| comment.thread_id).collect();
            let threads = threads::find_many(conn, &ids)?;
            let threads: HashMap<ThreadId, Thread> = threads.into_iter().map(|thread| (thread.id, thread)).collect();
            let with_thread = |comment: Comment| {
                let thread = threads.get(&comment.thread_id).cloned().ok_or(Error::NotFound("thread"))?;
                Ok((comment, thread))
            };
            let items = page.items.into_iter().map(with_thread).collect::<Result<_>>()?;
            Ok(Page { items, next: page.next })
        })
        .await
}

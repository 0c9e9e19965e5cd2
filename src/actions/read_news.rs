//! The list of news: what somebody was told, and what of it was read.

use super::{Error, Result, Shared, Viewer};
use crate::model::ids::{AccountId, NotificationId};
use crate::model::notice::Notice;
use crate::model::page::{Cursor, Page, PageRequest};
use crate::model::time::Timestamp;
use crate::store::notifications;

/// As far as what is unread is counted.
pub const MOST_COUNTED: i64 = 100;

/// One thing that was told.
pub struct News {
    pub id: NotificationId,
    pub notice: Notice,
    pub read_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// Newest first, and how much is unread, counted as far as [`MOST_COUNTED`].
pub async fn run(svc: &Shared, viewer: Viewer, request: PageRequest) -> Result<(Page<News>, i64)> {
    let now = svc.clock.now();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let rows = notifications::of_account(conn, viewer.id(), now, request.after, request.limit + 1)?;
            let page = Page::cut(rows, request.limit, |row| Cursor::by_id(row.id.get()));
            let next = page.next;
            let items: Result<Vec<News>> = page
                .items
                .into_iter()
                .map(|row| {
                    let notice = serde_json::from_str(&row.notice)?;
                    Ok(News { id: row.id, notice, read_at: row.read_at, created_at: row.created_at })
                })
                .collect();
            let unread = notifications::unread(conn, viewer.id(), now, MOST_COUNTED)?;
            Ok((Page { items: items?, next }, unread))
        })
        .await
}

/// How much is unread, counted as far as [`MOST_COUNTED`].
pub async fn unread(svc: &Shared, account: AccountId) -> Result<i64> {
    let now = svc.clock.now();
    svc.store.read::<_, Error, _>(move |conn| Ok(notifications::unread(conn, account, now, MOST_COUNTED)?)).await
}

/// Marks as read all that was told up to and with that one: no mail repeats it.
pub async fn mark(svc: &Shared, viewer: Viewer, up_to: NotificationId) -> Result<()> {
    let now = svc.clock.now();
    svc.store
        .write::<_, Error, _>(move |tx| {
            viewer.hold(tx)?;
            notifications::read(tx, viewer.id(), up_to, now)?;
            Ok(())
        })
        .await
}

/// Marks that one alone as read.
pub async fn mark_one(svc: &Shared, viewer: Viewer, id: NotificationId) -> Result<()> {
    let now = svc.clock.now();
    svc.store
        .write::<_, Error, _>(move |tx| {
            viewer.hold(tx)?;
            notifications::read_one(tx, viewer.id(), id, now)?;
            Ok(())
        })
        .await
}

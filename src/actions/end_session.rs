//! Where an account is signed in, and signing it out there.

use super::{Error, Result, Shared, Viewer};
use crate::model::ids::SessionId;
use crate::model::page::{Cursor, Page, PageRequest};
use crate::store::sessions::{self, Session};

/// The viewer's sessions that can still be used, newest first.
pub async fn sessions(svc: &Shared, viewer: Viewer, request: PageRequest) -> Result<Page<Session>> {
    let now = svc.clock.now();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let rows = sessions::of_account(conn, viewer.id(), now, request.after, request.limit + 1)?;
            Ok(Page::cut(rows, request.limit, |session| Cursor::by_id(session.id.get())))
        })
        .await
}

/// Ends all of the viewer's sessions but the one that asks. Errors: `Forbidden` for an API token.
pub async fn others(svc: &Shared, viewer: Viewer) -> Result<()> {
    let session = viewer.session().ok_or(Error::Forbidden)?;
    let now = svc.clock.now();
    svc.store.write::<_, Error, _>(move |tx| Ok(sessions::revoke_all(tx, viewer.id(), Some(session), now)?)).await
}

/// Ends one of the viewer's sessions, at once. Errors: `NotFound`.
pub async fn run(svc: &Shared, viewer: Viewer, id: SessionId) -> Result<()> {
    let now = svc.clock.now();
    svc.store
        .write(
            move |tx| {
                if sessions::revoke(tx, viewer.id(), id, now)? { Ok(()) } else { Err(Error::NotFound("session")) }
            },
        )
        .await
}

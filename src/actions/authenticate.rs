//! Who is behind an access token. The session is looked up each time, so one that was revoked ends at once.

use super::{Credential, Error, Result, Shared, Viewer};
use crate::store::{sessions, sites};

/// Errors: `Unauthenticated` for a token that is not ours, is expired, or whose session has ended.
pub async fn run(svc: &Shared, access_token: &str) -> Result<Viewer> {
    let now = svc.clock.now();
    let claims = svc.access.check(access_token, now).map_err(|_| Error::Unauthenticated)?;
    svc.store
        .read(move |conn| {
            let (session, account) = sessions::live(conn, claims.session, now)?.ok_or(Error::Unauthenticated)?;
            if account.id != claims.account {
                return Err(Error::Unauthenticated);
            }
            let moderates = sites::ids_moderated_by(conn, account.id)?;
            Ok(Viewer { account, credential: Credential::Session(session.id), moderates })
        })
        .await
}

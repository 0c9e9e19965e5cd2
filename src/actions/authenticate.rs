//! Who is behind a token. Session and API token are looked up each time, so one that was revoked ends at once.

use super::{Credential, Error, Result, Shared, Viewer};
use crate::auth::{OpaqueToken, TokenPrefix};
use crate::model::account::Scope;
use crate::model::ids::ApiTokenId;
use crate::model::time::MINUTE;
use crate::store::{api_tokens, sessions, sites};

/// Errors: `Unauthenticated` for a token that is not ours, is expired or revoked, or whose session has ended.
pub async fn run(svc: &Shared, token: &str) -> Result<Viewer> {
    if OpaqueToken::looks_valid(TokenPrefix::Api, token) {
        return by_api_token(svc, token).await;
    }
    let now = svc.clock.now();
    let claims = svc.access.check(token, now).map_err(|_| Error::Unauthenticated)?;
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

async fn by_api_token(svc: &Shared, token: &str) -> Result<Viewer> {
    let now = svc.clock.now();
    let hash = OpaqueToken::hash(token);
    let (viewer, token) = svc
        .store
        .read::<_, Error, _>(move |conn| {
            let (token, account) = api_tokens::live(conn, &hash, now)?.ok_or(Error::Unauthenticated)?;
            let scopes = Scope::parse_list(&token.scopes).map_err(Error::Internal)?;
            let moderates = sites::ids_moderated_by(conn, account.id)?;
            Ok((Viewer { account, credential: Credential::Token(scopes), moderates }, token))
        })
        .await?;
    if token.last_used_at.is_none_or(|used| used.plus(MINUTE) <= now) {
        remember_use(svc, token.id);
    }
    Ok(viewer)
}

/// Notes the use beside the request, which neither waits for it nor fails with it.
fn remember_use(svc: &Shared, token: ApiTokenId) {
    let svc = Shared::clone(svc);
    let now = svc.clock.now();
    tokio::spawn(async move {
        let noted = svc.store.write::<_, Error, _>(move |tx| Ok(api_tokens::touch(tx, token, now, now.plus(-MINUTE))?));
        if let Err(error) = noted.await {
            tracing::warn!(%error, "the use of an API token could not be noted");
        }
    });
}

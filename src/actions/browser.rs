//! What a browser holds while somebody reads pages: the session it is signed in with, and proof that a form which comes
//! back was filled in on a page of ours. Scripts see neither.
//!
//! The session's credential is signed, not stored: the session's row says whether it still is one. It cannot be turned
//! into tokens for the API, and is no token there.

use subtle::ConstantTimeEq;

use super::{Credential, Error, Result, Service, Shared, Viewer, fingerprint, sign_in};
use crate::model::ids::SessionId;
use crate::store::{sessions, sites};

/// Signs in; the credential. Errors: as `sign_in::run`.
pub async fn start_session(svc: &Shared, email: &str, password: &str, user_agent: Option<String>) -> Result<String> {
    // The tokens that come along are dropped: whoever holds this session has a browser.
    let session = sign_in::run(svc, email, password, user_agent).await?.session;
    Ok(format!("{session}.{}", signature(svc, session)))
}

/// Who is signed in. `None`: nobody, or the session has ended.
pub async fn viewer(svc: &Shared, credential: &str) -> Result<Option<Viewer>> {
    let Some(session) = session_of(svc, credential) else { return Ok(None) };
    let now = svc.clock.now();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let Some((session, account)) = sessions::live(conn, session, now)? else { return Ok(None) };
            let moderates = sites::ids_moderated_by(conn, account.id)?;
            Ok(Some(Viewer { account, credential: Credential::Session(session.id), moderates }))
        })
        .await
}

fn session_of(svc: &Service, credential: &str) -> Option<SessionId> {
    let (id, signed) = credential.split_once('.')?;
    let id: SessionId = id.parse().ok()?;
    same(&signature(svc, id), signed).then_some(id)
}

fn signature(svc: &Service, session: SessionId) -> String {
    fingerprint(svc, &[b"page-session", &session.get().to_be_bytes()])
}

/// What a browser is known by before anybody signs in: 128 random bits in hex.
pub fn new_seed() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// Goes into each form. It holds in the browser that has the seed, as long as the same person is signed in.
pub fn form_token(svc: &Service, seed: &str, credential: Option<&str>) -> String {
    fingerprint(svc, &[b"form", seed.as_bytes(), credential.unwrap_or_default().as_bytes()])
}

/// Whether a form came from a page that this browser was shown.
pub fn is_form_token(svc: &Service, token: &str, seed: &str, credential: Option<&str>) -> bool {
    !seed.is_empty() && same(&form_token(svc, seed, credential), token)
}

fn same(one: &str, other: &str) -> bool {
    bool::from(one.as_bytes().ct_eq(other.as_bytes()))
}

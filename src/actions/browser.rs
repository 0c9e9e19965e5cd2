//! What a browser holds while somebody reads pages: the session it is signed in with, and proof that a form which comes
//! back was filled in on a page of ours. Scripts see neither.
//!
//! The session's credential is signed, not stored: the session's row says whether it still is one. It cannot be turned
//! into tokens for the API, and is no token there.

use subtle::ConstantTimeEq;

use super::{Credential, Error, Result, Service, Shared, Viewer, fingerprint, sign_in};
use crate::auth::{OpaqueToken, SignedFields};
use crate::model::ids::SessionId;
use crate::model::time::{DAY, SECOND, Timestamp};
use crate::store::{sessions, sites, spent_links};

/// The purpose of codes.
const HAND_OVER: &str = "hand_over";

/// Signs in; the credential. Errors: as `sign_in::run`.
pub async fn start_session(svc: &Shared, email: &str, password: &str, user_agent: Option<String>) -> Result<String> {
    // The tokens that come along are dropped: whoever holds this session has a browser.
    let session = sign_in::run(svc, email, password, user_agent).await?.session;
    Ok(format!("{session}.{}", signature(svc, session)))
}

/// Who is signed in, and whether the session was prolonged by this, which happens once a day. `None`: nobody, or the session
/// has ended.
pub async fn viewer(svc: &Shared, credential: &str) -> Result<Option<(Viewer, bool)>> {
    let Some(session) = session_of(svc, credential) else { return Ok(None) };
    let now = svc.clock.now();
    let found = svc
        .store
        .read::<_, Error, _>(move |conn| {
            let Some((session, account)) = sessions::live(conn, session, now)? else { return Ok(None) };
            let moderates = sites::ids_moderated_by(conn, account.id)?;
            let is_old = session.last_used_at.plus(DAY) < now;
            Ok(Some((Viewer { account, credential: Credential::Session(session.id), moderates }, is_old)))
        })
        .await?;
    if let Some((_, true)) = found {
        let until = now.plus(sign_in::SESSION_LIFE);
        svc.store.write::<_, Error, _>(move |tx| Ok(sessions::touch(tx, session, now, until)?)).await?;
    }
    Ok(found)
}

/// How long a code works, in microseconds: a page hands it to the one that opened it.
const CODE_LIFE: i64 = 60 * SECOND;

/// A code by which another page of the service, where the browser keeps other cookies, gets a session of its own for the
/// same account. It works once, on that site's pages. `None`: nobody is signed in.
pub fn hand_over(svc: &Service, viewer: &Viewer, slug: &str) -> Option<String> {
    let session = viewer.session()?;
    let until = svc.clock.now().plus(CODE_LIFE);
    Some(svc.signed_fields.token(HAND_OVER, [session.get(), until.micros()], slug))
}

/// Spends the code; the credential of the new session. Errors: `Unauthenticated` for a code that is not good any more.
pub async fn take_over(svc: &Shared, code: &str, slug: &str, user_agent: Option<String>) -> Result<String> {
    let read = SignedFields::read::<2>(code).ok_or(Error::Unauthenticated)?;
    let now = svc.clock.now();
    let [session, until] = read.fields;
    let until = Timestamp::from_micros(until);
    if !svc.signed_fields.is_genuine(HAND_OVER, &read, slug) || until <= now {
        return Err(Error::Unauthenticated);
    }
    let (shared, hash) = (Shared::clone(svc), OpaqueToken::hash(code));
    let id = svc
        .store
        .write::<_, Error, _>(move |tx| {
            let from = sessions::live(tx, SessionId::from(session), now)?;
            let (_, account) = from.ok_or(Error::Unauthenticated)?;
            if !tx.hold_account(account.id.get())? || !spent_links::spend(tx, &hash, until)? {
                return Err(Error::Unauthenticated);
            }
            sign_in::open_session(&shared, tx, account.id, user_agent.as_deref(), now)
        })
        .await?;
    Ok(format!("{id}.{}", signature(svc, id)))
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

//! Sign-in and the rotation of refresh tokens.

use super::tell::{Telling, tell};
use super::{Error, Result, Service, Shared};
use crate::auth::access_token::ACCESS_TOKEN_SECONDS;
use crate::auth::{OpaqueToken, PasswordAttempt, TokenPrefix};
use crate::model::account::EmailAddress;
use crate::model::device;
use crate::model::ids::{AccountId, SessionId};
use crate::model::notice::Notice;
use crate::model::time::{DAY, Timestamp};
use crate::notifications::recipients::{Happening, Person, Role};
use crate::store::accounts::Account;
use crate::store::sessions::{self, Session};
use crate::store::{Conn, accounts};

/// A session that is not used for this long ends.
pub(super) const SESSION_LIFE: i64 = 30 * DAY;
/// Sessions whose browser or program is compared with a new one's.
const SESSIONS_COMPARED: i64 = 100;

/// What a client needs to act for the account.
pub struct Tokens {
    pub access_token: String,
    /// Seconds.
    pub expires_in: i64,
    pub refresh_token: String,
    pub session: SessionId,
}

/// Errors: `Unauthenticated` for an unknown address as for a wrong password, after the same work; `Busy`.
pub async fn run(svc: &Shared, email: &str, password: &str, user_agent: Option<String>) -> Result<Tokens> {
    let account = match EmailAddress::parse(email) {
        Ok(email) => svc.store.read::<_, Error, _>(move |conn| Ok(accounts::find_by_email(conn, &email)?)).await?,
        Err(_) => None,
    };
    let stored = account.as_ref().and_then(|account| account.password_hash.clone());
    let verified = svc.hasher.verify(PasswordAttempt::new(password), stored).await?;
    let account = account.filter(|_| verified.matches).ok_or(Error::Unauthenticated)?;
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    svc.store
        .write::<_, Error, _>(move |tx| {
            // The password may have been changed, or the account deleted, while this one was checked.
            let standing = tx.hold_account(account.id.get())?;
            let present = accounts::find(tx, account.id)?.filter(|_| standing).ok_or(Error::Unauthenticated)?;
            if present.password_hash != account.password_hash {
                return Err(Error::Unauthenticated);
            }
            if let Some(hash) = verified.rehash {
                accounts::set_password(tx, account.id, &hash)?;
            }
            let known = sessions::user_agents(tx, account.id, SESSIONS_COMPARED)?;
            let session = open_session(&shared, tx, account.id, user_agent.as_deref(), now)?;
            if is_new(&known, user_agent.as_deref()) {
                tell_owner(&shared, tx, present, user_agent.as_deref(), now)?;
            }
            tokens(&shared, tx, account.id, session, now)
        })
        .await
        .inspect(|_| svc.wake_tellers())
}

/// A new session of an account that is held.
pub(super) fn open_session(
    svc: &Service,
    tx: &mut Conn,
    account: AccountId,
    user_agent: Option<&str>,
    now: Timestamp,
) -> Result<SessionId> {
    let session = Session {
        id: svc.ids.next(now),
        account_id: account,
        user_agent: user_agent.map(|agent| agent.chars().take(200).collect()),
        created_at: now,
        last_used_at: now,
        expires_at: now.plus(SESSION_LIFE),
        revoked_at: None,
    };
    sessions::insert(tx, &session)?;
    Ok(session.id)
}

/// Whether the account was signed in before, but never with such a browser or program.
fn is_new(known: &[Option<String>], user_agent: Option<&str>) -> bool {
    let same = |other: &Option<String>| kind_of(other.as_deref()) == kind_of(user_agent);
    !known.is_empty() && !known.iter().any(same)
}

/// The same for all versions of a program.
fn kind_of(user_agent: Option<&str>) -> String {
    let user_agent = user_agent.unwrap_or_default();
    let name = device::name(user_agent);
    if name.is_empty() { user_agent.split('/').next().unwrap_or_default().to_owned() } else { name }
}

fn tell_owner(svc: &Service, tx: &mut Conn, account: Account, user_agent: Option<&str>, now: Timestamp) -> Result<()> {
    let device = device::name(user_agent.unwrap_or_default());
    let notice = Notice::NewSignIn { name: account.display_name.clone(), device, at: now };
    let telling = Telling::new(Happening::SignIn, Role::Owner, notice, now);
    tell(svc, tx, &account.into(), Person::default(), &telling)?;
    Ok(())
}

/// Exchanges a refresh token for the next one. A token that comes a second time was stolen from somebody: its whole
/// session ends. Errors: `Unauthenticated`.
pub async fn refresh(svc: &Shared, refresh_token: &str) -> Result<Tokens> {
    if !OpaqueToken::looks_valid(TokenPrefix::Refresh, refresh_token) {
        return Err(Error::Unauthenticated);
    }
    let hash = OpaqueToken::hash(refresh_token);
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    let refreshed: Option<Tokens> = svc
        .store
        .write::<_, Error, _>(move |tx| {
            let Some(token) = sessions::find_refresh_token(tx, &hash)? else { return Ok(None) };
            if !sessions::spend_refresh_token(tx, &hash, now)? {
                // The revocation has to be kept, so this is no error inside the transaction.
                sessions::revoke_family(tx, token.session_id, now)?;
                return Ok(None);
            }
            let Some((session, account)) = sessions::live(tx, token.session_id, now)? else { return Ok(None) };
            sessions::touch(tx, session.id, now, now.plus(SESSION_LIFE))?;
            tokens(&shared, tx, account.id, session.id, now).map(Some)
        })
        .await?;
    refreshed.ok_or(Error::Unauthenticated)
}

fn tokens(svc: &Service, tx: &mut Conn, account: AccountId, session: SessionId, now: Timestamp) -> Result<Tokens> {
    let refresh = OpaqueToken::generate(TokenPrefix::Refresh);
    sessions::add_refresh_token(tx, session, &OpaqueToken::hash(refresh.expose()), now)?;
    let access_token = svc.access.issue(account, session, now).map_err(|error| Error::Internal(error.to_string()))?;
    let refresh_token = refresh.expose().to_owned();
    Ok(Tokens { access_token, expires_in: ACCESS_TOKEN_SECONDS, refresh_token, session })
}

/// Ends the viewer's own session. Errors: `Forbidden` for an API token, which has none.
pub async fn end(svc: &Shared, viewer: super::Viewer) -> Result<()> {
    let session = viewer.session().ok_or(Error::Forbidden)?;
    let now = svc.clock.now();
    svc.store
        .write(move |tx| {
            sessions::revoke(tx, viewer.id(), session, now)?;
            Ok(())
        })
        .await
}

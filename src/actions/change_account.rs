//! Changes the account itself: name, password, address. Each is wanted or not; all happen or none.

use super::sign_up::{LINKS_A_DAY, require_free};
use super::tell::{Owed, Reader, Telling, owe_address, tell};
use super::{Error, Profile, Result, Service, Shared, Viewer};
use crate::auth::{Password, PasswordAttempt};
use crate::model::account::{DisplayName, EmailAddress, LinkPurpose};
use crate::model::field::FieldErrors;
use crate::model::ids::{LinkId, SessionId};
use crate::model::notice::Notice;
use crate::model::time::{DAY, Timestamp};
use crate::notifications::recipients::{Happening, Person, Role};
use crate::store::accounts::Account;
use crate::store::follows::Whose;
use crate::store::links::{self, Link};
use crate::store::{Conn, accounts, api_tokens, search, sessions};

/// For how long the link to a new address can be used.
const VALID_FOR: i64 = DAY;

pub struct Change {
    pub display_name: Option<String>,
    pub password: Option<NewPassword>,
    pub email: Option<NewEmail>,
}

pub struct NewPassword {
    pub current: String,
    pub new: String,
}

pub struct NewEmail {
    pub new: String,
    /// The account's present one.
    pub password: String,
}

/// Errors: `Invalid`, also for a wrong password; `Forbidden` for an API token; `Unauthenticated` when the session ended
/// meanwhile; `Busy`.
pub async fn run(svc: &Shared, viewer: Viewer, change: Change) -> Result<Profile> {
    let session = viewer.session().ok_or(Error::Forbidden)?;
    let mut errors = FieldErrors::default();
    let name = change.display_name.and_then(|name| errors.take("display_name", DisplayName::parse(&name)));
    let name = name.filter(|name| name.as_str() != viewer.account.display_name);
    let renamed = name.is_some();
    if let Some(name) = &name {
        require_free(svc, &mut errors, name, Some(viewer.id())).await?;
    }
    let password = change.password.as_ref();
    let password = password.and_then(|password| errors.take("password.new", Password::parse(&password.new)));
    let email = change.email.as_ref().and_then(|email| errors.take("email.new", EmailAddress::parse(&email.new)));
    errors.finish()?;

    let mut errors = FieldErrors::default();
    let attempts = [
        ("password.current", change.password.map(|password| password.current)),
        ("email.password", change.email.map(|email| email.password)),
    ];
    for (field, attempt) in attempts {
        let Some(attempt) = attempt else { continue };
        let is_right = is_password_of(svc, &viewer.account, &attempt).await?;
        errors.require(field, is_right, "is not the password of this account");
    }
    errors.finish()?;
    let hash = match password {
        Some(password) => Some(svc.hasher.hash(password).await?),
        None => None,
    };

    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    let profile = svc
        .store
        .write::<_, Error, _>(move |tx| {
            // A password that was changed meanwhile has ended this session, and what was checked holds no more.
            let (_, account) = sessions::live(tx, session, now)?.ok_or(Error::Unauthenticated)?;
            if let Some(name) = name {
                accounts::rename(tx, account.id, &name)?;
                search::index_account(tx, account.id)?;
                tx.everything_changed()?;
            }
            if let Some(hash) = hash {
                set_password(&shared, tx, &account, session, &hash, now)?;
            }
            if let Some(email) = email {
                ask_for_address(&shared, tx, &account, &email, now)?;
            }
            super::profile_of(tx, account.id, now)
        })
        .await?;
    if renamed {
        svc.changes.everything_changed();
    }
    svc.wake_tellers();
    Ok(profile)
}

/// Whether `attempt` is the account's password. Errors: `Busy`.
pub(super) async fn is_password_of(svc: &Service, account: &Account, attempt: &str) -> Result<bool> {
    let attempt = PasswordAttempt::new(attempt);
    Ok(svc.hasher.verify(attempt, account.password_hash.clone()).await?.matches)
}

/// Sets it, and ends everything that the old one had opened but the session it was changed from.
fn set_password(
    svc: &Service,
    tx: &mut Conn,
    account: &Account,
    session: SessionId,
    hash: &str,
    now: Timestamp,
) -> Result<()> {
    accounts::set_password(tx, account.id, hash)?;
    links::cancel(tx, account.id, LinkPurpose::ResetPassword, now)?;
    links::cancel(tx, account.id, LinkPurpose::ChangeEmail, now)?;
    sessions::revoke_all(tx, account.id, Some(session), now)?;
    api_tokens::revoke_all(tx, account.id, now)?;
    let notice = Notice::PasswordChanged { name: account.display_name.clone() };
    let telling = Telling::new(Happening::PasswordChanged, Role::Owner, notice, now);
    tell(svc, tx, &Reader::from(account.clone()), Person::default(), &telling)?;
    Ok(())
}

/// Owes a link to the new address and a notice to the present one. Whether the new one has an account already nobody
/// learns: the link is made and mailed all the same, and does not work.
fn ask_for_address(svc: &Service, tx: &mut Conn, account: &Account, new: &EmailAddress, now: Timestamp) -> Result<()> {
    if links::asked_since(tx, account.id, LinkPurpose::ChangeEmail, now.plus(-DAY))? >= LINKS_A_DAY {
        return Err(FieldErrors::one("email.new", "was changed too often today; try again tomorrow").into());
    }
    let canonical = new.canonical();
    let flooded = links::sent_since(tx, &canonical, now.plus(-DAY))? >= LINKS_A_DAY;
    links::cancel(tx, account.id, LinkPurpose::ChangeEmail, now)?;
    let id: LinkId = svc.ids.next(now);
    let link = Link {
        id,
        purpose: LinkPurpose::ChangeEmail,
        account_id: Some(account.id),
        email_canonical: canonical,
        payload: serde_json::to_string(new.as_str())?,
        created_at: now,
        expires_at: now.plus(VALID_FOR),
        used_at: None,
    };
    links::insert(tx, &link)?;
    if !flooded {
        let notice = Notice::ChangeAddress { name: account.display_name.clone(), link: id };
        owe_address(svc, tx, Some(Whose::Account(account.id)), new.as_str(), &notice, &Owed::at(now))?;
    }
    let notice = Notice::AddressChangeAsked { name: account.display_name.clone() };
    let telling = Telling::new(Happening::AddressChangeAsked, Role::Owner, notice, now);
    tell(svc, tx, &Reader::from(account.clone()), Person::default(), &telling)?;
    Ok(())
}

//! The first administrator and the first site, made by whoever has seen the log of the server's start: a token stands there
//! as long as nobody is on the staff. Without it the first visitor could take the service over.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use subtle::ConstantTimeEq;

use super::create_site::{self, NewSite};
use super::{Error, Result, Shared, Site, origins};
use crate::auth::{OpaqueToken, Password, TokenPrefix};
use crate::model::account::{DisplayName, EmailAddress, Role};
use crate::model::field::{FieldError, FieldErrors};
use crate::store::accounts::{self, NewAccount};
use crate::store::{Conn, Turn};

/// Of the lock that makes two nodes with a token each wait for each other.
const TURN: i64 = i64::from_be_bytes(*b"postil-1");

/// Kept in memory, so that a restart makes another one.
#[derive(Default)]
pub struct Setup {
    /// The hash of the token.
    token: Mutex<Option<String>>,
    /// Somebody is on the staff, or was.
    done: AtomicBool,
}

/// What is made.
pub struct FirstSteps {
    pub token: String,
    pub email: String,
    pub name: String,
    pub password: String,
    pub site: NewSite,
}

/// Whether nobody is on the staff yet. Readers may have signed up: that takes nobody's chance away.
pub async fn is_open(svc: &Shared) -> Result<bool> {
    if svc.setup.done.load(Ordering::Relaxed) {
        return Ok(false);
    }
    let any = svc.store.read::<_, Error, _>(|conn| Ok(accounts::staff_exist(conn)?)).await?;
    svc.setup.done.store(any, Ordering::Relaxed);
    Ok(!any)
}

/// Whether nobody has any account yet, so that everybody is led to the first steps.
pub async fn is_untouched(svc: &Shared) -> Result<bool> {
    if !is_open(svc).await? {
        return Ok(false);
    }
    svc.store.read::<_, Error, _>(|conn| Ok(!accounts::exist(conn)?)).await
}

/// A new token, in place of the one before; `None`: somebody is on the staff.
pub async fn begin(svc: &Shared) -> Result<Option<OpaqueToken>> {
    if !is_open(svc).await? {
        return Ok(None);
    }
    let token = OpaqueToken::generate(TokenPrefix::Setup);
    *svc.setup.token.lock().unwrap_or_else(PoisonError::into_inner) = Some(OpaqueToken::hash(token.expose()));
    Ok(Some(token))
}

fn is_token(svc: &Shared, token: &str) -> bool {
    let known = svc.setup.token.lock().unwrap_or_else(PoisonError::into_inner);
    known.as_ref().is_some_and(|known| bool::from(known.as_bytes().ct_eq(OpaqueToken::hash(token).as_bytes())))
}

/// Makes both or nothing, once. Errors: `Invalid`, the site's members under `site`; `NotFound` when somebody is on the staff.
pub async fn run(svc: &Shared, input: FirstSteps) -> Result<Site> {
    let mut errors = FieldErrors::default();
    errors.require("token", is_token(svc, input.token.trim()), "is not the one in the log of the server’s last start");
    let email = errors.take("email", EmailAddress::parse(&input.email));
    let name = errors.take("name", DisplayName::parse(&input.name));
    let password = errors.take("password", Password::parse(&input.password));
    let mut of_site = FieldErrors::default();
    let site = create_site::parse(&mut of_site, input.site);
    errors.0.extend(of_site.0.into_iter().map(|error| FieldError { field: format!("site.{}", error.field), ..error }));
    errors.finish()?;
    let (Some(email), Some(name), Some(password), Some(site)) = (email, name, password, site) else {
        return Err(Error::Internal("unparsed first steps".to_owned()));
    };
    let hash = svc.hasher.hash(password).await?;
    let now = svc.clock.now();
    let id = svc.ids.next(now);
    let shared = Shared::clone(svc);
    let made = svc
        .store
        .write::<_, Error, _>(move |tx: &mut Conn| {
            tx.take_turns(TURN, Turn::Alone)?;
            if accounts::staff_exist(tx)? {
                return Err(Error::NotFound("page"));
            }
            let role = Role::Administrator;
            let new = NewAccount { id, email: &email, display_name: name.as_str(), password_hash: &hash, role, now };
            accounts::insert(tx, &new)?;
            create_site::insert(&shared, tx, site, now)
        })
        .await?;
    *svc.setup.token.lock().unwrap_or_else(PoisonError::into_inner) = None;
    svc.setup.done.store(true, Ordering::Relaxed);
    origins::refresh(svc).await?;
    Ok(made)
}

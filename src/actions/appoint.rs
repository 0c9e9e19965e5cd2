//! Makes an account a moderator of a site, and ends it.

use super::read_sites::site_of_administrator;
use super::{Error, Result, Shared, Viewer};
use crate::model::account::EmailAddress;
use crate::model::field::FieldErrors;
use crate::model::ids::AccountId;
use crate::store::{accounts, sites};

/// Makes the account a moderator, if it is none yet. Errors: `NotFound` site or account; `Forbidden` unless an
/// administrator.
pub async fn run(svc: &Shared, viewer: Viewer, slug: &str, account: AccountId) -> Result<()> {
    let slug = slug.to_owned();
    let now = svc.clock.now();
    svc.store
        .write(move |tx| {
            let site = site_of_administrator(tx, &viewer, &slug)?;
            let found = accounts::find(tx, account)?.filter(|account| account.deleted_at.is_none());
            found.ok_or(Error::NotFound("account"))?;
            sites::add_moderator(tx, site.id, account, now)?;
            Ok(())
        })
        .await
}

/// As [`run`], for an account that is named by its id or its e-mail address. Errors: also `Invalid` when `who` is neither, or
/// nobody's.
pub async fn by_name(svc: &Shared, viewer: Viewer, slug: &str, who: &str) -> Result<()> {
    let slug_of_site = slug.to_owned();
    let (asking, who) = (viewer.clone(), who.trim().to_owned());
    let account = svc
        .store
        .read::<_, Error, _>(move |conn| {
            site_of_administrator(conn, &asking, &slug_of_site)?;
            let found = match who.parse::<AccountId>() {
                Ok(id) => accounts::find(conn, id)?,
                Err(_) => {
                    let email = EmailAddress::parse(&who);
                    let email =
                        email.map_err(|_| FieldErrors::one("who", "must be an e-mail address or an account’s id"))?;
                    accounts::find_by_email(conn, &email)?
                }
            };
            let found = found.filter(|account| account.deleted_at.is_none());
            let unknown = || FieldErrors::one("who", "has no account here: whoever it is has to sign up first");
            Ok(found.ok_or_else(unknown)?.id)
        })
        .await?;
    run(svc, viewer, slug, account).await
}

/// Errors: `NotFound` site, or moderator of it; `Forbidden` unless an administrator.
pub async fn dismiss(svc: &Shared, viewer: Viewer, slug: &str, account: AccountId) -> Result<()> {
    let slug = slug.to_owned();
    svc.store
        .write(move |tx| {
            let site = site_of_administrator(tx, &viewer, &slug)?;
            if sites::remove_moderator(tx, site.id, account)? { Ok(()) } else { Err(Error::NotFound("moderator")) }
        })
        .await
}

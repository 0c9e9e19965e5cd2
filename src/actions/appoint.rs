//! Makes an account a moderator of a site, and ends it.

use super::read_sites::site_of_administrator;
use super::{Error, Result, Shared, Viewer};
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

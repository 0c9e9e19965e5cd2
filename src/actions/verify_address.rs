//! Uses a verification link: the account comes into being.

use super::sign_up::PendingAccount;
use super::{Error, Result, Shared};
use crate::model::account::{EmailAddress, LinkPurpose, Role};
use crate::model::field::FieldErrors;
use crate::store::accounts::{self, NewAccount};
use crate::store::links;

/// Errors: `Invalid` for a token that is unknown, used or too old.
pub async fn run(svc: &Shared, token: &str) -> Result<()> {
    let unusable = || Error::from(FieldErrors::one("token", "is not valid any more; sign up again for a new link"));
    let link = svc.links.check(LinkPurpose::VerifyEmail, token).ok_or_else(unusable)?;
    let now = svc.clock.now();
    let id = svc.ids.next(now);
    svc.store
        .write(move |tx| {
            let link = links::spend(tx, link, LinkPurpose::VerifyEmail, now)?.ok_or_else(unusable)?;
            let pending: PendingAccount = serde_json::from_str(&link.payload)?;
            let email = EmailAddress::parse(&pending.email).map_err(Error::Internal)?;
            // A second sign-up with the same address, verified after the first: the first one stands.
            if accounts::find_by_email(tx, &email)?.is_some() {
                return Err(unusable());
            }
            let new = NewAccount {
                id,
                email: &email,
                display_name: &pending.display_name,
                password_hash: &pending.password_hash,
                role: Role::Reader,
                now,
            };
            Ok(accounts::insert(tx, &new)?)
        })
        .await
}

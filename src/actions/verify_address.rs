//! Uses a verification link: the account comes into being.

use super::sign_up::PendingAccount;
use super::tell::{Telling, tell};
use super::{Error, Result, Shared};
use crate::model::account::{self, EmailAddress, LinkPurpose};
use crate::model::field::FieldErrors;
use crate::model::notice::Notice;
use crate::notifications::recipients::{Happening, Person, Role};
use crate::store::accounts::{self, NewAccount};
use crate::store::{links, suppressions};

/// Where whoever signed up wanted to go on. Errors: `Invalid` for a token that is unknown, used or too old.
pub async fn run(svc: &Shared, token: &str) -> Result<Option<String>> {
    let unusable = || Error::from(FieldErrors::one("token", "is not valid any more; sign up again for a new link"));
    let link = svc.links.check(LinkPurpose::VerifyEmail, token).ok_or_else(unusable)?;
    let now = svc.clock.now();
    let id = svc.ids.next(now);
    let shared = Shared::clone(svc);
    let next = svc
        .store
        .write::<_, Error, _>(move |tx| {
            let link = links::spend(tx, link, LinkPurpose::VerifyEmail, now)?.ok_or_else(unusable)?;
            suppressions::lift_bounce(tx, &link.email_canonical)?;
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
                role: account::Role::Reader,
                now,
            };
            accounts::insert(tx, &new)?;
            let account = accounts::find(tx, id)?.ok_or(Error::NotFound("account"))?;
            let notice = Notice::Welcome { name: account.display_name.clone() };
            let telling = Telling::new(Happening::AccountMade, Role::Owner, notice, now);
            tell(&shared, tx, &account.into(), Person::default(), &telling)?;
            Ok(pending.next)
        })
        .await?;
    svc.wake_tellers();
    Ok(next)
}

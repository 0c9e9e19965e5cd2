//! Uses the link that went to an account's new address: the account moves there.

use super::tell::{Telling, tell};
use super::{Error, Result, Shared};
use crate::model::account::{EmailAddress, LinkPurpose};
use crate::model::field::FieldErrors;
use crate::model::notice::Notice;
use crate::notifications::recipients::{Happening, Person, Role};
use crate::store::{Constraint, StoreError, accounts, links, search, suppressions};

/// Errors: `Invalid` for a token that is unknown, used or too old, and for an address that another account has: whoever
/// asked must not learn which it was.
pub async fn run(svc: &Shared, token: &str) -> Result<()> {
    let unusable = || Error::from(FieldErrors::one("token", "is not valid any more; ask for a new link"));
    let link = svc.links.check(LinkPurpose::ChangeEmail, token).ok_or_else(unusable)?;
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    svc.store
        .write::<_, Error, _>(move |tx| {
            let link = links::spend(tx, link, LinkPurpose::ChangeEmail, now)?.ok_or_else(unusable)?;
            suppressions::lift_bounce(tx, &link.email_canonical)?;
            let text: String = serde_json::from_str(&link.payload)?;
            let email = EmailAddress::parse(&text).map_err(Error::Internal)?;
            let account = link.account_id.ok_or_else(unusable)?;
            let former = accounts::find(tx, account)?.ok_or_else(unusable)?;
            if accounts::find_by_email(tx, &email)?.is_some_and(|other| other.id != account) {
                return Err(unusable());
            }
            match accounts::set_email(tx, account, &email) {
                Err(StoreError::Taken(Constraint::AccountEmail)) => return Err(unusable()),
                set => set?,
            }
            search::index_account(tx, account)?;
            // A reset link in the old mailbox would still open the account.
            links::cancel(tx, account, LinkPurpose::ResetPassword, now)?;
            // To the address that the account had.
            let notice = Notice::AddressChanged { name: former.display_name.clone() };
            let telling = Telling::new(Happening::AddressChanged, Role::FormerAddress, notice, now);
            tell(&shared, tx, &former.into(), Person::default(), &telling)?;
            Ok(())
        })
        .await?;
    svc.wake_tellers();
    Ok(())
}

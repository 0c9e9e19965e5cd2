//! Uses the link that went to an account's new address: the account moves there.

use super::{Error, Result, Shared};
use crate::model::account::{EmailAddress, LinkPurpose};
use crate::model::field::FieldErrors;
use crate::store::{Constraint, StoreError, accounts, links, search};

/// Errors: `Invalid` for a token that is unknown, used or too old, and for an address that another account has: whoever
/// asked must not learn which it was.
pub async fn run(svc: &Shared, token: &str) -> Result<()> {
    let unusable = || Error::from(FieldErrors::one("token", "is not valid any more; ask for a new link"));
    let link = svc.links.check(LinkPurpose::ChangeEmail, token).ok_or_else(unusable)?;
    let now = svc.clock.now();
    svc.store
        .write(move |tx| {
            let link = links::spend(tx, link, LinkPurpose::ChangeEmail, now)?.ok_or_else(unusable)?;
            let text: String = serde_json::from_str(&link.payload)?;
            let email = EmailAddress::parse(&text).map_err(Error::Internal)?;
            let account = link.account_id.ok_or_else(unusable)?;
            if accounts::find_by_email(tx, &email)?.is_some_and(|other| other.id != account) {
                return Err(unusable());
            }
            match accounts::set_email(tx, account, &email) {
                Err(StoreError::Taken(Constraint::AccountEmail)) => return Err(unusable()),
                set => set?,
            }
            search::index_account(tx, account)?;
            // A reset link in the old mailbox would still open the account.
            Ok(links::cancel(tx, account, LinkPurpose::ResetPassword, now)?)
        })
        .await
}

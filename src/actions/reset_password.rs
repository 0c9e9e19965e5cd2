//! A forgotten password: a link goes to the address, and using it sets a new one. The answer is the same whether the
//! address is known or not.

use super::once::Recorder;
use super::sign_up::LINKS_A_DAY;
use super::tell::{Owed, Reader, Telling, owe, tell};
use super::{Error, Result, Shared};
use crate::auth::Password;
use crate::model::account::{EmailAddress, LinkPurpose};
use crate::model::field::FieldErrors;
use crate::model::ids::LinkId;
use crate::model::notice::Notice;
use crate::model::time::{DAY, HOUR};
use crate::notifications::recipients::{Happening, Person, Role};
use crate::store::links::{self, Link};
use crate::store::{accounts, api_tokens, sessions, suppressions};

/// Owes a link to the owner of the address, if there is one. Errors: `Invalid` for what is no address.
pub async fn request(svc: &Shared, email: String, recorder: Recorder<()>) -> Result<()> {
    let email = EmailAddress::parse(&email).map_err(|message| FieldErrors::one("email", message))?;
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    svc.store
        .write::<_, Error, _>(move |tx| {
            recorder.keep(tx, &(), now)?;
            let canonical = email.canonical();
            if links::sent_since(tx, &canonical, now.plus(-DAY))? >= LINKS_A_DAY {
                return Ok(());
            }
            let account = accounts::find_by_email(tx, &email)?;
            let id: LinkId = shared.ids.next(now);
            let link = Link {
                id,
                purpose: LinkPurpose::ResetPassword,
                // Of nobody's address a link is written too, which nobody gets: the work must not tell.
                account_id: account.as_ref().map(|account| account.id),
                email_canonical: canonical,
                payload: "{}".to_owned(),
                created_at: now,
                expires_at: now.plus(HOUR),
                used_at: None,
            };
            links::insert(tx, &link)?;
            let Some(account) = account else { return Ok(()) };
            let notice = Notice::ResetPassword { name: account.display_name.clone(), link: id };
            owe(&shared, tx, &Reader::from(account), &notice, &Owed::at(now))
        })
        .await?;
    svc.wake_tellers();
    Ok(())
}

/// Sets the password and ends everything that the old one had opened: sessions, API tokens, other reset links
/// and links to another address.
/// Errors: `Invalid` for a password that is not good enough, or a token that is unknown, used or too old.
pub async fn confirm(svc: &Shared, token: &str, password: &str) -> Result<()> {
    let unusable = || Error::from(FieldErrors::one("token", "is not valid any more; ask for a new link"));
    let password = Password::parse(password).map_err(|message| FieldErrors::one("password", message))?;
    let id = svc.links.check(LinkPurpose::ResetPassword, token).ok_or_else(unusable)?;
    let hash = svc.hasher.hash(password).await?;
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    svc.store
        .write::<_, Error, _>(move |tx| {
            let link = links::spend(tx, id, LinkPurpose::ResetPassword, now)?.ok_or_else(unusable)?;
            suppressions::lift_bounce(tx, &link.email_canonical)?;
            let account_id = link.account_id.ok_or_else(unusable)?;
            let account = accounts::find(tx, account_id)?.ok_or_else(unusable)?;
            account.email.as_deref().ok_or_else(unusable)?;
            accounts::set_password(tx, account_id, &hash)?;
            links::cancel(tx, account_id, LinkPurpose::ResetPassword, now)?;
            links::cancel(tx, account_id, LinkPurpose::ChangeEmail, now)?;
            sessions::revoke_all(tx, account_id, None, now)?;
            api_tokens::revoke_all(tx, account_id, now)?;
            let notice = Notice::PasswordChanged { name: account.display_name.clone() };
            let telling = Telling::new(Happening::PasswordChanged, Role::Owner, notice, now);
            tell(&shared, tx, &Reader::from(account), Person::default(), &telling)?;
            Ok(())
        })
        .await?;
    svc.wake_tellers();
    Ok(())
}

//! Sign-up: a link goes to the address, and only using it makes the account. The answer is the same whether the
//! address is known or not, and so is the work: one hash, one transaction, one owed mail.

use serde::{Deserialize, Serialize};

use super::once::Recorder;
use super::tell::{Owed, Reader, owe, owe_address};
use super::{Error, Result, Shared};
use crate::auth::Password;
use crate::model::account::{DisplayName, EmailAddress, LinkPurpose};
use crate::model::field::FieldErrors;
use crate::model::ids::{AccountId, LinkId};
use crate::model::notice::Notice;
use crate::model::time::DAY;
use crate::store::links::{self, Link};
use crate::store::{Conn, accounts};

/// Links that one address is sent in a day at most, so that nobody is flooded through us.
pub(super) const LINKS_A_DAY: i64 = 5;
/// For how long a verification link can be used.
const VALID_FOR: i64 = 2 * DAY;

pub struct NewAccountRequest {
    pub email: String,
    pub password: String,
    pub display_name: String,
    /// Where to go on once the account is there: a path of a page.
    pub next: Option<String>,
}

/// What using the link makes.
#[derive(Serialize, Deserialize)]
pub(super) struct PendingAccount {
    pub email: String,
    pub display_name: String,
    pub password_hash: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Errors: `Invalid`; `Busy` when too many passwords are being hashed.
pub async fn run(svc: &Shared, input: NewAccountRequest, recorder: Recorder<()>) -> Result<()> {
    let mut errors = FieldErrors::default();
    let email = errors.take("email", EmailAddress::parse(&input.email));
    let password = errors.take("password", Password::parse(&input.password));
    let name = errors.take("display_name", DisplayName::parse(&input.display_name));
    if let Some(name) = &name {
        require_free(svc, &mut errors, name, None).await?;
    }
    errors.finish()?;
    let (Some(email), Some(password), Some(name)) = (email, password, name) else {
        return Err(Error::Internal("unparsed account".to_owned()));
    };
    let password_hash = svc.hasher.hash(password).await?;
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    svc.store
        .write(move |tx| {
            recorder.keep(tx, &(), now)?;
            let canonical = email.canonical();
            if links::sent_since(tx, &canonical, now.plus(-DAY))? >= LINKS_A_DAY {
                return Ok(());
            }
            if let Some(account) = accounts::find_by_email(tx, &email)? {
                let notice = Notice::AddressInUse { name: account.display_name.clone() };
                let key = format!("address_in_use:{}:{}", account.id, now.micros() / DAY);
                let owed = Owed { key: Some(key), ..Owed::at(now) };
                return owe(&shared, tx, &Reader::from(account), &notice, &owed);
            }
            let pending = PendingAccount {
                email: email.as_str().to_owned(),
                display_name: name.as_str().to_owned(),
                password_hash,
                next: input.next,
            };
            let link: LinkId = shared.ids.next(now);
            links::insert(
                tx,
                &Link {
                    id: link,
                    purpose: LinkPurpose::VerifyEmail,
                    account_id: None,
                    email_canonical: canonical,
                    payload: serde_json::to_string(&pending)?,
                    created_at: now,
                    expires_at: now.plus(VALID_FOR),
                    used_at: None,
                },
            )?;
            let notice = Notice::VerifyAddress { name: name.as_str().to_owned(), link };
            owe_address(&shared, tx, None, email.as_str(), &notice, &Owed::at(now))
        })
        .await?;
    svc.wake_tellers();
    Ok(())
}

/// Notes it under `display_name` when the name looks like one on the staff; `own` is who wants it.
pub(super) async fn require_free(
    svc: &Shared,
    errors: &mut FieldErrors,
    name: &DisplayName,
    own: Option<AccountId>,
) -> Result<()> {
    let names = move |conn: &mut Conn| Ok(accounts::staff_names_beside(conn, own)?);
    let staff = svc.store.read::<_, Error, _>(names).await?;
    let free = !name.is_reserved() && !staff.iter().any(|other| name.looks_like(other));
    errors.require("display_name", free, "looks like the name of somebody on the staff; please take another one");
    Ok(())
}

//! Makes an account from the command line, for the people who run the service: the first administrator among them.

use super::{Error, Result, Shared};
use crate::auth::Password;
use crate::model::account::{DisplayName, EmailAddress, Role};
use crate::model::field::FieldErrors;
use crate::model::ids::AccountId;
use crate::store::accounts::{self, NewAccount};
use crate::store::{Constraint, StoreError, sites};

pub struct NewUser {
    pub email: String,
    pub name: String,
    pub role: Role,
    /// The slug of the site to moderate; needed for a moderator.
    pub site: Option<String>,
    pub password: String,
}

/// Errors: `Invalid`, also when the address has an account or the site does not exist.
pub async fn run(svc: &Shared, input: NewUser) -> Result<AccountId> {
    let mut errors = FieldErrors::default();
    let email = errors.take("email", EmailAddress::parse(&input.email));
    let name = errors.take("name", DisplayName::parse(&input.name));
    let password = errors.take("password", Password::parse(&input.password));
    let has_site = input.site.is_some() || input.role != Role::Moderator;
    errors.require("site", has_site, "is needed for a moderator: the slug of the site to moderate");
    errors.finish()?;
    let (Some(email), Some(name), Some(password)) = (email, name, password) else {
        return Err(Error::Internal("unparsed account".to_owned()));
    };

    let hash = svc.hasher.hash(password).await?;
    let now = svc.clock.now();
    let id: AccountId = svc.ids.next(now);
    // Being a moderator is a matter of each site; the account itself is a reader's.
    let role = if input.role == Role::Moderator { Role::Reader } else { input.role };
    svc.store
        .write(move |tx| {
            let new = NewAccount { id, email: &email, display_name: name.as_str(), password_hash: &hash, role, now };
            match accounts::insert(tx, &new) {
                Err(StoreError::Taken(Constraint::AccountEmail)) => {
                    return Err(FieldErrors::one("email", "belongs to an account already").into());
                }
                inserted => inserted?,
            }
            if let Some(slug) = &input.site {
                let site = sites::find_by_slug(tx, slug)?
                    .ok_or_else(|| FieldErrors::one("site", "is not the slug of a site; make it first"))?;
                sites::add_moderator(tx, site.id, id, now)?;
            }
            Ok(id)
        })
        .await
}

//! Which mails an account wants.

use super::{Error, Result, Shared, Viewer};
use crate::model::field::FieldErrors;
use crate::model::preferences::{Preferences, PreferencesUpdate};
use crate::store::accounts::{self, Account};

/// What the account wants now. Errors: `Internal` when what is stored cannot be read.
pub fn preferences(account: &Account) -> Result<Preferences> {
    Ok(serde_json::from_str(&account.preferences)?)
}

/// Changes what is named; all preferences as they are then.
pub async fn run(svc: &Shared, viewer: Viewer, update: PreferencesUpdate) -> Result<Preferences> {
    svc.store
        .write::<_, Error, _>(move |tx| {
            let account = accounts::find(tx, viewer.id())?.ok_or(Error::Unauthenticated)?;
            let wanted =
                update.apply(preferences(&account)?).map_err(|(field, message)| FieldErrors::one(field, &message))?;
            accounts::set_preferences(tx, account.id, &serde_json::to_string(&wanted)?)?;
            Ok(wanted)
        })
        .await
}

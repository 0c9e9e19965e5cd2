//! The page behind the link at the foot of every mail that one can turn off: which mails the reader gets, without signing
//! in. The link holds for the address it was mailed to, for as long as the reader has that address.

use super::tell::Reader;
use super::{Error, Result, Service, Shared};
use crate::auth::SignedFields;
use crate::model::field::FieldErrors;
use crate::model::ids::FollowId;
use crate::model::preferences::{Frequency, Preferences, PreferencesUpdate, Topic};
use crate::store::follows::{self, Whose};
use crate::store::{Conn, accounts, guests, sites};

const PURPOSE: &str = "mail_choices";
/// Things followed that are shown.
const MOST_FOLLOWED: i64 = 200;

/// What the page shows.
pub struct Choices {
    pub name: String,
    /// Of a guest: the site; `None`: an account, whose choice counts on all sites.
    pub site_name: Option<String>,
    /// What the mail with the link was about.
    pub topic: Option<Topic>,
    pub preferences: Preferences,
    pub is_moderator: bool,
    /// (row, title or address, not to be told of it) of what is followed or muted, newest first.
    pub followed: Vec<(FollowId, String, bool)>,
}

/// What somebody chooses there.
#[derive(Debug, Clone)]
pub enum Choice {
    /// What the mail with the link was about is not mailed any more; RFC 8058's one click.
    TurnOffTopic,
    TurnOffAll,
    Change(Box<PreferencesUpdate>),
    /// Neither follows nor mutes it any more.
    Forget(FollowId),
    /// A guest's address and all that was kept for it goes.
    ForgetGuest,
}

/// A token for the reader's page, and for turning off mails about `topic` by a POST.
pub(super) fn token(svc: &Service, reader: &Reader, topic: Option<Topic>) -> Option<String> {
    let email = reader.email()?;
    let (kind, id) = match reader.whose() {
        Whose::Account(id) => (0, id.get()),
        Whose::Guest(id) => (1, id.get()),
    };
    let topic = topic.and_then(|topic| Topic::ALL.iter().position(|other| *other == topic));
    let topic = topic.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1);
    Some(svc.signed_fields.token(PURPOSE, [kind, id, topic], &super::tell::canonical(email)))
}

/// Errors: `NotFound` for what is no token, or one of an address that its reader does not have any more.
fn opened(svc: &Service, conn: &mut Conn, token: &str) -> Result<(Reader, Option<Topic>)> {
    let unknown = || Error::NotFound("link");
    let read = SignedFields::read::<3>(token).ok_or_else(unknown)?;
    let [kind, id, topic] = read.fields;
    let reader = match kind {
        0 => accounts::find(conn, id.into())?.map(Reader::from),
        1 => guests::find(conn, id.into())?.map(Reader::from),
        _ => None,
    };
    let reader = reader.ok_or_else(unknown)?;
    let email = reader.email().ok_or_else(unknown)?;
    if !svc.signed_fields.is_genuine(PURPOSE, &read, &super::tell::canonical(email)) {
        return Err(unknown());
    }
    let topic = usize::try_from(topic).ok().and_then(|at| Topic::ALL.get(at).copied());
    Ok((reader, topic))
}

/// Errors: `NotFound` for a link that does not hold.
pub async fn look(svc: &Shared, token: &str) -> Result<Choices> {
    let (shared, token) = (Shared::clone(svc), token.to_owned());
    svc.store
        .read::<_, Error, _>(move |conn| {
            let (reader, topic) = opened(&shared, conn, &token)?;
            let (site_name, is_moderator) = match &reader {
                Reader::Guest(guest) => (sites::find(conn, guest.site_id)?.map(|site| site.name), false),
                Reader::Account(account) => (None, !sites::ids_moderated_by(conn, account.id)?.is_empty()),
            };
            let followed = follows::of_one(conn, reader.whose(), None, MOST_FOLLOWED)?;
            let followed =
                followed.into_iter().map(|(follow, url, title)| (follow.id, title.unwrap_or(url), follow.muted));
            Ok(Choices {
                name: reader.name(),
                site_name,
                topic,
                preferences: reader.preferences()?,
                is_moderator,
                followed: followed.collect(),
            })
        })
        .await
}

/// Errors: `NotFound` for a link that does not hold; `Invalid`.
pub async fn choose(svc: &Shared, token: &str, choice: Choice) -> Result<()> {
    let (shared, token) = (Shared::clone(svc), token.to_owned());
    svc.store
        .write::<_, Error, _>(move |tx| {
            let (reader, topic) = opened(&shared, tx, &token)?;
            let mut preferences = reader.preferences()?;
            match choice {
                Choice::TurnOffTopic => match topic {
                    Some(topic) => preferences.set(topic, Frequency::Off),
                    None => turn_off_all(&mut preferences),
                },
                Choice::TurnOffAll => turn_off_all(&mut preferences),
                Choice::Change(update) => {
                    let changed = update.apply(preferences);
                    preferences = changed.map_err(|(field, message)| FieldErrors::one(field, message))?;
                }
                Choice::Forget(id) => {
                    follows::remove(tx, reader.whose(), id)?;
                    return Ok(());
                }
                Choice::ForgetGuest => {
                    if let Reader::Guest(guest) = &reader {
                        guests::remove(tx, guest.id)?;
                    }
                    return Ok(());
                }
            }
            let json = serde_json::to_string(&preferences)?;
            match reader {
                Reader::Account(account) => accounts::set_preferences(tx, account.id, &json)?,
                Reader::Guest(guest) => guests::set_preferences(tx, guest.id, &json)?,
            }
            Ok(())
        })
        .await
}

fn turn_off_all(preferences: &mut Preferences) {
    for &topic in Topic::ALL {
        preferences.set(topic, Frequency::Off);
    }
    preferences.sites.clear();
}

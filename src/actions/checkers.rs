//! Which servers of others a site asks about its comments: set up, shown without their secrets, and taken away by the
//! site's staff.

use secrecy::SecretString;

use super::answer_checks::{access, owner};
use super::expected::Expected;
use super::read_sites::site_of_staff;
use super::{Error, Result, Service, Shared, Viewer};
use crate::model::checker::{
    Access, Checker, KeyState, Settings, next_attempt, parse_key, parse_key_id, parse_signing_secret,
};
use crate::model::field::FieldErrors;
use crate::model::site::Origin;
use crate::model::time::{MINUTE, Timestamp};
pub use crate::store::checkers::CheckerRow;
use crate::store::sites::Site;
use crate::store::{Conn, checkers, remote_checks};

/// A server as its site's staff see it.
pub struct Shown {
    pub settings: Settings,
    pub key_state: KeyState,
    /// Why it gave no answer when it last gave none, if it has not answered since.
    pub last_error: Option<String>,
    /// Questions without an answer.
    pub waiting: i64,
    pub revision: i32,
    pub changed_at: Timestamp,
}

/// Changes to a server; what is `None` stays as it is.
pub enum Change {
    Akismet { key: Option<String>, blog: Option<String>, is_test: Option<bool> },
    External { url: Option<String>, key_id: Option<String>, secret: Option<String>, signed_answers: Option<bool> },
}

impl Change {
    const fn checker(&self) -> Checker {
        match self {
            Self::Akismet { .. } => Checker::Akismet,
            Self::External { .. } => Checker::External,
        }
    }
}

/// Errors: `NotFound` site; `Forbidden`.
pub async fn list(svc: &Shared, viewer: Viewer, slug: &str) -> Result<Vec<Shown>> {
    let slug = slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            checkers::list(conn, site.id)?.iter().map(|row| shown(conn, row)).collect()
        })
        .await
}

fn shown(conn: &mut Conn, row: &CheckerRow) -> Result<Shown> {
    let asked_in_vain = remote_checks::last_error(conn, row.site_id, row.checker)?;
    Ok(Shown {
        settings: serde_json::from_str(&row.settings)?,
        key_state: row.key_state,
        last_error: row.last_error.clone().or(asked_in_vain),
        waiting: remote_checks::waiting_of(conn, row.site_id, row.checker)?,
        revision: row.revision,
        changed_at: row.changed_at,
    })
}

/// Sets a server up, or changes it; comments that wait for it are asked about again at once. Errors: `NotFound` site;
/// `Forbidden`; `Invalid`; `Stale`, or `Conflict` where no revision was expected.
pub async fn set(svc: &Shared, viewer: Viewer, slug: &str, change: Change, expected: Expected) -> Result<Shown> {
    let now = svc.clock.now();
    let slug = slug.to_owned();
    let shared = Shared::clone(svc);
    let shown = svc
        .store
        .write::<_, Error, _>(move |tx| {
            let site = site_of_staff(tx, &viewer, &slug)?;
            let before = checkers::find(tx, site.id, change.checker())?;
            expected.check(before.as_ref().map_or(0, |row| row.revision))?;
            let known = before.as_ref().map(|row| serde_json::from_str(&row.settings)).transpose()?;
            let (settings, secret) = parse(&shared, &site, change, known)?;
            let row = row(&shared, &site, before, &settings, secret, now)?;
            let written = match row.revision {
                0 => checkers::insert(tx, &CheckerRow { revision: 1, ..row.clone() })?,
                _ => checkers::update(tx, &row)?,
            };
            if !written {
                return Err(expected.overtaken());
            }
            remote_checks::hurry(tx, site.id, row.checker, now)?;
            shown(tx, &CheckerRow { revision: row.revision + 1, ..row })
        })
        .await?;
    svc.checks_owed.notify_one();
    Ok(shown)
}

/// The settings, and the secret if it is another one now.
fn parse(
    svc: &Service,
    site: &Site,
    change: Change,
    known: Option<Settings>,
) -> Result<(Settings, Option<SecretString>)> {
    let mut errors = FieldErrors::default();
    let is_new = known.is_none();
    let parsed = match change {
        Change::Akismet { key, blog, is_test } => {
            let (old_blog, old_test) = match known {
                Some(Settings::Akismet { blog, is_test }) => (blog, is_test),
                _ => (front_page(site)?, false),
            };
            errors.require("key", key.is_some() || !is_new, "is needed at first; it is never shown again");
            let key = key.and_then(|key| errors.take("key", parse_key(&key)));
            let blog = blog.and_then(|blog| errors.take("blog", Origin::parse(&blog)));
            let blog = blog.map_or(old_blog, |blog| blog.as_str().to_owned());
            (Settings::Akismet { blog, is_test: is_test.unwrap_or(old_test) }, key)
        }
        Change::External { url, key_id, secret, signed_answers } => {
            let (old_url, old_id, old_signed) = match known {
                Some(Settings::External { url, key_id, signed_answers }) => (url, key_id, signed_answers),
                _ => (String::new(), "1".to_owned(), false),
            };
            errors.require("url", url.is_some() || !is_new, "is needed at first");
            errors.require("secret", secret.is_some() || !is_new, "is needed at first; it is never shown again");
            let target = url.and_then(|url| errors.take("url", svc.outbound.parse(&url)));
            let key_id = key_id.and_then(|id| errors.take("key_id", parse_key_id(&id)));
            let secret = secret.and_then(|secret| errors.take("secret", parse_signing_secret(&secret)));
            let settings = Settings::External {
                url: target.map_or(old_url, |target| target.url.into()),
                key_id: key_id.unwrap_or(old_id),
                signed_answers: signed_answers.unwrap_or(old_signed),
            };
            (settings, secret)
        }
    };
    errors.finish()?;
    Ok((parsed.0, parsed.1.map(SecretString::from)))
}

/// Where the site's articles are.
fn front_page(site: &Site) -> Result<String> {
    let origins: Vec<String> = serde_json::from_str(&site.origins)?;
    Ok(origins.into_iter().next().unwrap_or_default())
}

/// The row as it is to be written; of revision 0 if there was none.
fn row(
    svc: &Service,
    site: &Site,
    before: Option<CheckerRow>,
    settings: &Settings,
    secret: Option<SecretString>,
    now: Timestamp,
) -> Result<CheckerRow> {
    let checker = settings.checker();
    let sealed = secret.map(|secret| svc.sealer.seal(&owner(site.id, checker), &secret)).transpose();
    let sealed = sealed.map_err(Error::Internal)?;
    let (revision, kept) = before.map_or((0, None), |row| (row.revision, Some(row.sealed_secret)));
    let sealed_secret = sealed.or(kept).ok_or_else(|| Error::Internal("a server without a secret".to_owned()))?;
    let can_tell = checker == Checker::Akismet;
    Ok(CheckerRow {
        site_id: site.id,
        checker,
        settings: serde_json::to_string(settings)?,
        sealed_secret,
        key_state: if can_tell { KeyState::Unverified } else { KeyState::Unknown },
        verify_at: can_tell.then_some(now),
        verify_attempts: 0,
        last_error: None,
        revision,
        changed_at: now,
    })
}

/// If it is set up, its secret is gone with it, and comments that wait for it go on without its answer. Errors:
/// `NotFound` site; `Forbidden`.
pub async fn remove(svc: &Shared, viewer: Viewer, slug: &str, checker: Checker) -> Result<()> {
    let now = svc.clock.now();
    let slug = slug.to_owned();
    svc.store
        .write::<_, Error, _>(move |tx| {
            let site = site_of_staff(tx, &viewer, &slug)?;
            checkers::remove(tx, site.id, checker)?;
            Ok(remote_checks::hurry(tx, site.id, checker, now)?)
        })
        .await?;
    svc.checks_owed.notify_one();
    Ok(())
}

/// A key that is to be tried now, and the server it is for. It comes again if whoever took it dies.
pub async fn take_to_verify(svc: &Shared) -> Result<Option<(CheckerRow, Access)>> {
    let now = svc.clock.now();
    let due = svc.store.read::<_, Error, _>(move |conn| Ok(checkers::to_verify(conn, now)?)).await?;
    let Some(row) = due else { return Ok(None) };
    let shared = Shared::clone(svc);
    svc.store
        .write::<_, Error, _>(move |tx| {
            if !checkers::take_to_verify(tx, &row, now.plus(MINUTE))? {
                return Ok(None);
            }
            let row = CheckerRow { verify_attempts: row.verify_attempts + 1, ..row };
            match access(&shared, row.site_id, &row) {
                Ok(access) => Ok(Some((row, access))),
                Err(error) => {
                    checkers::verified(tx, &row, KeyState::Unverified, None, Some(&error.to_string()))?;
                    Ok(None)
                }
            }
        })
        .await
}

/// Writes down what the server said of its key, or why it said nothing.
pub async fn verified(svc: &Shared, row: CheckerRow, said: std::result::Result<KeyState, String>) -> Result<()> {
    let now = svc.clock.now();
    svc.store
        .write::<_, Error, _>(move |tx| {
            let (state, again, why) = match said {
                Ok(state) => (state, None, None),
                Err(why) => {
                    let pause = next_attempt(row.verify_attempts, row.site_id.get().into());
                    (KeyState::Unverified, pause.map(|pause| now.plus(pause)), Some(why))
                }
            };
            Ok(checkers::verified(tx, &row, state, again, why.as_deref())?)
        })
        .await
}

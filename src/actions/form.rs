//! What a comment form is handed out with, so that it can be told how long somebody took to fill it in.

use subtle::ConstantTimeEq;

use super::{Error, Result, Service, Shared};
use crate::model::time::{SECOND, Timestamp};
use crate::moderation::facts::FormFacts;
use crate::store::sites;

/// What came back with a comment's form.
#[derive(Debug, Clone, Default)]
pub struct FormAnswer {
    pub token: Option<String>,
    /// Of the field that nobody sees.
    pub trap: Option<String>,
}

/// A signed time of now; nothing is stored. Errors: `NotFound` site.
pub async fn token(svc: &Shared, slug: &str) -> Result<String> {
    let wanted = slug.to_owned();
    let found = svc.store.read::<_, Error, _>(move |conn| Ok(sites::find_by_slug(conn, &wanted)?)).await?;
    found.ok_or(Error::NotFound("site"))?;
    Ok(signed(svc, slug, svc.clock.now().micros() / SECOND))
}

/// What the checks may know of the form. A token of another site or another server counts as none.
pub(super) fn facts(svc: &Service, slug: &str, answer: &FormAnswer, now: Timestamp) -> FormFacts {
    let trap_filled = answer.trap.as_deref().is_some_and(|trap| !trap.is_empty());
    let made = answer.token.as_deref().and_then(|token| {
        let made: i64 = token.split_once('.')?.0.parse().ok()?;
        bool::from(signed(svc, slug, made).as_bytes().ct_eq(token.as_bytes())).then_some(made)
    });
    FormFacts { trap_filled, age_seconds: made.map(|made| now.micros() / SECOND - made) }
}

fn signed(svc: &Service, slug: &str, seconds: i64) -> String {
    let mac = svc.keyed_hash.of(&[b"form", slug.as_bytes(), &seconds.to_be_bytes()]);
    let mac: String = mac.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("{seconds}.{mac}")
}

//! Changes a site's name, origins and policy, or its rules. Each change is the site's next revision.

use super::create_site::parse_origins;
use super::expected::Expected;
use super::read_sites::{site_of_administrator, site_of_staff};
use super::{Result, Shared, Viewer, origins};
use crate::model::field::FieldErrors;
use crate::model::site::{Policy, SiteName};
use crate::moderation::Rules;
pub use crate::moderation::RulesUpdate;
use crate::store::Conn;
use crate::store::sites::{self, Site};

/// What is `None` stays.
pub struct Change {
    pub name: Option<String>,
    pub origins: Option<Vec<String>>,
    pub policy: Option<Policy>,
}

/// Errors: `NotFound` site; `Forbidden` unless an administrator; `Invalid`; `Stale`, or `Conflict` where no revision
/// was expected.
pub async fn run(svc: &Shared, viewer: Viewer, slug: &str, change: Change, expected: Expected) -> Result<Site> {
    let mut errors = FieldErrors::default();
    let name = change.name.and_then(|name| errors.take("name", SiteName::parse(&name)));
    let new_origins = change.origins.map(|origins| parse_origins(&mut errors, &origins));
    let slug = slug.to_owned();
    let changed = svc
        .store
        .write(move |tx| {
            let mut site = site_of_administrator(tx, &viewer, &slug)?;
            errors.finish()?;
            expected.check(site.revision)?;
            if let Some(name) = name {
                site.name = name.as_str().to_owned();
            }
            if let Some(origins) = new_origins {
                site.origins = serde_json::to_string(&origins)?;
            }
            if let Some(policy) = change.policy {
                let rules: Rules = serde_json::from_str(&site.rules)?;
                site.rules = serde_json::to_string(&Rules { policy, ..rules })?;
            }
            save(tx, site, &expected)
        })
        .await?;
    svc.changes.everything_changed();
    origins::refresh(svc).await?;
    Ok(changed)
}

/// Changes the rules; the site with them as they are then. Errors: `NotFound` site; `Forbidden` unless on its staff;
/// `Invalid`; `Stale`, or `Conflict` where no revision was expected.
pub async fn rules(svc: &Shared, viewer: Viewer, slug: &str, update: RulesUpdate, expected: Expected) -> Result<Site> {
    let slug = slug.to_owned();
    let changed = svc
        .store
        .write(move |tx| {
            let mut site = site_of_staff(tx, &viewer, &slug)?;
            expected.check(site.revision)?;
            let rules: Rules = serde_json::from_str(&site.rules)?;
            site.rules = serde_json::to_string(&update.apply(&rules)?)?;
            save(tx, site, &expected)
        })
        .await?;
    svc.changes.everything_changed();
    Ok(changed)
}

fn save(tx: &mut Conn, site: Site, expected: &Expected) -> Result<Site> {
    if !sites::update(tx, &site)? {
        return Err(expected.overtaken());
    }
    tx.everything_changed()?;
    Ok(Site { revision: site.revision + 1, ..site })
}

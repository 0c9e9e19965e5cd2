//! Makes a site.

use super::once::Recorder;
use super::{Error, Result, Service, Shared, origins};
use crate::model::brand::Brand;
use crate::model::field::FieldErrors;
use crate::model::site::{Origin, Policy, SiteName, Slug};
use crate::model::time::Timestamp;
use crate::moderation::Rules;
use crate::store::sites::{self, Site};
use crate::store::{Conn, Constraint, StoreError, canned_texts};

/// Origins of one site.
const MOST_ORIGINS: usize = 50;

pub struct NewSite {
    pub slug: String,
    pub name: String,
    pub origins: Vec<String>,
    pub policy: Option<Policy>,
}

/// What was read of a [`NewSite`].
pub(super) struct Parsed {
    slug: Slug,
    name: SiteName,
    origins: Vec<String>,
    policy: Policy,
}

/// `None`, with what is wrong in `errors`, if it is no site.
pub(super) fn parse(errors: &mut FieldErrors, input: NewSite) -> Option<Parsed> {
    let slug = errors.take("slug", Slug::parse(&input.slug));
    let name = errors.take("name", SiteName::parse(&input.name));
    let origins = parse_origins(errors, &input.origins);
    Some(Parsed { slug: slug?, name: name?, origins, policy: input.policy.unwrap_or_default() })
}

/// Errors: `Invalid`; the slug may be taken.
pub async fn run(svc: &Shared, input: NewSite, recorder: Recorder<Site>) -> Result<Site> {
    let mut errors = FieldErrors::default();
    let parsed = parse(&mut errors, input);
    errors.finish()?;
    let parsed = parsed.ok_or_else(|| Error::Internal("unparsed site".to_owned()))?;
    let now = svc.clock.now();
    let shared = Shared::clone(svc);
    let site = svc
        .store
        .write::<_, Error, _>(move |tx| {
            let site = insert(&shared, tx, parsed, now)?;
            recorder.keep(tx, &site, now)?;
            Ok(site)
        })
        .await?;
    origins::refresh(svc).await?;
    Ok(site)
}

/// Writes the site with the texts that each begins with. Errors: `Invalid` when the slug is taken.
pub(super) fn insert(svc: &Service, tx: &mut Conn, parsed: Parsed, now: Timestamp) -> Result<Site> {
    let Parsed { slug, name, origins, policy } = parsed;
    let site = Site {
        id: svc.ids.next(now),
        slug: slug.as_str().to_owned(),
        name: name.as_str().to_owned(),
        origins: serde_json::to_string(&origins)?,
        rules: serde_json::to_string(&Rules { policy, ..Rules::default() })?,
        revision: 1,
        created_at: now,
        brand: serde_json::to_string(&Brand::default())?,
    };
    match sites::insert(tx, &site) {
        Err(StoreError::Taken(Constraint::SiteSlug)) => {
            Err(FieldErrors::one("slug", "is taken by another site").into())
        }
        inserted => {
            inserted?;
            canned_texts::preset(tx, site.id, now, || svc.ids.next(now))?;
            Ok(site)
        }
    }
}

/// The origins as they are kept; what is wrong is noted under `origins`.
pub(super) fn parse_origins(errors: &mut FieldErrors, given: &[String]) -> Vec<String> {
    let count = (1..=MOST_ORIGINS).contains(&given.len());
    errors.require("origins", count, "needs 1 to 50 origins such as https://news.example");
    let origins = given.iter().filter_map(|origin| errors.take("origins", Origin::parse(origin)));
    origins.map(|origin| origin.as_str().to_owned()).collect()
}

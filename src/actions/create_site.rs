//! Makes a site.

use super::once::Recorder;
use super::{Error, Result, Shared, origins};
use crate::model::brand::Brand;
use crate::model::field::FieldErrors;
use crate::model::site::{Origin, Policy, SiteName, Slug};
use crate::moderation::Rules;
use crate::store::sites::{self, Site};
use crate::store::{Constraint, StoreError, canned_texts};

/// Origins of one site.
const MOST_ORIGINS: usize = 50;

pub struct NewSite {
    pub slug: String,
    pub name: String,
    pub origins: Vec<String>,
    pub policy: Option<Policy>,
}

/// Errors: `Invalid`; the slug may be taken.
pub async fn run(svc: &Shared, input: NewSite, recorder: Recorder<Site>) -> Result<Site> {
    let mut errors = FieldErrors::default();
    let slug = errors.take("slug", Slug::parse(&input.slug));
    let name = errors.take("name", SiteName::parse(&input.name));
    let origins = parse_origins(&mut errors, &input.origins);
    errors.finish()?;
    let (Some(slug), Some(name)) = (slug, name) else { return Err(Error::Internal("unparsed site".to_owned())) };

    let now = svc.clock.now();
    let rules = Rules { policy: input.policy.unwrap_or_default(), ..Rules::default() };
    let site = Site {
        id: svc.ids.next(now),
        slug: slug.as_str().to_owned(),
        name: name.as_str().to_owned(),
        origins: serde_json::to_string(&origins)?,
        rules: serde_json::to_string(&rules)?,
        revision: 1,
        created_at: now,
        brand: serde_json::to_string(&Brand::default())?,
    };
    let shared = Shared::clone(svc);
    let site = svc
        .store
        .write::<_, Error, _>(move |tx| match sites::insert(tx, &site) {
            Err(StoreError::Taken(Constraint::SiteSlug)) => {
                Err(FieldErrors::one("slug", "is taken by another site").into())
            }
            inserted => {
                inserted?;
                canned_texts::preset(tx, site.id, now, || shared.ids.next(now))?;
                recorder.keep(tx, &site, now)?;
                Ok(site)
            }
        })
        .await?;
    origins::refresh(svc).await?;
    Ok(site)
}

/// The origins as they are kept; what is wrong is noted under `origins`.
pub(super) fn parse_origins(errors: &mut FieldErrors, given: &[String]) -> Vec<String> {
    let count = (1..=MOST_ORIGINS).contains(&given.len());
    errors.require("origins", count, "needs 1 to 50 origins such as https://news.example");
    let origins = given.iter().filter_map(|origin| errors.take("origins", Origin::parse(origin)));
    origins.map(|origin| origin.as_str().to_owned()).collect()
}

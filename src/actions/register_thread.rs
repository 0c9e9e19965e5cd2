//! Makes the thread of an article before anybody comments, or brings its title and time up to date.

use super::read_sites::site_of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::field::FieldErrors;
use crate::model::ids::ThreadId;
use crate::model::site::Origin;
use crate::model::thread::{CanonicalUrl, ThreadTitle};
use crate::model::time::Timestamp;
use crate::store::threads::{self, Thread};

pub struct Article {
    pub url: String,
    pub title: String,
    /// `None`: as it is.
    pub published_at: Option<Timestamp>,
}

/// The thread as it is then, and whether it is new. Errors: `NotFound` site; `Forbidden` unless on its staff; `Invalid`,
/// also for an address that is not the site's; `Conflict`.
pub async fn run(svc: &Shared, viewer: Viewer, slug: &str, article: Article) -> Result<(Thread, bool)> {
    let mut errors = FieldErrors::default();
    let url = errors.take("url", CanonicalUrl::parse(&article.url));
    let title = errors.take("title", ThreadTitle::parse(&article.title));
    let now = svc.clock.now();
    let new_id: ThreadId = svc.ids.next(now);
    let slug = slug.to_owned();
    svc.store
        .write(move |tx| {
            let site = site_of_staff(tx, &viewer, &slug)?;
            let origins: Vec<String> = serde_json::from_str(&site.origins)?;
            let origins: Vec<Origin> = origins.iter().filter_map(|origin| Origin::parse(origin).ok()).collect();
            let elsewhere = url.as_ref().is_some_and(|url| !url.belongs_to(&origins));
            errors.require("url", !elsewhere, "is not on one of the site's origins");
            errors.finish()?;
            let (Some(url), Some(title)) = (url, title) else {
                return Err(Error::Internal("unparsed thread".to_owned()));
            };
            let found = threads::find_or_create(tx, site.id, new_id, &url, Some(title.as_str()), now)?;
            let wanted = Thread {
                title: Some(title.as_str().to_owned()),
                published_at: article.published_at.or(found.published_at),
                ..found.clone()
            };
            let is_new = found.id == new_id;
            if wanted.title == found.title && wanted.published_at == found.published_at {
                return Ok((found, is_new));
            }
            if !threads::update(tx, &wanted)? {
                return Err(Error::Conflict("somebody changed it at the same moment; look again and repeat"));
            }
            Ok((Thread { revision: wanted.revision + 1, ..wanted }, is_new))
        })
        .await
}

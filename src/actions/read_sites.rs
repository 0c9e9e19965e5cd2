//! Sites as their staff sees them, and who moderates them.

use super::{Error, Result, Shared, Viewer};
use crate::model::page::{Cursor, Page, PageRequest};
use crate::moderation::Rules;
use crate::store::Conn;
use crate::store::accounts::{self, Account};
use crate::store::sites::{self, Site};

/// The sites the viewer may look after, oldest first: all for an administrator, else those the account moderates.
pub async fn sites(svc: &Shared, viewer: Viewer, request: PageRequest) -> Result<Page<Site>> {
    svc.store
        .read::<_, Error, _>(move |conn| {
            let (after, limit) = (request.after.map(|cursor| cursor.id), request.limit + 1);
            let rows = if viewer.is_administrator() {
                sites::list(conn, after, limit)?
            } else {
                sites::moderated_by(conn, viewer.id(), after, limit)?
            };
            Ok(Page::cut(rows, request.limit, |site| Cursor::by_id(site.id.get())))
        })
        .await
}

/// One site. Errors: `NotFound` site, `Forbidden` unless the viewer is on its staff.
pub async fn site(svc: &Shared, viewer: Viewer, slug: &str) -> Result<Site> {
    let slug = slug.to_owned();
    svc.store.read(move |conn| site_of_staff(conn, &viewer, &slug)).await
}

/// What everybody may know of a site.
pub struct Front {
    pub name: String,
    /// Characters of a comment at most.
    pub most_characters: u32,
}

/// Errors: `NotFound` site.
pub async fn front(svc: &Shared, slug: &str) -> Result<Front> {
    let slug = slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = sites::find_by_slug(conn, &slug)?.ok_or(Error::NotFound("site"))?;
            let rules: Rules = serde_json::from_str(&site.rules)?;
            Ok(Front { name: site.name, most_characters: rules.length.max })
        })
        .await
}

/// The name of the site, if there is exactly one.
pub async fn only_site(svc: &Shared) -> Result<Option<String>> {
    svc.store
        .read::<_, Error, _>(|conn| {
            let mut sites = sites::list(conn, None, 2)?.into_iter();
            Ok(sites.next().filter(|_| sites.len() == 0).map(|site| site.name))
        })
        .await
}

/// The site's moderators, oldest account first. Errors: `NotFound` site, `Forbidden` unless an administrator.
pub async fn moderators(svc: &Shared, viewer: Viewer, slug: &str) -> Result<Vec<Account>> {
    let slug = slug.to_owned();
    svc.store
        .read(move |conn| {
            let site = site_of_administrator(conn, &viewer, &slug)?;
            Ok(accounts::moderators_of(conn, site.id)?)
        })
        .await
}

/// Who may do everything on all sites, by name. Errors: `Forbidden` unless an administrator.
pub async fn administrators(svc: &Shared, viewer: Viewer) -> Result<Vec<Account>> {
    if !viewer.is_administrator() {
        return Err(Error::Forbidden);
    }
    svc.store.read::<_, Error, _>(|conn| Ok(accounts::administrators(conn)?)).await
}

/// The site, if the viewer is on its staff. Errors: `NotFound` site, `Forbidden`.
pub(super) fn site_of_staff(conn: &mut Conn, viewer: &Viewer, slug: &str) -> Result<Site> {
    let site = sites::find_by_slug(conn, slug)?.ok_or(Error::NotFound("site"))?;
    if viewer.is_staff_of(site.id) { Ok(site) } else { Err(Error::Forbidden) }
}

/// The site, if the viewer may set up sites. Errors: `NotFound` site, `Forbidden`.
pub(super) fn site_of_administrator(conn: &mut Conn, viewer: &Viewer, slug: &str) -> Result<Site> {
    let site = sites::find_by_slug(conn, slug)?.ok_or(Error::NotFound("site"))?;
    if viewer.is_administrator() { Ok(site) } else { Err(Error::Forbidden) }
}

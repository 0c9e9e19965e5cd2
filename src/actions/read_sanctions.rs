//! Sanctions as the staff and as their owners read them.

use std::collections::HashMap;

use super::keys::suspect;
use super::placed::{self, Placed};
use super::read_sites::site_of_staff;
use super::sanction::standing;
use super::{Error, Result, Shared, Viewer};
use crate::model::ids::{AccountId, CommentId, SanctionId, SiteId};
use crate::model::page::{Cursor, Page, PageRequest};
use crate::model::sanction::{Purge, Sanction, Suspect};
use crate::model::time::Timestamp;
use crate::store::{Conn, accounts, purges, sanctions, sites};

/// A sanction, who took it and how far it came; no names for accounts that are gone.
pub struct NamedSanction {
    pub sanction: Sanction,
    pub account_name: Option<String>,
    pub by: Option<String>,
    pub active: bool,
    pub purge: Option<Purge>,
}

/// A sanction for whom it concerns.
pub struct OwnSanction {
    pub sanction: Sanction,
    /// `None`: on all sites.
    pub site_name: Option<String>,
    pub active: bool,
}

/// The account's sanctions that count on the site, past ones included, newest first. Errors: `NotFound` site or
/// account; `Forbidden`.
pub async fn of_account(
    svc: &Shared,
    viewer: Viewer,
    site_slug: &str,
    account: AccountId,
    request: PageRequest,
) -> Result<Page<NamedSanction>> {
    let now = svc.clock.now();
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let account = standing(conn, account)?;
            let rows = sanctions::of_account(conn, site.id, account.id, request.after, request.limit + 1)?;
            named_page(conn, rows, &request, now)
        })
        .await
}

/// The sanctions that count on the site, newest first; given `active`, only those that stand or only those that are
/// over. Errors: `NotFound` site, `Forbidden`.
pub async fn of_site(
    svc: &Shared,
    viewer: Viewer,
    site_slug: &str,
    active: Option<bool>,
    request: PageRequest,
) -> Result<Page<NamedSanction>> {
    let now = svc.clock.now();
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let rows = sanctions::of_site(conn, site.id, active, now, request.after, request.limit + 1)?;
            named_page(conn, rows, &request, now)
        })
        .await
}

/// As [`of_site`], with the comments that named whom they are against.
pub async fn placed_of_site(
    svc: &Shared,
    viewer: Viewer,
    site_slug: &str,
    active: Option<bool>,
    request: PageRequest,
) -> Result<Page<(NamedSanction, Option<Placed>)>> {
    let now = svc.clock.now();
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let rows = sanctions::of_site(conn, site.id, active, now, request.after, request.limit + 1)?;
            let page = named_page(conn, rows, &request, now)?;
            let ids: Vec<CommentId> = page.items.iter().filter_map(|named| named.sanction.comment_id).collect();
            let places = placed::of_site(conn, site.id, &ids)?;
            Ok(page.map(|named| {
                let place = named.sanction.comment_id.and_then(|id| places.get(&id).cloned());
                (named, place)
            }))
        })
        .await
}

/// The viewer's own sanctions on all sites, past ones included, newest first.
pub async fn own(svc: &Shared, viewer: Viewer, request: PageRequest) -> Result<Page<OwnSanction>> {
    let now = svc.clock.now();
    let suspect = suspect(svc, &viewer);
    svc.store
        .read::<_, Error, _>(move |conn| {
            let Suspect::Account { id, address_key } = suspect else { return Err(Error::Unauthenticated) };
            let rows = sanctions::of_owner(conn, (id, address_key), request.after, request.limit + 1)?;
            let page = Page::cut(rows, request.limit, |sanction| Cursor::by_id(sanction.id.get()));
            let mut names: HashMap<SiteId, String> = HashMap::new();
            for site in page.items.iter().filter_map(|sanction| sanction.site_id) {
                if let Some(found) = sites::find(conn, site)? {
                    names.insert(site, found.name);
                }
            }
            Ok(page.map(|sanction| OwnSanction {
                site_name: sanction.site_id.and_then(|site| names.get(&site).cloned()),
                active: sanction.is_active(now),
                sanction,
            }))
        })
        .await
}

fn named_page(
    conn: &mut Conn,
    rows: Vec<Sanction>,
    request: &PageRequest,
    now: Timestamp,
) -> Result<Page<NamedSanction>> {
    let page = Page::cut(rows, request.limit, |sanction| Cursor::by_id(sanction.id.get()));
    Ok(Page { items: with_names(conn, page.items, now)?, next: page.next })
}

pub(super) fn with_names(conn: &mut Conn, sanctions: Vec<Sanction>, now: Timestamp) -> Result<Vec<NamedSanction>> {
    let people = |sanction: &Sanction| [Some(sanction.created_by), sanction.account_id];
    let people: Vec<AccountId> = sanctions.iter().flat_map(people).flatten().collect();
    let names: HashMap<AccountId, String> = accounts::names(conn, &people)?.into_iter().collect();
    let ids: Vec<SanctionId> = sanctions.iter().map(|sanction| sanction.id).collect();
    let mut purges = purges::of_sanctions(conn, &ids)?;
    let named = |sanction: Sanction| NamedSanction {
        account_name: sanction.account_id.and_then(|account| names.get(&account).cloned()),
        by: names.get(&sanction.created_by).cloned(),
        active: sanction.is_active(now),
        purge: purges.remove(&sanction.id),
        sanction,
    };
    Ok(sanctions.into_iter().map(named).collect())
}

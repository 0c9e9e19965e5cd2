//! Appeals as moderators read them, with the decision that each is about.

use std::collections::HashMap;

use super::placed::{self, Placed};
use super::read_log::{LoggedDecision, named as named_decisions};
use super::read_sites::site_of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::appeal::Appeal;
use crate::model::ids::{CommentId, DecisionId, SiteId};
use crate::model::page::{Cursor, Page, PageRequest};
use crate::store::{Conn, appeals, decisions};

#[derive(Clone)]
pub struct NamedAppeal {
    pub appeal: Appeal,
    /// What the author does not agree with.
    pub first: LoggedDecision,
    /// What closed it.
    pub last: Option<LoggedDecision>,
}

/// The site's, newest first; given `open`, only those that wait, or only those that were decided on. Errors: `NotFound`
/// site, `Forbidden`.
pub async fn of_site(
    svc: &Shared,
    viewer: Viewer,
    site_slug: &str,
    open: Option<bool>,
    request: PageRequest,
) -> Result<Page<NamedAppeal>> {
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            page(conn, site.id, open, &request)
        })
        .await
}

/// As [`of_site`], with the comments that the appeals are about.
pub async fn placed_of_site(
    svc: &Shared,
    viewer: Viewer,
    site_slug: &str,
    open: Option<bool>,
    request: PageRequest,
) -> Result<Page<(NamedAppeal, Option<Placed>)>> {
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let page = page(conn, site.id, open, &request)?;
            let ids: Vec<CommentId> = page.items.iter().map(|named| named.appeal.comment_id).collect();
            let places = placed::of_site(conn, site.id, &ids)?;
            Ok(page.map(|named| (named.clone(), places.get(&named.appeal.comment_id).cloned())))
        })
        .await
}

fn page(conn: &mut Conn, site: SiteId, open: Option<bool>, request: &PageRequest) -> Result<Page<NamedAppeal>> {
    let rows = appeals::of_site(conn, site, open, request.after, request.limit + 1)?;
    let page = Page::cut(rows, request.limit, |appeal| Cursor::by_id(appeal.id.get()));
    Ok(Page { items: named(conn, site, page.items)?, next: page.next })
}

/// The site's appeals with the decisions on both sides, in the same order.
pub(super) fn named(conn: &mut Conn, site: SiteId, appeals: Vec<Appeal>) -> Result<Vec<NamedAppeal>> {
    if appeals.is_empty() {
        return Ok(Vec::new());
    }
    let ids = appeals.iter().flat_map(|appeal| [Some(appeal.first_decision_id), appeal.decision_id]);
    let ids: Vec<DecisionId> = ids.flatten().collect();
    let rows = decisions::find_many(conn, site, &ids)?;
    let logged: HashMap<DecisionId, LoggedDecision> =
        named_decisions(conn, rows)?.into_iter().map(|row| (row.logged.decision.id, row)).collect();
    let named = |appeal: Appeal| {
        let first = logged.get(&appeal.first_decision_id).cloned();
        let first =
            first.ok_or_else(|| Error::Internal("an appeal is against a decision that is not there".to_owned()))?;
        let last = appeal.decision_id.and_then(|id| logged.get(&id).cloned());
        Ok(NamedAppeal { appeal, first, last })
    };
    appeals.into_iter().map(named).collect()
}

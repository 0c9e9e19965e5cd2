//! The log of decisions, with the names of those who decided.

use std::collections::HashMap;

use super::placed::{self, Placed};
use super::read_sites::site_of_staff;
use super::undo;
use super::{Error, Result, Shared, Viewer};
use crate::model::decision::{Decision, Logged};
use crate::model::ids::{AccountId, CommentId, SiteId};
use crate::model::page::{Cursor, Page, PageRequest};
pub use crate::store::decisions::Filter;
use crate::store::{Conn, accounts, decisions};

#[derive(Clone)]
pub struct LoggedDecision {
    pub logged: Logged,
    /// `None` for the checks, and for an account that is gone.
    pub actor_name: Option<String>,
}

/// A row as the desk shows it.
pub struct Line {
    pub logged: LoggedDecision,
    pub place: Option<Placed>,
    /// The viewer may take it back now.
    pub can_undo: bool,
}

/// The part of the site's log that `filter` lets through, newest first. Errors: `NotFound` site, `Forbidden`.
pub async fn run(
    svc: &Shared,
    viewer: Viewer,
    site_slug: &str,
    filter: Filter,
    request: PageRequest,
) -> Result<Page<LoggedDecision>> {
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            page(conn, site.id, &filter, &request)
        })
        .await
}

/// As [`run`], with the comments and what can be undone.
pub async fn lines(
    svc: &Shared,
    viewer: Viewer,
    site_slug: &str,
    filter: Filter,
    request: PageRequest,
) -> Result<Page<Line>> {
    let (slug, now) = (site_slug.to_owned(), svc.clock.now());
    let shared = Shared::clone(svc);
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let page = page(conn, site.id, &filter, &request)?;
            let ids: Vec<CommentId> = page.items.iter().map(|row| row.logged.decision.comment_id).collect();
            let places = placed::of_site(conn, site.id, &ids)?;
            let window = undo::window(&shared, &site)?;
            Ok(page.map(|logged| {
                let decision = &logged.logged.decision;
                let place = places.get(&decision.comment_id).cloned();
                let comment = place.as_ref().map(|place| &place.listed.0);
                let can_undo =
                    comment.is_some_and(|comment| undo::is_possible(&viewer, decision, comment, now, window));
                Line { place, can_undo, logged }
            }))
        })
        .await
}

/// Those who decide on the site: its moderators, and the administrators. Errors: `NotFound` site, `Forbidden`.
pub async fn people(svc: &Shared, viewer: Viewer, site_slug: &str) -> Result<Vec<(AccountId, String)>> {
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let mut people = accounts::moderators_of(conn, site.id)?;
            people.append(&mut accounts::administrators(conn)?);
            people.sort_by_key(|account| account.id);
            people.dedup_by_key(|account| account.id);
            Ok(people.into_iter().map(|account| (account.id, account.display_name)).collect())
        })
        .await
}

fn page(conn: &mut Conn, site: SiteId, filter: &Filter, request: &PageRequest) -> Result<Page<LoggedDecision>> {
    let rows = decisions::log(conn, site, filter, request.after, request.limit + 1)?;
    let page = Page::cut(rows, request.limit, |logged| Cursor::by_id(logged.sequence));
    Ok(Page { items: named(conn, page.items)?, next: page.next })
}

pub(super) fn named(conn: &mut Conn, rows: Vec<Logged>) -> Result<Vec<LoggedDecision>> {
    let actors: Vec<AccountId> = rows.iter().filter_map(|logged| logged.decision.actor_id).collect();
    let names: HashMap<AccountId, String> = accounts::names(conn, &actors)?.into_iter().collect();
    let name_of = |decision: &Decision| decision.actor_id.and_then(|id| names.get(&id).cloned());
    let named = |logged: Logged| LoggedDecision { actor_name: name_of(&logged.decision), logged };
    Ok(rows.into_iter().map(named).collect())
}

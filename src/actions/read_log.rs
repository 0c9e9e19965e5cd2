//! The log of decisions, with the names of those who decided.

use std::collections::HashMap;

use super::read_sites::site_of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::decision::{Decision, Logged};
use crate::model::ids::AccountId;
use crate::model::page::{Cursor, Page, PageRequest};
use crate::store::{Conn, accounts, decisions};

#[derive(Clone)]
pub struct LoggedDecision {
    pub logged: Logged,
    /// `None` for the checks, and for an account that is gone.
    pub actor_name: Option<String>,
}

/// The site's log, newest first. Errors: `NotFound` site, `Forbidden`.
pub async fn run(svc: &Shared, viewer: Viewer, site_slug: &str, request: PageRequest) -> Result<Page<LoggedDecision>> {
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let rows = decisions::log(conn, site.id, request.after, request.limit + 1)?;
            let page = Page::cut(rows, request.limit, |logged| Cursor::by_id(logged.sequence));
            Ok(Page { items: named(conn, page.items)?, next: page.next })
        })
        .await
}

pub(super) fn named(conn: &mut Conn, rows: Vec<Logged>) -> Result<Vec<LoggedDecision>> {
    let actors: Vec<AccountId> = rows.iter().filter_map(|logged| logged.decision.actor_id).collect();
    let names: HashMap<AccountId, String> = accounts::names(conn, &actors)?.into_iter().collect();
    let name_of = |decision: &Decision| decision.actor_id.and_then(|id| names.get(&id).cloned());
    let named = |logged: Logged| LoggedDecision { actor_name: name_of(&logged.decision), logged };
    Ok(rows.into_iter().map(named).collect())
}

//! Reports as those who made them and as moderators read them.

use std::collections::HashMap;

use super::placed::{self, Placed};
use super::read_sites::site_of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::decision::Reason;
use crate::model::ids::{AccountId, CommentId, SiteId, ThreadId};
use crate::model::page::{Cursor, Page, PageRequest};
use crate::model::report::{Report, ReporterRecord};
use crate::store::threads::{self, Thread};
use crate::store::{Conn, accounts, comments, reports};

/// A report for whoever made it.
#[derive(Clone)]
pub struct OwnReport {
    pub report: Report,
    /// Where the comment stands, or stood.
    pub thread: Thread,
}

/// A report for the moderators.
#[derive(Clone)]
pub struct NamedReport {
    pub report: Report,
    /// `None` for guests, and for an account that is gone.
    pub reporter_name: Option<String>,
    /// As it now is. `None` once it was forgotten whose the report is.
    pub record: Option<ReporterRecord>,
}

/// The viewer's own reports on all sites, newest first.
pub async fn own(svc: &Shared, viewer: Viewer, request: PageRequest) -> Result<Page<OwnReport>> {
    svc.store
        .read::<_, Error, _>(move |conn| {
            let rows = reports::of_account(conn, viewer.id(), request.after, request.limit + 1)?;
            let page = Page::cut(rows, request.limit, |report| Cursor::by_id(report.id.get()));
            let ids: Vec<CommentId> = page.items.iter().map(|report| report.comment_id).collect();
            let places = comments::places_of(conn, &ids)?;
            let ids: Vec<ThreadId> = places.values().map(|(_, thread)| *thread).collect();
            let threads = threads::find_many(conn, &ids)?;
            let threads: HashMap<ThreadId, Thread> = threads.into_iter().map(|thread| (thread.id, thread)).collect();
            let own = |report: Report| {
                let thread = places.get(&report.comment_id).and_then(|(_, thread)| threads.get(thread));
                let thread = thread.cloned().ok_or(Error::NotFound("thread"))?;
                Ok(OwnReport { report, thread })
            };
            let items = page.items.into_iter().map(own).collect::<Result<_>>()?;
            Ok(Page { items, next: page.next })
        })
        .await
}

/// A report in the list of a site's.
pub struct SiteReport {
    pub named: NamedReport,
    pub place: Option<Placed>,
}

/// The site's, newest first; given `open`, only those that wait, or only those that were decided on, and given a `reason`,
/// only those for it. Errors: `NotFound` site, `Forbidden`.
pub async fn of_site(
    svc: &Shared,
    viewer: Viewer,
    site_slug: &str,
    filter: (Option<bool>, Option<Reason>),
    request: PageRequest,
) -> Result<Page<SiteReport>> {
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let rows = reports::of_site(conn, site.id, filter, request.after, request.limit + 1)?;
            let page = Page::cut(rows, request.limit, |report| Cursor::by_id(report.id.get()));
            let ids: Vec<CommentId> = page.items.iter().map(|report| report.comment_id).collect();
            let places = placed::of_site(conn, site.id, &ids)?;
            let items = named(conn, site.id, page.items)?.into_iter();
            let placed =
                |named: NamedReport| SiteReport { place: places.get(&named.report.comment_id).cloned(), named };
            Ok(Page { items: items.map(placed).collect(), next: page.next })
        })
        .await
}

/// The site's reports with the names and records of those who made them, in the same order.
pub(super) fn named(conn: &mut Conn, site: SiteId, reports: Vec<Report>) -> Result<Vec<NamedReport>> {
    if reports.is_empty() {
        return Ok(Vec::new());
    }
    let people: Vec<AccountId> = reports.iter().filter_map(|report| report.account_id).collect();
    let names: HashMap<AccountId, String> = accounts::names(conn, &people)?.into_iter().collect();
    let keys: Vec<i64> = reports.iter().filter_map(|report| report.reporter_key).collect();
    let records: HashMap<i64, ReporterRecord> = reports::records(conn, site, &keys)?.into_iter().collect();
    let named = |report: Report| NamedReport {
        reporter_name: report.account_id.and_then(|account| names.get(&account).cloned()),
        record: report.reporter_key.map(|key| records.get(&key).copied().unwrap_or_default()),
        report,
    };
    Ok(reports.into_iter().map(named).collect())
}

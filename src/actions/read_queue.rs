//! What waits for a moderator.

use super::read_appeals::{self, NamedAppeal};
use super::read_reports::{self, NamedReport};
use super::read_sites::site_of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::decision::Reason;
use crate::model::field::FieldErrors;
use crate::model::finding::Finding;
use crate::model::ids::{AccountId, CommentId, SiteId, ThreadId};
use crate::model::page::{Page, PageRequest};
use crate::model::queue::{Mark, Queue, QueueSort};
use crate::model::thread::CanonicalUrl;
use crate::model::time::Timestamp;
use crate::model::trust::Record;
pub use crate::store::claims::Named;
use crate::store::comments::{self, Listed};
pub use crate::store::queue_entries::Entry;
use crate::store::queues::{Filter, Row, Wanted};
pub use crate::store::signatures::Similar;
use crate::store::threads::{self, Thread};
use crate::store::{Conn, appeals, authors, claims, findings, queues, reports, signatures};

/// A comment with what a moderator needs to decide on it.
#[derive(Clone)]
pub struct QueueItem {
    /// `None`: its author is to change it first.
    pub entry: Option<Entry>,
    pub listed: Listed,
    pub thread: Thread,
    /// What became of its author's comments on the site.
    pub record: Record,
    /// The comment it replies to.
    pub parent: Option<Listed>,
    /// Of its present text.
    pub findings: Vec<Finding>,
    /// Who works on it.
    pub claim: Option<Named>,
    /// The comments that say nearly the same.
    pub similar: Option<Similar>,
    /// What readers have against it and nobody has decided on, oldest first.
    pub reports: Vec<NamedReport>,
    /// Of its author, if it is open.
    pub appeal: Option<NamedAppeal>,
}

/// How much is on one list.
pub struct QueueSize {
    pub queue: Queue,
    pub count: i64,
    /// Since when the oldest is on it.
    pub oldest_at: Option<Timestamp>,
}

/// The sizes of all the site's lists. Errors: `NotFound` site, `Forbidden`.
pub async fn sizes(svc: &Shared, viewer: Viewer, site_slug: &str) -> Result<Vec<QueueSize>> {
    let slug = site_slug.to_owned();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let mut sizes = Vec::with_capacity(Queue::ALL.len());
            for &queue in Queue::ALL {
                let (count, oldest_at) = queues::size(conn, site.id, queue)?;
                sizes.push(QueueSize { queue, count, oldest_at });
            }
            Ok(sizes)
        })
        .await
}

/// Which comments of a list somebody asks for.
#[derive(Debug, Clone)]
pub struct Question {
    pub queue: Queue,
    pub sort: QueueSort,
    pub reason: Option<Reason>,
    /// A check's name.
    pub check: Option<String>,
    /// A thread's id, or the address of its article.
    pub article: Option<String>,
    /// An account's id, or that of a comment whose author is meant.
    pub author: Option<i64>,
    pub language: Option<String>,
    pub mark: Option<Mark>,
    /// A moderator who has claimed them.
    pub held_by: Option<AccountId>,
}

impl Question {
    /// `None`: it asks for an article or author of whom the site has no comment. Errors: `Invalid`.
    pub(super) fn wanted(self, conn: &mut Conn, site: SiteId, now: Timestamp) -> Result<Option<Wanted>> {
        let Self { queue, sort, reason, check, article, author, language, mark, held_by } = self;
        let mut errors = FieldErrors::default();
        let is_code = |text: &String| text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        errors.require("check", check.as_ref().is_none_or(is_code), "must be the name of a check, such as word_list");
        errors.require("language", language.as_ref().is_none_or(is_code), "must be a code such as en");
        errors.finish()?;
        let thread = match article {
            Some(article) => match thread_of(conn, site, &article)? {
                None => return Ok(None),
                found => found,
            },
            None => None,
        };
        let author_key = match author {
            Some(id) => Some(author_key(conn, site, id)?),
            None => None,
        };
        let held = held_by.map(|moderator| (moderator, now));
        let filter = Filter { reason, check, thread, author_key, language, mark, held };
        Ok(Some(Wanted { queue, sort, filter, free_at: None }))
    }
}

/// Whose `id` is: an account's, or that of a comment whose author is meant.
pub(super) fn author_key(conn: &mut Conn, site: SiteId, id: i64) -> Result<i64> {
    Ok(comments::find(conn, site, id.into())?.map_or(id, |comment| comment.author_key))
}

/// Errors: `Invalid` for what is neither an id nor an address.
pub(super) fn thread_of(conn: &mut Conn, site: SiteId, article: &str) -> Result<Option<ThreadId>> {
    if let Ok(id) = article.parse() {
        return Ok(threads::find(conn, site, id)?.map(|thread| thread.id));
    }
    let url = CanonicalUrl::parse(article).map_err(|message| FieldErrors::one("article", message))?;
    Ok(threads::find_by_url(conn, site, &url)?.map(|thread| thread.id))
}

/// One of the site's lists. Errors: `NotFound` site, `Forbidden`; `Invalid` for a filter that makes no sense.
pub async fn page(
    svc: &Shared,
    viewer: Viewer,
    site_slug: &str,
    question: Question,
    request: PageRequest,
) -> Result<Page<QueueItem>> {
    let slug = site_slug.to_owned();
    let now = svc.clock.now();
    svc.store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let sort = question.sort;
            let Some(wanted) = question.wanted(conn, site.id, now)? else {
                return Ok(Page { items: Vec::new(), next: None });
            };
            let rows = queues::page(conn, site.id, &wanted, request.after, request.limit + 1)?;
            let Page { items, next } = Page::cut(rows, request.limit, |row| queues::cursor_of(sort, row));
            Ok(Page { items: with_context(conn, site.id, items, now)?, next })
        })
        .await
}

/// The rows with what a moderator needs to decide on them, in the same order.
pub(super) fn with_context(conn: &mut Conn, site: SiteId, rows: Vec<Row>, now: Timestamp) -> Result<Vec<QueueItem>> {
    let ids: Vec<CommentId> = rows.iter().map(|(_, (comment, _))| comment.id).collect();
    let parents: Vec<CommentId> = rows.iter().filter_map(|(_, (comment, _))| comment.parent_id).collect();
    let mut thread_ids: Vec<ThreadId> = rows.iter().map(|(_, (comment, _))| comment.thread_id).collect();
    thread_ids.sort_unstable();
    thread_ids.dedup();
    let found = findings::of_comments(conn, site, &ids)?;
    let texts = comments::latest_texts(conn, site, &ids)?;
    let parents = comments::find_many(conn, site, &parents)?;
    let threads = threads::find_many(conn, &thread_ids)?;
    let mut writers: Vec<i64> = rows.iter().map(|(_, (comment, _))| comment.author_key).collect();
    writers.sort_unstable();
    writers.dedup();
    let records = authors::records(conn, site, &writers)?;
    let claims = claims::of_comments(conn, site, &ids, now)?;
    let similar = signatures::waiting_with(conn, site, &ids)?;
    let open = reports::of_comments(conn, site, &ids)?.into_iter().filter(|report| report.outcome.is_none()).collect();
    let mut reports = read_reports::named(conn, site, open)?;
    let open = appeals::of_comments(conn, &ids)?.into_iter().filter(|appeal| appeal.outcome.is_none()).collect();
    let mut appeals = read_appeals::named(conn, site, open)?;
    let mut items = Vec::with_capacity(rows.len());
    for (entry, listed) in rows {
        let comment = &listed.0;
        let thread = threads.iter().find(|thread| thread.id == comment.thread_id && thread.site_id == site);
        let thread = thread.cloned().ok_or(Error::NotFound("thread"))?;
        let record = records.get(&comment.author_key).copied().unwrap_or_default();
        let parent = parents.iter().find(|(parent, _)| Some(parent.id) == comment.parent_id).cloned();
        let text = texts.get(&comment.id);
        let of_text = |(id, revision, _): &&(CommentId, i32, Finding)| *id == comment.id && Some(revision) == text;
        let findings = found.iter().filter(of_text).map(|(.., finding)| finding.clone()).collect();
        let claim = claims.iter().find(|(claim, _)| claim.comment_id == comment.id).cloned();
        let similar = similar.get(&comment.id).copied();
        let (reported, rest) = reports.into_iter().partition(|it| it.report.comment_id == comment.id);
        let appeal = appeals.iter().position(|it| it.appeal.comment_id == comment.id);
        let appeal = appeal.map(|index| appeals.swap_remove(index));
        reports = rest;
        let reports = reported;
        items.push(QueueItem { entry, listed, thread, record, parent, findings, claim, similar, reports, appeal });
    }
    Ok(items)
}

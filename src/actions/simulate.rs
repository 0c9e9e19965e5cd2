//! Tries changed rules on the comments of the last days. Nothing is written: comments are read page by page, reviewed again
//! off the async threads under the present and the changed rules, and compared.
//!
//! `scan` is what happens to a page: it keeps the state of the past as it goes on, and builds the facts of each comment.

mod scan;

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use self::scan::{Page, Scan};
use super::read_sites::site_of_staff;
use super::{Error, Result, Shared, Viewer};
use crate::model::field::{FieldError, FieldErrors};
use crate::model::finding::Finding;
use crate::model::ids::{CommentId, SiteId, ThreadId, first_id_at};
use crate::model::time::{DAY, SECOND, Timestamp};
use crate::moderation::simulation::is_taken_over;
pub use crate::moderation::simulation::{Report, Sample, TallyOfCheck};
use crate::moderation::{CompiledRules, Rules, RulesUpdate};
use crate::store::replay::{self, Move, Stretch};
use crate::store::{Conn, accounts, findings};

/// Comments reviewed between two looks at whether somebody still wants to know.
const PAGE: usize = 500;
/// Rows of the log read at once.
const LOG_PAGE: usize = 5_000;
const MOST_DAYS: u32 = 90;

/// The simulations that a node runs at once: each takes most of a processor.
pub struct Slots(Arc<Semaphore>);

impl Default for Slots {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }
}

impl Slots {
    /// Errors: `Busy`.
    pub fn take(&self) -> Result<OwnedSemaphorePermit> {
        Arc::clone(&self.0).try_acquire_owned().map_err(|_| Error::Busy)
    }
}

/// How far a simulation is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Comments that were looked at, and how many there are.
    Progress {
        done: u64,
        total: u64,
    },
    Result(Box<Simulated>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulated {
    pub since: Timestamp,
    pub until: Timestamp,
    /// Comments whose text is gone.
    pub left_out: u64,
    pub report: Report,
}

/// One that has begun. Whoever has it asks for step after step; dropped, it ends.
pub struct Simulation {
    svc: Shared,
    _slot: OwnedSemaphorePermit,
    site: SiteId,
    since: Timestamp,
    until: Timestamp,
    stage: Stage,
    /// `None` only while a page is being reviewed.
    scan: Option<Box<Scan>>,
    done: u64,
    total: u64,
}

/// What is read next: from that id on, and perhaps already read.
enum Stage {
    /// The log of the days, for what became of the comments.
    Log(i64),
    /// Comments from before the days, which those of the first days are compared with.
    Before(i64, Option<Page>),
    Days(i64, Option<Page>),
    Done,
}

/// Begins a simulation. Errors: `NotFound` site; `Forbidden` unless on its staff; `Invalid`; `Busy` when as many run as
/// a node runs.
pub async fn begin(svc: &Shared, viewer: Viewer, slug: &str, update: RulesUpdate, days: u32) -> Result<Simulation> {
    let until = svc.clock.now();
    let since = until.plus(-i64::from(days) * DAY);
    let (slug, shared) = (slug.to_owned(), Shared::clone(svc));
    let (site, present, changed, staff, total) = svc
        .store
        .read::<_, Error, _>(move |conn| {
            let site = site_of_staff(conn, &viewer, &slug)?;
            let present = shared.rules.of(&site)?;
            let changed = check(update, present.rules(), days)?;
            let total = replay::count(conn, site.id, (first_id_at(since), end(until)))?;
            Ok((site, present, changed, accounts::staff_names(conn)?, total))
        })
        .await?;
    let slot = svc.simulations.take()?;
    let names_taken = staff.into_iter().chain(std::iter::once(site.name)).collect();
    let scan = Box::new(Scan::new((present, CompiledRules::new(changed).into()), names_taken, svc.rate_limits, since));
    Ok(Simulation {
        svc: Shared::clone(svc),
        _slot: slot,
        site: site.id,
        since,
        until,
        stage: Stage::Log(first_id_at(since)),
        scan: Some(scan),
        done: 0,
        total: u64::try_from(total).unwrap_or(0),
    })
}

/// The rules after the change. Errors: every field that is wrong, named as in the request.
fn check(update: RulesUpdate, present: &Rules, days: u32) -> std::result::Result<Rules, FieldErrors> {
    let mut errors = FieldErrors::default();
    errors.require("days", (1..=MOST_DAYS).contains(&days), "must be 1 to 90");
    let changed = update.apply(present).unwrap_or_else(|wrong| {
        let of_rules = |error: FieldError| FieldError { field: format!("rules.{}", error.field), ..error };
        errors.0.extend(wrong.0.into_iter().map(of_rules));
        Rules::default()
    });
    errors.finish()?;
    Ok(changed)
}

/// Past the ids of what is written at `until`: of one moment there can be many, and another node's clock be ahead.
fn end(until: Timestamp) -> i64 {
    first_id_at(until.plus(SECOND))
}

impl Simulation {
    /// Goes on by a page. Errors: `Busy`, or `Internal`; it is over then.
    pub async fn step(&mut self) -> Result<Step> {
        let start = first_id_at(self.since);
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Log(from) => self.read_log(from).await?,
            Stage::Before(from, page) => {
                let next = self.scan_page((from, start), page, false).await?;
                self.stage = next.map_or(Stage::Days(start, None), |(from, page)| Stage::Before(from, Some(page)));
            }
            Stage::Days(from, page) => {
                let next = self.scan_page((from, end(self.until)), page, true).await?;
                self.stage = next.map_or(Stage::Done, |(from, page)| Stage::Days(from, Some(page)));
            }
            Stage::Done => {
                let scan = self.scan.take().ok_or_else(|| Error::Internal("a simulation was over".to_owned()))?;
                let (left_out, report) = scan.finish();
                let (since, until) = (self.since, self.until);
                return Ok(Step::Result(Box::new(Simulated { since, until, left_out, report })));
            }
        }
        Ok(Step::Progress { done: self.done, total: self.total.max(self.done) })
    }

    fn scan(&mut self) -> Result<&mut Scan> {
        self.scan.as_deref_mut().ok_or_else(|| Error::Internal("a simulation broke off".to_owned()))
    }

    async fn read_log(&mut self, from: i64) -> Result<()> {
        let (site, to) = (self.site, end(self.until));
        let read = move |conn: &mut Conn| Ok(replay::moves(conn, site, (from, to), limit(LOG_PAGE))?);
        let moves = self.svc.store.read::<_, Error, _>(read).await?;
        let last = moves.last().map(|last| last.id.get()).filter(|_| moves.len() == LOG_PAGE);
        self.scan()?.learn(moves);
        let reach = self.scan()?.reach();
        self.stage =
            last.map_or(Stage::Before(first_id_at(self.since.plus(-reach)), None), |last| Stage::Log(last + 1));
        Ok(())
    }

    /// Scans a page of the stretch while the next one is being read: that one, and from where it was read.
    async fn scan_page(
        &mut self,
        (from, to): Stretch,
        page: Option<Page>,
        review: bool,
    ) -> Result<Option<(i64, Page)>> {
        let page = match page {
            Some(page) => page,
            None => read(&self.svc, self.site, (from, to), review).await?,
        };
        let looked_at = page.posted.len();
        let next = page.posted.last().map(|last| last.id.get() + 1).filter(|_| looked_at == PAGE);
        let mut scan = self.scan.take().ok_or_else(|| Error::Internal("a simulation broke off".to_owned()))?;
        let scanned = tokio::task::spawn_blocking(move || {
            scan.take(page, review);
            scan
        });
        let ahead = async {
            match next {
                Some(next) => Ok(Some((next, read(&self.svc, self.site, (next, to), review).await?))),
                None => Ok::<_, Error>(None),
            }
        };
        let (scanned, ahead) = tokio::join!(scanned, ahead);
        self.scan = Some(scanned.map_err(|error| Error::Internal(format!("a simulation broke off: {error}")))?);
        if review {
            self.done += looked_at as u64;
        }
        ahead
    }
}

fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

async fn read(svc: &Shared, site: SiteId, stretch: Stretch, review: bool) -> Result<Page> {
    svc.store.read::<_, Error, _>(move |conn| page(conn, site, stretch, review)).await
}

/// The next comments of the stretch; those to be reviewed with all that their facts are made of.
fn page(conn: &mut Conn, site: SiteId, (from, to): Stretch, review: bool) -> Result<Page> {
    let posted = replay::comments(conn, site, (from, to), limit(PAGE))?;
    let edited: Vec<CommentId> = posted.iter().filter(|it| it.was_edited()).map(|it| it.id).collect();
    let first_texts = replay::first_texts(conn, site, &edited)?;
    if !review {
        return Ok(Page { posted, first_texts, ..Page::default() });
    }
    let mut threads: Vec<ThreadId> = posted.iter().map(|it| it.thread_id).collect();
    threads.sort_unstable();
    threads.dedup();
    let threads = replay::threads(conn, site, &threads)?;
    let mut authors: Vec<i64> = posted.iter().map(|it| it.author_key).collect();
    authors.sort_unstable();
    authors.dedup();
    let records = replay::records(conn, site, &authors)?;
    let ids: Vec<CommentId> = posted.iter().map(|it| it.id).collect();
    let mut found: HashMap<CommentId, Vec<Finding>> = HashMap::new();
    for (comment, revision, finding) in findings::of_comments(conn, site, &ids)? {
        // Of a text that was not edited all findings are about it, whatever was decided before they came.
        let of_first_text = revision == 1 || !first_texts.contains_key(&comment);
        if of_first_text && is_taken_over(&finding.check) {
            found.entry(comment).or_default().push(finding);
        }
    }
    let moves: Vec<Move> = match posted.last() {
        Some(last) => replay::moves(conn, site, (from, last.id.get()), i64::MAX)?,
        None => Vec::new(),
    };
    Ok(Page { posted, first_texts, threads, records, found, moves })
}

//! One comment with all that is known of it. Permission: staff of its site.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use askama::Template;

use super::done::{After, Done};
use super::evidence::{Piece, pieces};
use super::item::{ItemView, Setting};
use super::said::{did, named, record};
use super::written::Written;
use super::{Desk, MOST_TEXTS, veil};
use crate::actions::read_author::{self, AuthorPage};
use crate::actions::read_case::{self, Around, CommentCase};
use crate::actions::read_comment::{self, Revision};
use crate::actions::read_log::LoggedDecision;
use crate::actions::read_queue::QueueItem;
use crate::actions::read_reports::NamedReport;
use crate::actions::{Comment, Error, Service, Viewer, canned_texts};
use crate::http::pages::thread::name_of;
use crate::http::pages::visitor::Visitor;
use crate::http::pages::words::Words;
use crate::http::pages::{PageError, show};
use crate::model::comment::Status;
use crate::model::decision::{Decision, LogAction, Reason};
use crate::model::finding::Finding;
use crate::model::ids::{AccountId, CommentId, DecisionId};
use crate::model::page::PageRequest;
use crate::model::report::ReporterRecord;
use crate::model::time::{SECOND, Timestamp};
use crate::moderation::Rules;

/// What there is to say about what was sent.
pub struct Notice {
    /// The class: `held`, `refused` or none.
    pub kind: &'static str,
    pub title: String,
    pub lines: Vec<String>,
}

/// A comment in the neighbourhood.
struct Neighbour {
    id: CommentId,
    name: String,
    body: String,
    status: Status,
    ago: String,
}

#[derive(Template)]
#[template(path = "desk/comment.html")]
struct CommentPage {
    desk: Desk,
    id: CommentId,
    comment: Comment,
    item: ItemView,
    case: CommentCase,
    author: AuthorPage,
    revisions: Vec<Revision>,
    replies: Vec<Neighbour>,
    siblings: Vec<Neighbour>,
    similar: Vec<Neighbour>,
    /// What the viewer can take back.
    undo: Option<DecisionId>,
    viewer: AccountId,
    now: Timestamp,
    address: String,
    done: Option<Done>,
    notice: Option<Notice>,
    written: Written,
    errors: Vec<(String, String)>,
}

impl CommentPage {
    fn error_for(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, message)| message.as_str())
    }

    fn message(&self, start: &str, name: &str) -> String {
        named(self.desk.frame.w, start, name)
    }

    fn ago(&self, at: &Timestamp) -> String {
        self.desk.frame.w.ago(*at, self.now)
    }

    fn did(&self, decided: &LoggedDecision) -> String {
        did(self.desk.frame.w, decided)
    }

    fn record(&self) -> String {
        let author = &self.case.author;
        let (published, rejected, spam) = (author.published, author.rejected, author.spam);
        record(self.desk.frame.w, crate::model::trust::Record { published, rejected, spam })
    }

    const fn reasons(&self) -> &'static [Reason] {
        Reason::ALL
    }

    fn is_deleted(&self) -> bool {
        self.comment.status == Status::Deleted
    }

    /// The text that is in the field for a new one.
    fn body(&self) -> &str {
        if self.written.is("edit") { &self.written.body } else { &self.comment.body }
    }

    fn reports_of(&self, record: &ReporterRecord) -> String {
        let (confirmed, dismissed) = (record.confirmed.to_string(), record.dismissed.to_string());
        self.desk.frame.w.with_two("desk-reporter-record", ("confirmed", &confirmed), ("dismissed", &dismissed))
    }

    fn reporter(&self, report: &NamedReport) -> String {
        report.reporter_name.clone().unwrap_or_else(|| self.desk.frame.w.say("desk-a-reader"))
    }

    /// What was found in an earlier text; of the present one the item tells.
    fn found_in(&self, revision: &i32) -> Vec<Finding> {
        let found = self.case.findings.iter().filter(|(of, _)| of == revision);
        found.map(|(_, finding)| finding.clone()).collect()
    }

    fn pieces<'a>(&self, source: &'a str, findings: &'a [Finding]) -> Vec<Piece<'a>> {
        pieces(source, findings)
    }

    /// Under which reason an appeal is most likely turned down: that of the decision.
    fn is_first_reason(&self, reason: &Reason) -> bool {
        let open = self.case.appeals.iter().find(|appeal| appeal.appeal.outcome.is_none());
        open.is_some_and(|appeal| appeal.first.logged.decision.reason == Some(*reason))
    }

    /// Whether somebody else has to decide on the appeal.
    fn is_against_viewer(&self) -> bool {
        let open = self.case.appeals.iter().find(|appeal| appeal.appeal.outcome.is_none());
        open.is_some_and(|appeal| appeal.appeal.first_actor_id == Some(self.viewer))
    }
}

pub async fn read(
    svc: Data<Service>,
    path: Path<(String, CommentId)>,
    visitor: Visitor,
    after: Query<After>,
) -> Result<HttpResponse, PageError> {
    let (site, id) = path.into_inner();
    let one = One { svc: &svc, visitor: &visitor, site: &site, id };
    one.answer(StatusCode::OK, Filled { done: after.notice(visitor.w), ..Filled::default() }).await
}

/// The page after something was sent.
#[derive(Default)]
pub struct Filled {
    pub written: Written,
    pub errors: Vec<(String, String)>,
    pub notice: Option<Notice>,
    pub done: Option<Done>,
    /// The next decision is made although somebody else works on the comment.
    pub overrides: bool,
    /// What was decided last is told.
    pub overtaken: bool,
}

/// Which comment of which site.
pub struct One<'a> {
    pub svc: &'a Data<Service>,
    pub visitor: &'a Visitor,
    pub site: &'a str,
    pub id: CommentId,
}

impl One<'_> {
    pub fn address(&self) -> String {
        format!("/desk/{}/comments/{}", self.site, self.id)
    }

    pub async fn answer(&self, status: StatusCode, filled: Filled) -> Result<HttpResponse, PageError> {
        let Self { svc, visitor, site, id } = *self;
        let w = visitor.w;
        let (desk, viewer) = Desk::of(svc, visitor, site, "").await?;
        let case = read_case::run(svc, viewer.clone(), id).await?;
        if case.thread.site_id != desk.site.id {
            return Err(PageError::nowhere());
        }
        let author = read_author::run(svc, viewer.clone(), id).await?;
        let around = read_case::around(svc, viewer.clone(), id).await?;
        let revisions = read_comment::revisions(svc, viewer.clone(), id).await?;
        let texts = canned_texts::list(svc, viewer.clone(), site, None, PageRequest { after: None, limit: MOST_TEXTS });
        let texts = texts.await?.items;
        let now = svc.clock.now();
        let back = Some(&filled.written.back).filter(|back| !back.is_empty()).cloned();
        let back = back.unwrap_or_else(|| self.address());
        let set = Arc::new(Setting {
            w,
            now,
            site: site.to_owned(),
            csrf: desk.frame.csrf.clone(),
            back,
            viewer: viewer.id(),
            texts,
            unveiled: veil::is_off(visitor, &viewer),
            narrow: String::new(),
            alone: true,
        });
        let Filled { written, errors, mut notice, done, overrides, overtaken } = filled;
        if overtaken {
            notice = Some(overtaken_by(w, case.decisions.last()));
        }
        let item = ItemView::of(as_item(&case, &revisions), &set).filled_in(written.clone(), errors.clone(), overrides);
        let Around { replies, siblings, similar } = around;
        let neighbour = |(comment, name): (Comment, Option<String>)| Neighbour {
            id: comment.id,
            name: name_of(name, comment.guest_name, w),
            status: comment.status,
            ago: w.ago(comment.created_at, now),
            body: comment.body,
        };
        let neighbours = |listed: Vec<_>| listed.into_iter().map(neighbour).collect();
        let page = CommentPage {
            id,
            comment: case.listed.0.clone(),
            undo: undoable(&desk, &case, &viewer, now)?,
            item,
            author,
            revisions,
            replies: neighbours(replies),
            siblings: neighbours(siblings),
            similar: neighbours(similar),
            viewer: viewer.id(),
            now,
            address: self.address(),
            done,
            notice,
            written,
            errors,
            case,
            desk,
        };
        Ok(visitor.remembered(show(status, &page)?))
    }
}

/// What was done with the comment since the moderator had looked.
fn overtaken_by(w: Words, last: Option<&LoggedDecision>) -> Notice {
    let edited = last.is_some_and(|last| last.logged.decision.action == LogAction::Check);
    let title = w.say(if edited { "desk-edited-since" } else { "desk-overtaken" });
    Notice { kind: "held", title, lines: last.map(|last| did(w, last)).into_iter().collect() }
}

/// The same as the lists show it.
fn as_item(case: &CommentCase, revisions: &[Revision]) -> QueueItem {
    let present = revisions.last().map(|text| text.revision);
    let found = case.findings.iter().filter(|(revision, _)| Some(*revision) == present);
    let author = &case.author;
    QueueItem {
        entry: None,
        listed: case.listed.clone(),
        thread: case.thread.clone(),
        record: crate::model::trust::Record {
            published: author.published,
            rejected: author.rejected,
            spam: author.spam,
        },
        parent: case.parent.clone(),
        findings: found.map(|(_, finding)| finding.clone()).collect(),
        claim: case.claim.clone(),
        similar: case.similar,
        reports: case.reports.iter().filter(|it| it.report.outcome.is_none()).cloned().collect(),
        appeal: case.appeals.iter().find(|it| it.appeal.outcome.is_none()).cloned(),
    }
}

/// The last decision, while the viewer can take it back.
fn undoable(desk: &Desk, case: &CommentCase, viewer: &Viewer, now: Timestamp) -> Result<Option<DecisionId>, PageError> {
    let rules: Rules = serde_json::from_str(&desk.site.rules).map_err(Error::from)?;
    let window = i64::from(rules.undo_seconds) * SECOND;
    let can = |decision: &&Decision| {
        let may = decision.actor_id == Some(viewer.id()) || viewer.is_administrator();
        let in_time = decision.created_at.plus(window) > now;
        may && in_time && decision.former.is_some() && decision.revision == case.listed.0.revision
    };
    Ok(case.decisions.last().map(|last| &last.logged.decision).filter(can).map(|decision| decision.id))
}

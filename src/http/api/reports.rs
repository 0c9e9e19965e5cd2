//! Reports of comments: made by anyone, read by moderators and by those who made them.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::moderation::ThreadView;
use super::{List, PageQuery};
use crate::actions::read_reports::{self, NamedReport, OwnReport};
use crate::actions::report::{self as report_action, NewReport};
use crate::actions::{Error, Service};
use crate::http::error::Problem;
use crate::http::extract::{self, Anyone, SignedIn};
use crate::http::idempotency::{IdempotencyKey, Input, Rendered, json};
use crate::model::account::Scope;
use crate::model::decision::Reason;
use crate::model::ids::{AccountId, CommentId, ReportId};
use crate::model::report::{ReportOutcome, ReporterRecord};
use crate::model::time::Timestamp;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportInput {
    reason: Reason,
    /// What the moderators should know. At most 1000 characters.
    detail: Option<String>,
}

/// A report for whoever made it.
#[derive(Serialize, ToSchema)]
pub struct OwnReportView {
    id: ReportId,
    comment_id: CommentId,
    /// Where the comment stands, or stood.
    thread: ThreadView,
    reason: Reason,
    detail: Option<String>,
    /// `None`: nobody has decided yet.
    outcome: Option<ReportOutcome>,
    created_at: Timestamp,
    closed_at: Option<Timestamp>,
}

impl From<OwnReport> for OwnReportView {
    fn from(OwnReport { report, thread }: OwnReport) -> Self {
        Self {
            id: report.id,
            comment_id: report.comment_id,
            thread: thread.into(),
            reason: report.reason,
            detail: report.detail,
            outcome: report.outcome,
            created_at: report.created_at,
            closed_at: report.closed_at,
        }
    }
}

fn reported(reported: &OwnReport) -> Rendered {
    json(StatusCode::CREATED, &OwnReportView::from(reported.clone()))
}

/// Report a comment
///
/// A moderator looks at it, and whoever has an account is told what became of it. Enough reports together take the comment
/// out of the thread until then. One report a comment, of an account or, without one, of a network: 409 for a second one,
/// for one's own comment, and for what is not published. 429 after as many in an hour as the site takes. Permission:
/// anyone whom the site lets report, but those who are banned or suspended; an API token needs the scope `comment`.
#[utoipa::path(post, path = "/comments/{id}/reports", tag = "comments", request_body = ReportInput, security((), ("bearer" = [])),
    params(("id" = CommentId, Path), IdempotencyKey),
    responses((status = 201, description = "It waits for a moderator", body = OwnReportView)))]
pub async fn report(
    svc: Data<Service>,
    request: HttpRequest,
    id: Path<CommentId>,
    Anyone(viewer): Anyone,
    input: Input<ReportInput>,
) -> Result<HttpResponse, Problem> {
    if viewer.as_ref().is_some_and(|viewer| !viewer.has_scope(Scope::Comment)) {
        return Err(Error::Forbidden.into());
    }
    let (ReportInput { reason, detail }, keyed) = input.keyed(viewer.as_ref());
    let new = NewReport { reason, detail };
    let (id, network) = (id.into_inner(), extract::network(&request));
    keyed.answer(&svc, reported, |recorder| report_action::run(&svc, viewer, network, id, new, recorder)).await
}

/// List one's own reports
///
/// On all sites, newest first, with what became of them. Permission: whoever is signed in.
#[utoipa::path(get, path = "/me/reports", tag = "accounts", security(("bearer" = [])), params(PageQuery),
    responses((status = 200, description = "A page", body = List<OwnReportView>)))]
pub async fn own(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    let page = read_reports::own(&svc, viewer, query.request()?).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(OwnReportView::from))))
}

/// A report for the moderators.
#[derive(Serialize, ToSchema)]
pub struct ReportView {
    id: ReportId,
    reason: Reason,
    detail: Option<String>,
    /// What it counts for; 1 is a reporter of whom nothing is known.
    weight: f64,
    /// How that was worked out when the report came.
    weight_because: String,
    reporter: ReporterView,
    /// `None`: nobody has decided yet.
    outcome: Option<ReportOutcome>,
    created_at: Timestamp,
    closed_at: Option<Timestamp>,
}

/// Who made a report.
#[derive(Serialize, ToSchema)]
struct ReporterView {
    /// `None`: a guest, or an account that is gone.
    account_id: Option<AccountId>,
    name: Option<String>,
    /// As it now is; `None` once it was forgotten who it was.
    record: Option<RecordView>,
}

/// What became of a reporter's reports on the site.
#[derive(Serialize, ToSchema)]
struct RecordView {
    confirmed: i64,
    dismissed: i64,
}

impl From<ReporterRecord> for RecordView {
    fn from(ReporterRecord { confirmed, dismissed }: ReporterRecord) -> Self {
        Self { confirmed, dismissed }
    }
}

impl From<NamedReport> for ReportView {
    fn from(NamedReport { report, reporter_name, record }: NamedReport) -> Self {
        let reporter =
            ReporterView { account_id: report.account_id, name: reporter_name, record: record.map(RecordView::from) };
        Self {
            id: report.id,
            reason: report.reason,
            detail: report.detail,
            weight: report.weight.value(),
            weight_because: report.weight_because,
            reporter,
            outcome: report.outcome,
            created_at: report.created_at,
            closed_at: report.closed_at,
        }
    }
}

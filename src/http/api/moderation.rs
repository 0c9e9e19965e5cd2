//! What waits for moderators, and all that is known of a comment. Permission: staff of its site; the actions check it.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::List;
use super::appeals::AppealView;
use super::claims::ClaimView;
use super::comments::CommentView;
use super::decisions::DecisionView;
use super::reports::ReportView;
use super::sanctions::SanctionView;
use crate::actions::read_case::{self, AuthorSummary, CommentCase};
use crate::actions::read_queue::{self, Entry, Question, QueueItem, QueueSize, Similar};
use crate::actions::{Service, Thread};
use crate::http::error::Problem;
use crate::http::extract::{self, SignedIn};
use crate::model::decision::Reason;
use crate::model::finding::Finding;
use crate::model::ids::{AccountId, CommentId, ThreadId};
use crate::model::priority::Priority;
use crate::model::queue::{Mark, Queue, QueueSort};
use crate::model::time::Timestamp;
use crate::model::trust::Trust;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SiteQuery {
    /// The site's slug.
    pub site: String,
}

#[derive(Serialize, ToSchema)]
pub struct QueueSizeView {
    queue: Queue,
    count: i64,
    /// Since when the oldest comment is in it.
    oldest_at: Option<Timestamp>,
}

/// Read how much waits for a moderator
///
/// Permission: staff of the site.
#[utoipa::path(get, path = "/moderation/queues", tag = "moderation", security(("bearer" = [])),
    params(SiteQuery), responses((status = 200, description = "All queues", body = List<QueueSizeView>)))]
pub async fn queues(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<SiteQuery>,
) -> Result<HttpResponse, Problem> {
    let sizes = read_queue::sizes(&svc, viewer, &query.site).await?.into_iter();
    let items = sizes.map(|QueueSize { queue, count, oldest_at }| QueueSizeView { queue, count, oldest_at });
    Ok(HttpResponse::Ok().json(List { items: items.collect(), next: None }))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct QueueQuery {
    /// The site's slug.
    site: String,
    /// Only comments in whose present text a check saw this.
    #[param(inline)]
    reason: Option<Reason>,
    /// Only comments in whose present text this check saw something.
    check: Option<String>,
    /// Only comments on this article: its address, or the id of its thread.
    article: Option<String>,
    /// Only comments by this author: an account's id, or that of a comment whose author is meant.
    #[param(value_type = Option<CommentId>)]
    author: Option<String>,
    /// Only comments in this language, an ISO 639-1 code.
    language: Option<String>,
    /// Only comments that a moderator marked so. Those whose author is to change them first are listed with
    /// `edit_asked` alone.
    #[param(inline)]
    mark: Option<Mark>,
    /// `priority` (the default): the most urgent first. What waits for its author is listed oldest first.
    #[param(inline)]
    sort: Option<QueueSort>,
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct ThreadView {
    id: ThreadId,
    url: String,
    title: Option<String>,
}

impl From<Thread> for ThreadView {
    fn from(thread: Thread) -> Self {
        Self { id: thread.id, url: thread.url, title: thread.title }
    }
}

#[derive(Serialize, ToSchema)]
pub struct QueueItemView {
    #[serde(flatten)]
    comment: CommentView,
    /// The source as the author wrote it.
    body: String,
    /// To be sent back with the decision.
    revision: i32,
    /// Since when it is left to the administrators.
    escalated_at: Option<Timestamp>,
    /// Since when its author is asked to change it.
    edit_asked_at: Option<Timestamp>,
    /// Since when it is in this queue. `None`: it waits for its author, and is in none.
    entered_at: Option<Timestamp>,
    /// Why it stands where it does. `None`: it is in no queue.
    priority: Option<PriorityView>,
    findings: Vec<Finding>,
    /// Who works on it. `None`: nobody does.
    claim: Option<ClaimView>,
    /// Others that say nearly the same and are pending. `None`: there are none.
    similar: Option<SimilarView>,
    /// What readers have against it and nobody has decided on, oldest first.
    reports: Vec<ReportView>,
    /// Of its author; `None`: none is open.
    appeal: Option<AppealView>,
    thread: ThreadView,
    parent: Option<CommentView>,
}

/// A group of comments that say nearly the same.
#[derive(Serialize, ToSchema)]
struct SimilarView {
    /// The first comment of the group.
    group_id: CommentId,
    /// Others of the group that are pending.
    count: i64,
}

impl From<Similar> for SimilarView {
    fn from(similar: Similar) -> Self {
        Self { group_id: similar.group, count: similar.waiting }
    }
}

/// How urgent a comment is in its queue: three numbers and their product.
#[derive(Serialize, ToSchema)]
struct PriorityView {
    value: i64,
    /// 10 to 100: the largest score of its findings, and what weighs as much.
    severity: i32,
    /// 1 to 10: how many people meet it.
    reach: i32,
    /// 1 to 10: how long it has waited.
    age: i32,
    /// The sum in words.
    #[schema(example = "severity 40 x reach 3 x age 2 = 240")]
    explained: String,
}

impl From<&Entry> for PriorityView {
    fn from(entry: &Entry) -> Self {
        let priority = entry.priority();
        let Priority { severity, reach, age } = priority;
        Self { value: priority.value(), severity, reach, age, explained: priority.explained() }
    }
}

impl From<QueueItem> for QueueItemView {
    fn from(item: QueueItem) -> Self {
        let (comment, name) = item.listed;
        Self {
            body: comment.body.clone(),
            revision: comment.revision,
            escalated_at: comment.escalated_at,
            edit_asked_at: comment.edit_asked_at,
            entered_at: item.entry.as_ref().map(|entry| entry.entered_at),
            priority: item.entry.as_ref().map(PriorityView::from),
            comment: CommentView::whole(comment, name),
            findings: item.findings,
            claim: item.claim.map(ClaimView::from),
            similar: item.similar.map(SimilarView::from),
            reports: item.reports.into_iter().map(ReportView::from).collect(),
            appeal: item.appeal.map(AppealView::from),
            thread: item.thread.into(),
            parent: item.parent.map(|(parent, name)| CommentView::whole(parent, name)),
        }
    }
}

/// Read what waits for a moderator
///
/// By priority, which is severity times reach times age; `cursor` stays right while others decide. Permission: staff of
/// the site.
#[utoipa::path(get, path = "/moderation/queues/{queue}", tag = "moderation", security(("bearer" = [])),
    params(("queue" = Queue, Path), QueueQuery),
    responses((status = 200, description = "A page", body = List<QueueItemView>)))]
pub async fn queue(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    queue: Path<Queue>,
    query: Query<QueueQuery>,
) -> Result<HttpResponse, Problem> {
    let request = extract::page(query.limit, query.cursor.as_deref(), 100)?;
    let QueueQuery { site, reason, check, article, author, language, mark, sort, .. } = query.into_inner();
    let (queue, sort) = (queue.into_inner(), sort.unwrap_or(QueueSort::Priority));
    let author =
        author.map(|id| id.parse()).transpose().map_err(|message: String| Problem::field("author", message))?;
    let author = author.map(CommentId::get);
    let question = Question { queue, sort, reason, check, article, author, language, mark, held_by: None };
    let page = read_queue::page(&svc, viewer, &site, question, request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(QueueItemView::from))))
}

#[derive(Serialize, ToSchema)]
pub struct CaseView {
    #[serde(flatten)]
    comment: CommentView,
    /// The source as the author wrote it.
    body: String,
    /// To be sent back with the decision.
    revision: i32,
    reviewed_at: Option<Timestamp>,
    /// Since when it is left to the administrators.
    escalated_at: Option<Timestamp>,
    /// Since when its author is asked to change it.
    edit_asked_at: Option<Timestamp>,
    /// How many texts it has had; `GET /comments/{id}/revisions` has them all.
    revisions: usize,
    /// Of all its texts, oldest first.
    findings: Vec<RevisionFinding>,
    /// Oldest first.
    decisions: Vec<DecisionView>,
    /// Who works on it. `None`: nobody does.
    claim: Option<ClaimView>,
    /// Others that say nearly the same and are pending. `None`: there are none.
    similar: Option<SimilarView>,
    /// What readers have against it, oldest first.
    reports: Vec<ReportView>,
    /// Of its author, oldest first.
    appeals: Vec<AppealView>,
    thread: ThreadView,
    parent: Option<CommentView>,
    author_summary: AuthorSummaryView,
}

#[derive(Serialize, ToSchema)]
struct RevisionFinding {
    /// The text it is about.
    revision: i32,
    #[serde(flatten)]
    finding: Finding,
}

/// What is known of the author on the comment's site.
#[derive(Serialize, ToSchema)]
pub struct AuthorSummaryView {
    /// `None`: a guest, who is recognised by the e-mail address or else by the network.
    account_id: Option<AccountId>,
    comments: i64,
    published: i64,
    rejected: i64,
    spam: i64,
    /// How far the site trusts the author.
    trust: Trust,
    /// The figures that say so.
    trust_because: String,
    /// `None`: a guest.
    member_since: Option<Timestamp>,
    /// In force now.
    sanctions: Vec<SanctionView>,
}

impl From<AuthorSummary> for AuthorSummaryView {
    fn from(author: AuthorSummary) -> Self {
        Self {
            account_id: author.account_id,
            comments: author.comments,
            published: author.published,
            rejected: author.rejected,
            spam: author.spam,
            trust: author.trust,
            trust_because: author.trust_because,
            member_since: author.member_since,
            sanctions: author.sanctions.iter().map(SanctionView::from).collect(),
        }
    }
}

impl From<CommentCase> for CaseView {
    fn from(case: CommentCase) -> Self {
        let (comment, name) = case.listed;
        let findings = case.findings.into_iter();
        Self {
            body: comment.body.clone(),
            revision: comment.revision,
            reviewed_at: comment.reviewed_at,
            escalated_at: comment.escalated_at,
            edit_asked_at: comment.edit_asked_at,
            comment: CommentView::whole(comment, name),
            revisions: case.texts,
            findings: findings.map(|(revision, finding)| RevisionFinding { revision, finding }).collect(),
            decisions: case.decisions.into_iter().map(DecisionView::from).collect(),
            reports: case.reports.into_iter().map(ReportView::from).collect(),
            appeals: case.appeals.into_iter().map(AppealView::from).collect(),
            thread: ThreadView { id: case.thread.id, url: case.thread.url, title: case.thread.title },
            claim: case.claim.map(ClaimView::from),
            similar: case.similar.map(SimilarView::from),
            parent: case.parent.map(|(parent, name)| CommentView::whole(parent, name)),
            author_summary: case.author.into(),
        }
    }
}

/// Read all that is known of a comment
///
/// Permission: staff of its site.
#[utoipa::path(get, path = "/moderation/comments/{id}", tag = "moderation", security(("bearer" = [])),
    params(("id" = CommentId, Path)), responses((status = 200, description = "The comment", body = CaseView)))]
pub async fn case(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    id: Path<CommentId>,
) -> Result<HttpResponse, Problem> {
    let case = read_case::run(&svc, viewer, id.into_inner()).await?;
    Ok(HttpResponse::Ok().json(CaseView::from(case)))
}

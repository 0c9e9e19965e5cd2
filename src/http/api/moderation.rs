//! What waits for moderators, and all that is known of a comment. Permission: staff of its site; the actions check it.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::List;
use super::comments::CommentView;
use super::decisions::DecisionView;
use super::sanctions::SanctionView;
use crate::actions::read_case::{self, AuthorSummary, CommentCase};
use crate::actions::read_queue::{self, QueueItem, QueueSize, Wanted};
use crate::actions::{Service, Thread};
use crate::http::error::Problem;
use crate::http::extract::{self, SignedIn};
use crate::model::decision::Reason;
use crate::model::finding::Finding;
use crate::model::ids::{AccountId, CommentId, ThreadId};
use crate::model::queue::{Mark, Queue};
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
    /// When the oldest comment in it was written.
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
    /// Only comments that a moderator marked so. Those whose author is to change them first are listed with
    /// `edit_asked` alone.
    #[param(inline)]
    mark: Option<Mark>,
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
    findings: Vec<Finding>,
    thread: ThreadView,
    parent: Option<CommentView>,
}

impl From<QueueItem> for QueueItemView {
    fn from(item: QueueItem) -> Self {
        let (comment, name) = item.listed;
        Self {
            body: comment.body.clone(),
            revision: comment.revision,
            escalated_at: comment.escalated_at,
            edit_asked_at: comment.edit_asked_at,
            comment: CommentView::whole(comment, name),
            findings: item.findings,
            thread: item.thread.into(),
            parent: item.parent.map(|(parent, name)| CommentView::whole(parent, name)),
        }
    }
}

/// Read what waits for a moderator
///
/// Oldest first. Permission: staff of the site.
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
    let wanted = Wanted { queue: queue.into_inner(), reason: query.reason, mark: query.mark };
    let page = read_queue::page(&svc, viewer, &query.site, wanted, request).await?;
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
            thread: ThreadView { id: case.thread.id, url: case.thread.url, title: case.thread.title },
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

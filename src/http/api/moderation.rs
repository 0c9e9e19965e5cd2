//! What moderators do. Permission: staff of the comment's site; the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::List;
use super::comments::CommentView;
use super::sanctions::SanctionView;
use crate::actions::read_case::{self, AuthorSummary, CommentCase};
use crate::actions::read_log::{self, LoggedDecision};
use crate::actions::read_queue::{self, QueueItem, QueueSize};
use crate::actions::{Comment, Service, Thread, decide as decide_action};
use crate::http::error::Problem;
use crate::http::extract::{self, Moderator, SignedIn};
use crate::http::idempotency::{IdempotencyKey, Input, Rendered, json};
use crate::model::comment::Status;
use crate::model::decision::{Action, ActorKind, LogAction, Logged, Reason};
use crate::model::finding::Finding;
use crate::model::ids::{AccountId, CommentId, DecisionId, ThreadId};
use crate::model::queue::Queue;
use crate::model::time::Timestamp;

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
    let page = read_queue::page(&svc, viewer, &query.site, queue.into_inner(), query.reason, request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(QueueItemView::from))))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionInput {
    action: Action,
    reason: Option<Reason>,
    note: Option<String>,
    revision: i32,
}

#[derive(Serialize, ToSchema)]
pub struct DecidedView {
    #[serde(flatten)]
    comment: CommentView,
    revision: i32,
    reviewed_at: Option<Timestamp>,
}

fn decided(comment: &Comment) -> Rendered {
    let (revision, reviewed_at) = (comment.revision, comment.reviewed_at);
    let comment = CommentView::whole(comment.clone(), None);
    json(StatusCode::CREATED, &DecidedView { comment, revision, reviewed_at })
}

/// Decide on a comment
///
/// 409 if the comment changed since `revision`. Permission: staff of the comment's site; an API token needs the scope
/// `moderate`.
#[utoipa::path(post, path = "/moderation/comments/{id}/decisions", tag = "moderation", request_body = DecisionInput, security(("bearer" = [])),
    params(("id" = CommentId, Path), IdempotencyKey),
    responses((status = 201, description = "Decided", body = DecidedView)))]
pub async fn decide(
    svc: Data<Service>,
    Moderator(viewer): Moderator,
    id: Path<CommentId>,
    input: Input<DecisionInput>,
) -> Result<HttpResponse, Problem> {
    let (DecisionInput { action, reason, note, revision }, keyed) = input.keyed(Some(&viewer));
    let request = decide_action::Request { action, reason, note, revision };
    keyed.answer(&svc, decided, |recorder| decide_action::run(&svc, viewer, id.into_inner(), request, recorder)).await
}

#[derive(Serialize, ToSchema)]
pub struct DecisionView {
    id: DecisionId,
    comment_id: CommentId,
    /// What the comment became with it.
    revision: i32,
    actor: ActorView,
    action: LogAction,
    /// `None`: the first decision on the comment.
    from: Option<Status>,
    to: Status,
    reason: Option<Reason>,
    /// What the author was told.
    note: Option<String>,
    created_at: Timestamp,
    /// Its place in the site's log, from 1 on.
    sequence: i64,
    /// SHA-256 over this row and the hash of the one before.
    hash: String,
}

/// Who or what decided.
#[derive(Serialize, ToSchema)]
struct ActorView {
    kind: ActorKind,
    account_id: Option<AccountId>,
    name: Option<String>,
}

impl From<LoggedDecision> for DecisionView {
    fn from(LoggedDecision { logged, actor_name }: LoggedDecision) -> Self {
        let Logged { decision, sequence, hash } = logged;
        let actor = ActorView { kind: decision.actor, account_id: decision.actor_id, name: actor_name };
        Self {
            id: decision.id,
            comment_id: decision.comment_id,
            revision: decision.revision,
            actor,
            action: decision.action,
            from: decision.from,
            to: decision.to,
            reason: decision.reason,
            note: decision.note,
            created_at: decision.created_at,
            sequence,
            hash,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LogQuery {
    /// The site's slug.
    site: String,
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Read the log of decisions
///
/// Newest first: who or what changed the status of a comment, and why. Permission: staff of the site.
#[utoipa::path(get, path = "/moderation/decisions", tag = "moderation", security(("bearer" = [])),
    params(LogQuery), responses((status = 200, description = "A page", body = List<DecisionView>)))]
pub async fn log(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<LogQuery>,
) -> Result<HttpResponse, Problem> {
    let request = extract::page(query.limit, query.cursor.as_deref(), 100)?;
    let page = read_log::run(&svc, viewer, &query.site, request).await?;
    Ok(HttpResponse::Ok().json(List::from(page.map(DecisionView::from))))
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
struct AuthorSummaryView {
    /// `None`: a guest, who is recognised by the e-mail address or else by the network.
    account_id: Option<AccountId>,
    comments: i64,
    published: i64,
    rejected: i64,
    spam: i64,
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

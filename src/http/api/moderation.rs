//! What moderators do. Permission: staff of the comment's site; the actions check it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::List;
use super::comments::CommentView;
use crate::actions::{Comment, QueueItem, Service, Thread, decide as decide_action, pending as pending_page};
use crate::http::error::Problem;
use crate::http::extract::{self, Moderator, SignedIn};
use crate::http::idempotency::{IdempotencyKey, Input, Rendered, json};
use crate::model::decision::{Action, Reason};
use crate::model::finding::Finding;
use crate::model::ids::{CommentId, ThreadId};
use crate::model::time::Timestamp;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct QueueQuery {
    /// The site's slug.
    site: String,
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
#[utoipa::path(get, path = "/moderation/queues/pending", tag = "moderation", security(("bearer" = [])),
    params(QueueQuery), responses((status = 200, description = "A page", body = List<QueueItemView>)))]
pub async fn pending(
    svc: Data<Service>,
    SignedIn(viewer): SignedIn,
    query: Query<QueueQuery>,
) -> Result<HttpResponse, Problem> {
    let request = extract::page(query.limit, query.cursor.as_deref(), 100)?;
    let page = pending_page(&svc, viewer, &query.site, request).await?;
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
